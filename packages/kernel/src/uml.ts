import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Apt, needApt } from './apt.js';
import { unpack } from './archive.js';
import { lostOptions } from './config.js';
import { type Distribution, thisDistribution } from './distribution.js';
import { KernelError } from './failure.js';
import { makeFolder, needSpace, removeStale } from './folder.js';
import { makeKdir } from './kdir.js';
import { type Kernel, type KernelFile, kernels, type UmlVariant } from './kernel.js';
import { withLock } from './lock.js';
import { cacheDir, inPackage, kernelsDir } from './paths.js';
import { Steps } from './progress.js';
import { must } from './run.js';
import { type CacheOptions, debianArch, readWritten, writeKernelFile } from './store.js';
import { needTools, present } from './tools.js';

/** What distinguishes the variants. `objects` is the number of files a build compiles: measured, for the estimate. */
export const umlVariants: Readonly<
  Record<UmlVariant, { readonly fragments: readonly string[]; readonly objects: number }>
> = {
  fast: { fragments: ['fast.fragment'], objects: 1190 },
  debug: { fragments: ['fast.fragment', 'debug.fragment'], objects: 1250 },
};

/** Parts of the source that a User-Mode Linux build does not read: unpacking them takes half the time and space. */
const WITHOUT = [
  ...[
    'alpha',
    'arc',
    'arm',
    'arm64',
    'csky',
    'hexagon',
    'ia64',
    'loongarch',
    'm68k',
    'microblaze',
    'mips',
    'nios2',
  ]
    .concat(['openrisc', 'parisc', 'powerpc', 'riscv', 's390', 'sh', 'sparc', 'xtensa'])
    .map((each) => `*/arch/${each}/*.[chSs]*`),
  '*/arch/*/boot/dts/*',
  '*/drivers/gpu/*.[ch]',
  '*/drivers/media/*.[ch]',
  '*/drivers/net/ethernet/*.[ch]',
  '*/drivers/staging/*.[ch]',
  '*/sound/*.[ch]',
  '*/Documentation/*.rst',
  '*/Documentation/*.yaml',
  '*/tools/testing/*',
  '*/tools/perf/*',
];

/** The folder of the patches and fragments. */
const RECIPE = inPackage('uml');

/** Our edits of the source, in the order in which they apply; each says why at its top. */
export const patches = (folder = RECIPE): readonly string[] =>
  readdirSync(join(folder, 'patches'))
    .filter((name) => name.endsWith('.patch'))
    .sort()
    .map((name) => join(folder, 'patches', name));

/** The configuration fragments of a variant, in the order in which they apply. */
export const fragments = (variant: UmlVariant, folder = RECIPE): readonly string[] =>
  umlVariants[variant].fragments.map((name) => join(folder, name));

/** Hash of all that decides how a variant is built, the source's version apart. */
export function recipe(variant: UmlVariant, folder = RECIPE): string {
  const hash = createHash('sha256');
  for (const file of [...patches(folder), ...fragments(variant, folder)])
    hash.update(readFileSync(file)).update('\0');
  return hash.digest('hex').slice(0, 16);
}

/** Options of `buildUml`. */
export interface UmlOptions extends CacheOptions {
  /** Folder with `patches/` and the fragments; this package's own when left out. */
  readonly recipe?: string;
  /** Whose names of packages to use; this system's when left out. */
  readonly distribution?: Distribution;
}

/**
 * Builds a User-Mode Linux kernel into the cache, from the distribution's source package. Takes minutes; returns at
 * once when it is there.
 */
