import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { KernelError } from './failure.js';
import { isForChecks, type Kernel } from './kernel.js';
import { withLock } from './lock.js';
import { replaceModule, storedModule, storeModule, symbolsOf } from './module-store.js';
import { cacheDir, inPackage } from './paths.js';
import { Steps } from './progress.js';
import { must, strip } from './run.js';
import type { CacheOptions } from './store.js';
import { needTools } from './tools.js';

/** Options of `buildModule`. */
export interface ModuleOptions extends CacheOptions {
  /** Count which lines run (gcov); for a User-Mode Linux kernel. The result lies in `<release>+coverage`. */
  readonly coverage?: boolean;
}

/** What `buildModule` did. */
export interface BuiltModule {
  /** `<outDir>/<kernel release>/<name>.ko` */
  readonly path: string;
  /** False when what was there is up to date, or another checkout of the same sources had it built. */
  readonly built: boolean;
  /** Where the compiler ran; with `coverage`, its notes (`.gcno`) are there. */
  readonly scratch: string;
}

/** What a stamp beside the module says. */
interface Stamp {
  readonly key: string;
  readonly module: string;
}

const SOURCE_FILE = /(^(Kbuild|Makefile|Kconfig)|\.[chS])$/;
const NOT_SOURCE = /\.mod\.c$/;
const SKIP_FOLDER = /^(\.|dist$|build$|node_modules$)/;

/**
 * Builds an external module for one kernel, in a copy of its sources: nothing is written beside them. Does nothing
 * when neither the sources nor the kernel have changed.
 * @param sourceDir folder with a Kbuild file
 * @param outDir the module goes to `<outDir>/<kernel release>/`
 */
export async function buildModule(
  kernel: Kernel,
  sourceDir: string,
  outDir: string,
  options: ModuleOptions = {},
): Promise<BuiltModule> {
  const coverage = options.coverage === true;
  const suffix = coverage ? '+coverage' : '';
  const place = join(outDir, `${kernel.release}${suffix}`);
  const source = resolve(sourceDir);
  const sources = await readSources(source);
  if (!sources.has('Kbuild') && !sources.has('Makefile')) {
    throw new KernelError(
      'NOT_FOUND',
      `build module: ${source} has no Kbuild file`,
      'name the folder of a kernel module',
    );
  }
  const pathHash = createHash('sha256').update(source).digest('hex').slice(0, 8);
  const scratch = join(
    options.cache ?? cacheDir(),
    'modules',
    kernel.id + suffix,
    `${basename(source)}-${pathHash}`,
  );
  const key = moduleKey(kernel, sources, coverage);
  const current = await upToDate(place, key);
  // The notes of a coverage build are part of its result.
  if (current && (!coverage || existsSync(scratch))) return { path: current, built: false, scratch };
  const store = join(options.cache ?? cacheDir(), 'modules', kernel.id, 'stored');
  const put = async (from: string): Promise<string> => {
    const path = await replaceModule(from, place);
    await writeFile(
      join(place, STAMP),
      `${JSON.stringify({ key, module: basename(from) } satisfies Stamp)}\n`,
    );
    return path;
  };
  const stored = coverage ? undefined : await storedModule(store, key);
  if (stored) return { path: await put(stored), built: false, scratch };
  if (kernel.kdir === undefined) {
    throw new KernelError(
      'UNSUPPORTED',
      `build module: kernel ${kernel.id} came prebuilt, without what modules are built against`,
      kernel.variant ? 'build the kernel here first (ensure --uml fast)' : 'fetch the kernel here first',
    );
  }
  const kdir = kernel.kdir;
  needTools('module');
  const steps = new Steps(options.onProgress);
  const log = `${scratch}.log`;
  return await withLock(
    `${scratch}.lock`,
    async () => {
      steps.begin(`building ${basename(source)} for ${kernel.release}${coverage ? ' with coverage' : ''}`);
      await rm(log, { force: true });
      await mirror(sources, scratch);
      await must(
        [
          'make',
          '-C',
          kdir,
          `M=${scratch}`,
          `-j${availableParallelism()}`,
          ...flags(kernel, scratch, coverage),
          'modules',
        ],
        {
          signal: options.signal,
          log,
          what: `build ${basename(source)} for ${kernel.release}`,
          next: `the compiler's output is in ${log}`,
        },
      );
      const module = (await readdir(scratch)).find((name) => name.endsWith('.ko'));
      if (!module) {
        throw new KernelError(
          'BUILD_FAILED',
          `build ${source} for ${kernel.release}: no .ko came out`,
          `read ${log}`,
        );
      }
      const made =
        isForChecks(kernel) && !coverage
          ? await withoutSymbols(scratch, module, options.signal)
          : join(scratch, module);
      const path = await put(made);
      if (!coverage) await storeModule(store, key, made);
      steps.end();
      return { path, built: true, scratch };
    },
    { signal: options.signal, onWait: () => steps.begin('waiting for another build of this module') },
  );
}

