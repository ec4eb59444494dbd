import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { KernelError } from './failure.js';
import { makeFolder, needSpace, removeStale } from './folder.js';
import { type Kernel, matches, readKernel } from './kernel.js';
import { withLock } from './lock.js';
import { mirror, readSources } from './module.js';
import { cacheDir } from './paths.js';
import { Steps } from './progress.js';
import { must } from './run.js';
import { type CacheOptions, debianArch, readWritten, writeKernelFile } from './store.js';
import { needTools } from './tools.js';

/** What a suite's root folder holds: its kernel, the compiler for it, and what the scenarios use. */
const PACKAGES = (arch: string): readonly string[] => [
  ...[`linux-image-${arch}`, `linux-headers-${arch}`, 'gcc', 'make'],
  ...['hostapd', 'wpasupplicant', 'iw', 'wireless-regdb', 'libnl-3-200', 'libnl-genl-3-200', 'libstdc++6'],
  ...['iproute2', 'iputils-ping', 'kmod', 'ethtool', 'iperf3', 'tcpdump', 'procps', 'util-linux', 'python3'],
];

/** In a suite's folder: its root. */
const ROOT = 'root';
/** In the root: where the module is built. */
const SOURCES = 'opt/vwifi';

const suitesDir = (cache = cacheDir()): string => join(cache, 'suites');

/** The kernels of suites that are at hand. They boot with their suite's files as their root, and are in no other list. */
export async function suiteKernels(cache?: string): Promise<readonly Kernel[]> {
  const folder = suitesDir(cache);
  const names = existsSync(folder) ? await readdir(folder) : [];
  return names
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => readKernel(join(folder, name)) ?? []);
}

/** The kernel of a suite that is at hand, by series (`7.2`), release or the suite's name. */
export async function findSuiteKernel(name: string, cache?: string): Promise<Kernel | undefined> {
  return (await suiteKernels(cache)).find((kernel) => matches(kernel, name));
}

/**
 * Makes a folder that holds a whole suite of Debian (`sid`): kernel, headers, compiler and daemons, by debootstrap.
 * Needs root, 2 GB and some minutes. Returns at once when it is there.
 */
export async function fetchSuite(suite: string, options: CacheOptions = {}): Promise<Kernel> {
  if (!/^[a-z][a-z-]*$/.test(suite))
    throw new KernelError('UNSUPPORTED', `suite ${suite}: not a name of a suite`, 'for instance sid');
  const folder = suitesDir(options.cache);
  const early = readKernel(join(folder, suite));
  if (early) return early;
  needTools('suite');
  needRoot(`make a root folder of ${suite}`);
  const steps = new Steps(options.onProgress);
  return await withLock(
    join(folder, '.lock'),
    async () => {
      await removeStale(folder);
      const late = readKernel(join(folder, suite));
      if (late) return late;
      await needSpace(folder, 2e9);
      const { path } = await makeFolder(folder, suite, async (temporary) => {
        const root = join(temporary, ROOT);
        const log = join(folder, `${suite}.log`);
        steps.begin(`fetching Debian's suite ${suite} (some minutes)`);
        const include = PACKAGES(debianArch()).join(',');
        await must(['debootstrap', '--variant=minbase', `--include=${include}`, suite, root], {
          signal: options.signal,
          log,
          what: `debootstrap of ${suite}`,
          next: `its output is in ${log}`,
          code: 'DOWNLOAD_FAILED',
        });
        await rm(join(root, 'var/cache/apt'), { recursive: true });
        await describe(temporary, suite);
      });
      return readWritten(path);
    },
    { signal: options.signal, onWait: () => steps.begin('waiting for another process that fills the cache') },
  ).finally(() => steps.end());
}

async function describe(folder: string, suite: string): Promise<void> {
  const [release] = await readdir(join(folder, ROOT, 'lib/modules'));
  if (!release) throw new KernelError('NOT_FOUND', `suite ${suite}: it holds no kernel`, 'try again later');
  await writeKernelFile(folder, {
    id: `${suite}-${release}`,
    kind: 'stock',
    release,
    package: `linux-image-${release}`,
    version: release,
    names: [suite],
    image: join(ROOT, 'boot', `vmlinuz-${release}`),
    modulesDir: join(ROOT, 'usr/lib/modules', release),
    root: ROOT,
    arch: debianArch(),
  });
}

/**
 * Builds a module for a suite's kernel with that suite's own compiler and headers; a warning (`W=1`) is a failure.
 * @returns the path of the module: `<outDir>/<kernel release>/<name>.ko`
 */
export async function buildInSuite(
  kernel: Kernel,
  sourceDir: string,
  outDir: string,
  options: CacheOptions = {},
): Promise<string> {
  const { root, release } = kernel;
  if (root === undefined)
    throw new KernelError('UNSUPPORTED', `${kernel.id} is not a suite's kernel`, 'fetch a suite');
  needRoot(`build in ${root}`);
  const steps = new Steps(options.onProgress);
  const scratch = join(root, SOURCES);
  const log = join(kernel.path, 'module.log');
  steps.begin(`building for ${release} with its own compiler`);
  await rm(log, { force: true });
  await mirror(await readSources(sourceDir), scratch);
  const make = `make -C /usr/src/linux-headers-${release} M=/${SOURCES} -j${availableParallelism()} W=1 KCFLAGS="-g0 -Werror" CONFIG_DEBUG_INFO_BTF_MODULES= modules`;
  // The kernel's build tools read /proc.
  const inside = 'mount -t proc proc "$1/proc" && exec chroot "$1" sh -c "$2"';
  await must(['unshare', '--mount', 'sh', '-c', inside, 'build', root, make], {
    signal: options.signal,
    log,
    what: `build for ${release}`,
    next: `the compiler's output is in ${log}`,
  });
  const module = (await readdir(scratch)).find((name) => name.endsWith('.ko'));
  if (!module) throw new KernelError('BUILD_FAILED', `build for ${release}: no .ko came out`, `read ${log}`);
  const path = join(outDir, release, module);
  await mkdir(join(outDir, release), { recursive: true });
  await copyFile(join(scratch, module), path);
  steps.end();
  return path;
}

function needRoot(what: string): void {
  if (process.getuid?.() === 0) return;
  throw new KernelError('UNSUPPORTED', `${what}: only root may`, 'use sudo');
}