export async function buildUml(variant: UmlVariant, options: UmlOptions = {}): Promise<Kernel> {
  const cache = options.cache ?? cacheDir();
  const folder = kernelsDir(cache);
  const wanted = recipe(variant, options.recipe);
  const cached = (): Kernel | undefined =>
    kernels({ kernels: folder }).find((kernel) => kernel.variant === variant && kernel.recipe === wanted);
  const early = cached();
  // A kernel without kdir came prebuilt: it boots, but no module can be built for it.
  if (early?.kdir) return early;
  if (debianArch() !== 'amd64') {
    throw new KernelError(
      'UNSUPPORTED',
      `User-Mode Linux: not on ${debianArch()}, only on amd64`,
      'use the qemu backend',
    );
  }
  needApt();
  needTools('uml');
  const { umlSource } = options.distribution ?? thisDistribution();
  const steps = new Steps(options.onProgress);
  return await withLock(
    join(folder, '.lock'),
    async () => {
      await removeStale(folder);
      const late = cached();
      if (late?.kdir) return late;
      await needSpace(folder, 3e9);
      const source = await fetchSource(umlSource, cache, steps, options);
      return await build(variant, wanted, source, {
        cache,
        folder,
        steps,
        signal: options.signal,
        recipe: options.recipe ?? RECIPE,
      });
    },
    { signal: options.signal, onWait: () => steps.begin('waiting for another process that fills the cache') },
  ).finally(() => steps.end());
}

interface Source {
  readonly package: string;
  readonly version: string;
  readonly deb: string;
}

/** The source package, kept for the other variant (and for whoever asks for the source of a prebuilt kernel). */
async function fetchSource(
  name: string,
  cache: string,
  steps: Steps,
  { signal }: CacheOptions,
): Promise<Source> {
  const apt = new Apt(join(cache, 'apt'), steps, signal);
  const folder = join(cache, 'sources');
  await mkdir(folder, { recursive: true });
  await removeStale(folder);
  return await apt.retrying(async () => {
    const found = (await apt.show([name])).get(name);
    if (!found) {
      throw new KernelError(
        'NOT_FOUND',
        `build User-Mode Linux: the package sources of this system have no ${name}`,
        'use a package of @vwifi/kernel with a prebuilt kernel, or the qemu backend',
      );
    }
    const id = `${name}_${found.version.replaceAll(':', '%3a')}`;
    const path = join(folder, id);
    if (!existsSync(path)) {
      steps.begin(`downloading ${name} ${found.version} (${Math.round(found.size / 1e6)} MB)`);
      await makeFolder(folder, id, (temporary) => apt.download([found], temporary));
    }
    const deb = readdirSync(path).find((each) => each.endsWith('.deb'));
    if (!deb)
      throw new KernelError('NOT_FOUND', `${path}: no package there`, 'remove the folder and try again');
    return { package: name, version: found.version, deb: join(path, deb) };
  });
}

interface Workplace {
  readonly cache: string;
  readonly folder: string;
  readonly recipe: string;
  readonly steps: Steps;
  readonly signal: AbortSignal | undefined;
}

