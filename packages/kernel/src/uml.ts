import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { needApt } from './apt.js';
import { unpack } from './archive.js';
import { lostOptions } from './config.js';
import { inSeries } from './distribution.js';
import { KernelError } from './failure.js';
import { makeFolder, needSpace, removeStale } from './folder.js';
import { makeKdir } from './kdir.js';
import { type Kernel, type KernelFile, kernels, type UmlVariant } from './kernel.js';
import { withLock } from './lock.js';
import { cacheDir, kernelsDir } from './paths.js';
import { Steps } from './progress.js';
import { must, run } from './run.js';
import { allSeries, canBe, fragments, patches, RECIPE, recipe, type Series } from './series.js';
import { type Source, sources } from './source.js';
import { type CacheOptions, debianArch, readWritten, writeKernelFile } from './store.js';
import { needTools, present } from './tools.js';

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

/** Options of `buildUml`. */
export interface UmlOptions extends CacheOptions {
  /** Folder with the fragments and the series; this package's own when left out. */
  readonly recipe?: string;
  /** Only this series (`6.1`); left out, the newest that can be built here. */
  readonly series?: string;
}

/**
 * Builds a User-Mode Linux kernel into the cache, from a source package of Debian's: of the newest series that is
 * served and that our patches apply to. Takes minutes; returns at once when it is there.
 */
export async function buildUml(variant: UmlVariant, options: UmlOptions = {}): Promise<Kernel> {
  const cache = options.cache ?? cacheDir();
  const folder = kernelsDir(cache);
  const recipeFolder = options.recipe ?? RECIPE;
  const all = allSeries(recipeFolder).filter(
    ({ name }) => (options.series ?? name) === name && canBe(variant, name),
  );
  const cached = (series: Series): Kernel | undefined => {
    const wanted = recipe(variant, series.name, recipeFolder);
    // A kernel without kdir came prebuilt: it boots, but no module can be built for it.
    return kernels({ kernels: folder }).find((each) => each.recipe === wanted && each.kdir !== undefined);
  };
  const [preferred] = all;
  if (!preferred)
    throw new KernelError(
      'NOT_FOUND',
      `User-Mode Linux: no ${variant} kernel of series ${options.series}`,
      `see ${recipeFolder}`,
    );
  const early = cached(preferred);
  if (early) return early;
  if (debianArch() !== 'amd64') {
    throw new KernelError(
      'UNSUPPORTED',
      `User-Mode Linux: not on ${debianArch()}, only on amd64`,
      'use the qemu backend',
    );
  }
  needApt();
  needTools('uml');
  const steps = new Steps(options.onProgress);
  const place = { cache, folder, steps, signal: options.signal, recipe: recipeFolder };
  return await withLock(
    join(folder, '.lock'),
    async () => {
      await removeStale(folder);
      await needSpace(folder, 3e9);
      const troubles: KernelError[] = [];
      for (const series of all) {
        const late = cached(series);
        if (late) return late;
        try {
          for await (const source of sources(series, cache, steps, options)) {
            try {
              return await build(variant, series, source, instead(source, troubles), place);
            } catch (error) {
              troubles.push(goOnAfter(error));
            }
          }
        } catch (error) {
          troubles.push(goOnAfter(error));
        }
      }
      throw troubles[0] ?? new KernelError('NOT_FOUND', 'User-Mode Linux: no source', 'use the qemu backend');
    },
    { signal: options.signal, onWait: () => steps.begin('waiting for another process that fills the cache') },
  ).finally(() => steps.end());
}

/** What one source was not good for another one may be; an interrupt or a full disk is the end of it. */
function goOnAfter(error: unknown): KernelError {
  const next = ['NOT_FOUND', 'DOWNLOAD_FAILED', 'BUILD_FAILED'];
  if (error instanceof KernelError && next.includes(error.code)) return error;
  throw error;
}

/** Why this source: in its own words, and what became of those that come before it. */
const instead = ({ because }: Source, troubles: readonly KernelError[]): string =>
  [because, ...troubles.map(({ what }) => what)].join('; before it: ');

interface Workplace {
  readonly cache: string;
  readonly folder: string;
  readonly recipe: string;
  readonly steps: Steps;
  readonly signal: AbortSignal | undefined;
}

async function build(
  variant: UmlVariant,
  series: Series,
  source: Source,
  because: string,
  place: Workplace,
): Promise<Kernel> {
  const { cache, folder, steps, signal } = place;
  const config = fragments(variant, series.name, place.recipe);
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
      // All of them, so that who adapts them knows how many there are.
      const unfit: string[] = [];
      for (const patch of patches(series.name, place.recipe)) {
        const argv = ['patch', '-p1', '--forward', '--batch', '-d', tree, '-i', patch] as const;
        if ((await run(argv, { signal, log })).status !== 0) unfit.push(basename(patch));
      }
      if (unfit.length > 0) {
        throw new KernelError(
          'BUILD_FAILED',
          `${source.package} ${source.version}: ${unfit.join(', ')} of our patches for ${series.name} do not apply`,
          `adapt them; ${log} has the hunks`,
        );
      }

      steps.begin(`configuring the ${variant} kernel`);
      const what = `configure the ${variant} kernel`;
      await must(make('x86_64_defconfig'), { ...common, what });
      const written = join(output, '.config');
      await must([join(tree, 'scripts/kconfig/merge_config.sh'), '-m', '-O', output, written, ...config], {
        ...common,
        cwd: tree,
        what,
      });
      await must(make('olddefconfig'), { ...common, what });
      const texts = await Promise.all(config.map((file) => readFile(file, 'utf8')));
      const lost = lostOptions(await readFile(written, 'utf8'), texts);
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
          if (/^ {2}(CC|AS|HOSTCC) /.test(line)) steps.count(++objects, series.objects[variant] ?? objects);
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
      await copyFile(written, join(temporary, 'config'));
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
        names: [],
        image: 'linux',
        modulesDir,
        kdir: 'kdir',
        arch: debianArch(),
        recipe: recipe(variant, series.name, place.recipe),
        because,
      };
      await writeKernelFile(temporary, file);
      return file;
    },
  );
  await rm(log, { force: true });
  await removeOthers(variant, series, path, folder);
  return readWritten(path);
}

/** A kernel of an older recipe or source has no use any more. */
async function removeOthers(
  variant: UmlVariant,
  { name }: Series,
  keep: string,
  folder: string,
): Promise<void> {
  for (const kernel of kernels({ kernels: folder, prebuilt: '' })) {
    if (kernel.variant === variant && inSeries(kernel.release, name) && kernel.path !== keep)
      await rm(kernel.path, { recursive: true, force: true });
  }
}