/**
 * Where vwifi.ko for a kernel is: in its folder when it came prebuilt, else what `npm run build` left in driver-c;
 * undefined when it was not built.
 */
export function findModule(kernel: Kernel, dist = inPackage('..', 'driver-c', 'dist')): string | undefined {
  const built = join(dist, kernel.release, 'vwifi.ko');
  if (existsSync(built)) return built;
  return kernel.module !== undefined && existsSync(kernel.module) ? kernel.module : undefined;
}

const STAMP = '.built.json';
/** How a module is left; another way is another key. */
const FORM = 'symbols apart';

/** Everything that decides what comes out: a module of the same key is the same module. */
export function moduleKey(
  kernel: Pick<Kernel, 'id' | 'version' | 'recipe'>,
  sources: ReadonlyMap<string, Uint8Array>,
  coverage = false,
): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([kernel.id, kernel.version, kernel.recipe ?? '', coverage, FORM]));
  for (const [name, content] of [...sources].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`\0${name}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** The module in `place` when its stamp has this key. */
export async function upToDate(place: string, key: string): Promise<string | undefined> {
  try {
    const stamp = JSON.parse(await readFile(join(place, STAMP), 'utf8')) as Stamp;
    const path = join(place, stamp.module);
    return stamp.key === key && existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/** The sources of a module by relative name; what a build leaves beside them is left out. */
export async function readSources(folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  const walk = async (relative: string): Promise<void> => {
    for (const entry of await readdir(join(folder, relative), { withFileTypes: true })) {
      const name = join(relative, entry.name);
      if (entry.isDirectory()) {
        if (!SKIP_FOLDER.test(entry.name)) await walk(name);
      } else if (SOURCE_FILE.test(entry.name) && !NOT_SOURCE.test(entry.name)) {
        found.set(name, await readFile(join(folder, name)));
      }
    }
  };
  await walk('').catch((cause: NodeJS.ErrnoException) => {
    throw new KernelError(
      'NOT_FOUND',
      `${folder}: ${cause.code ?? cause.message}`,
      'name the folder of a kernel module',
      {
        cause,
      },
    );
  });
  return found;
}

/** Makes a folder hold these sources; unchanged files keep their times, so that make compiles only what changed. */
export async function mirror(sources: ReadonlyMap<string, Uint8Array>, into: string): Promise<void> {
  await mkdir(into, { recursive: true });
  for (const name of (await readSources(into)).keys()) {
    if (!sources.has(name)) await rm(join(into, name));
  }
  for (const [name, content] of sources) {
    const path = join(into, name);
    const before = await readFile(path).catch(() => undefined);
    if (before && Buffer.from(content).equals(before)) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}

/** The module that guests load, and its symbols beside it, in a folder of their own: make finds its files as it left them. */
async function withoutSymbols(
  scratch: string,
  module: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const made = join(scratch, 'dist', module);
  await mkdir(dirname(made), { recursive: true });
  await copyFile(join(scratch, module), symbolsOf(made));
  await strip(join(scratch, module), made, '--strip-debug', signal);
  return made;
}

function flags(kernel: Kernel, scratch: string, coverage: boolean): readonly string[] {
  // gcov finds its notes through the path that the compiler saw.
  if (coverage) return ['GCOV_PROFILE=y'];
  // Debian's kernels compile with debug information: ten times the size, and insmod in an emulator feels it.
  const debug = isForChecks(kernel) ? '-g' : '-g0';
  // Reports say src/data/xmit.c:12, not where this cache happens to be.
  return [`KCFLAGS=${debug} -ffile-prefix-map=${scratch}/=`];
}