async function build(variant: UmlVariant, wanted: string, source: Source, place: Workplace): Promise<Kernel> {
  const { cache, folder, steps, signal } = place;
  // After a change of a patch or a fragment most objects are what they were.
  const compilerCache = present('ccache');
  const log = join(cache, 'logs', `uml-${variant}.log`);
  await mkdir(join(cache, 'logs'), { recursive: true });
  await rm(log, { force: true });
  const common = { signal, log, next: `read ${log}, then run the same command again` };
  const { path } = await makeFolder(
    folder,
    (file: KernelFile) => file.id,
    async (temporary) => {
      const tree = join(temporary, 'work', 'source');
      const output = join(temporary, 'work', 'build');
      await mkdir(tree, { recursive: true });
      await mkdir(output);
      const make = (...goals: string[]): [string, ...string[]] => [
        'make',
        '-C',
        tree,
        'ARCH=um',
        `O=${output}`,
        ...(compilerCache ? ['CC=ccache gcc', 'HOSTCC=ccache gcc'] : []),
        ...goals,
      ];

      steps.begin(`unpacking ${source.package} ${source.version}`);
      await unpack(source.deb, join(temporary, 'work'), { signal });
      await must(
        [
          ...(['tar', '-xJf', join(temporary, 'work', 'usr', 'src', `${source.package}.tar.xz`)] as const),
          ...['-C', tree, '--strip-components=1', '--no-same-owner', '--wildcards'],
          ...WITHOUT.map((pattern) => `--exclude=${pattern}`),
        ],
        { ...common, what: `unpack ${source.package}` },
      );
      for (const patch of patches(place.recipe)) {
        await must(['patch', '-p1', '--forward', '--batch', '-d', tree, '-i', patch], {
          ...common,
          what: `apply ${patch} to ${source.package} ${source.version}`,
          next: 'the source has moved on: adapt the patch',
        });
      }

      steps.begin(`configuring the ${variant} kernel`);
      const what = `configure the ${variant} kernel`;
      await must(make('x86_64_defconfig'), { ...common, what });
      const config = join(output, '.config');
      await must(
        [
          join(tree, 'scripts/kconfig/merge_config.sh'),
          '-m',
          '-O',
          output,
          config,
          ...fragments(variant, place.recipe),
        ],
        {
          ...common,
          cwd: tree,
          what,
        },
      );
      await must(make('olddefconfig'), { ...common, what });
      const texts = await Promise.all(fragments(variant, place.recipe).map((file) => readFile(file, 'utf8')));
      const lost = lostOptions(await readFile(config, 'utf8'), texts);
      if (lost.length > 0) {
        throw new KernelError(
          'BUILD_FAILED',
          `${what}: this source or compiler has no ${lost.join(', ')}`,
          common.next,
        );
      }

      steps.begin(`compiling the ${variant} kernel`);
      let objects = 0;
      await must(make(`-j${availableParallelism()}`, 'linux', 'modules'), {
        ...common,
        env: {
          // Nothing of the builder's in a binary that may be handed on.
          ...{ KBUILD_BUILD_USER: 'vwifi', KBUILD_BUILD_HOST: 'vwifi' },
          // The tree has another name each time, the objects made of it are the same.
          ...{ CCACHE_BASEDIR: temporary, CCACHE_NOHASHDIR: '1' },
        },
        what: `compile the ${variant} kernel`,
        onLine: (line) => {
          if (/^ {2}(CC|AS|HOSTCC) /.test(line)) steps.count(++objects, umlVariants[variant].objects);
        },
      });

      steps.begin(`arranging the ${variant} kernel`);
      const release = (await readFile(join(output, 'include/config/kernel.release'), 'utf8')).trim();
      await must(make('modules_install', `INSTALL_MOD_PATH=${temporary}`, 'DEPMOD=true'), {
        ...common,
        what: `install the modules of the ${variant} kernel`,
      });
      const modulesDir = `lib/modules/${release}`;
      for (const link of ['build', 'source']) await rm(join(temporary, modulesDir, link), { force: true });
      await must(['depmod', '-b', temporary, release], { ...common, what: `depmod of ${release}` });
      await copyFile(join(output, 'linux'), join(temporary, 'linux'));
      await copyFile(config, join(temporary, 'config'));
      await copyFile(join(tree, 'LICENSES/preferred/GPL-2.0'), join(temporary, 'COPYING'));
      await makeKdir(tree, output, join(temporary, 'kdir'));
      await rm(join(temporary, 'work'), { recursive: true });
      const file: KernelFile = {
        id: `uml-${release}`,
        kind: 'uml',
        variant,
        release,
        package: source.package,
        version: source.version,
        names: [variant, `uml-${variant}`],
        image: 'linux',
        modulesDir,
        kdir: 'kdir',
        arch: debianArch(),
        recipe: wanted,
      };
      await writeKernelFile(temporary, file);
      return file;
    },
  );
  await rm(log, { force: true });
  await removeOthers(variant, path, folder);
  return readWritten(path);
}

/** A kernel of an older recipe or source has no use any more. */
async function removeOthers(variant: UmlVariant, keep: string, folder: string): Promise<void> {
  for (const kernel of kernels({ kernels: folder, prebuilt: '' })) {
    if (kernel.variant === variant && kernel.path !== keep)
      await rm(kernel.path, { recursive: true, force: true });
  }
}
