import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { KernelError } from './failure.js';
import { makeFolder, removeStale } from './folder.js';
import { type Kernel, type KernelFile, kernels } from './kernel.js';
import { findModule, readSources } from './module.js';
import { inPackage, kernelsDir, prebuiltDir } from './paths.js';
import { type LongOptions, Steps } from './progress.js';
import { strip } from './run.js';
import { allSeries, fragments, patches, recipe, type Series } from './series.js';
import { writeKernelFile } from './store.js';

/**
 * Fills `prebuilt/` from the cache: the stripped fast kernel, its modules, vwifi.ko, and what their licence asks
 * for. Run before `npm pack`.
 */
export async function pack(
  options: LongOptions & { readonly cache?: string | undefined } = {},
): Promise<string> {
  const cached = kernels({ kernels: kernelsDir(options.cache), prebuilt: '' });
  const [found] = allSeries().flatMap((series) => {
    const wanted = recipe('fast', series.name);
    const kernel = cached.find((each) => each.recipe === wanted);
    return kernel ? [{ series, kernel }] : [];
  });
  if (!found) {
    throw new KernelError(
      'NOT_FOUND',
      'pack: the fast kernel is not in the cache',
      'build it first (ensure --uml fast)',
    );
  }
  const { series, kernel } = found;
  const module = findModule(kernel);
  if (!module) {
    throw new KernelError(
      'NOT_FOUND',
      `pack: no vwifi.ko for ${kernel.release}`,
      'build it first (npm run build)',
    );
  }
  const steps = new Steps(options.onProgress);
  steps.begin(`packing kernel ${kernel.release}`);
  await rm(prebuiltDir(), { recursive: true, force: true });
  await removeStale(prebuiltDir());
  const { path } = await makeFolder(prebuiltDir(), kernel.id, (temporary) =>
    fill(temporary, kernel, series, module, options),
  );
  steps.end();
  return path;
}

async function fill(
  into: string,
  kernel: Kernel,
  series: Series,
  module: string,
  { signal }: LongOptions,
): Promise<void> {
  await strip(kernel.image, join(into, 'linux'), '--strip-all', signal);
  const modulesDir = `lib/modules/${kernel.release}`;
  await cp(kernel.modulesDir, join(into, modulesDir), { recursive: true, verbatimSymlinks: true });
  await strip(module, join(into, 'vwifi.ko'), '--strip-debug', signal);
  const { path: _path, origin: _origin, kdir: _kdir, ...file } = kernel;
  await writeKernelFile(into, {
    ...file,
    image: 'linux',
    modulesDir,
    module: 'vwifi.ko',
  } satisfies KernelFile);

  // What the GNU General Public License asks of whoever hands on a binary.
  const source = join(into, 'source');
  await mkdir(join(source, 'patches'), { recursive: true });
  for (const patch of patches(series.name)) await copyFile(patch, join(source, 'patches', basename(patch)));
  for (const fragment of fragments('fast', series.name))
    await copyFile(fragment, join(source, relative(inPackage('uml'), fragment).replace('/', '-')));
  await copyFile(join(kernel.path, 'config'), join(source, 'config'));
  await copyFile(join(kernel.path, 'COPYING'), join(source, 'COPYING'));
  const driver = inPackage('..', 'driver-c');
  for (const [name, content] of await readSources(driver)) {
    const target = join(source, 'driver-c', name);
    await mkdir(join(target, '..'), { recursive: true });
    await writeFile(target, content);
  }
  await writeFile(join(source, 'README.md'), await describe(kernel, source));
}

async function describe(kernel: Kernel, source: string): Promise<string> {
  const names = (await readdir(join(source, 'patches'))).sort();
  return `# Where this kernel comes from

\`linux\` is Linux ${kernel.release} for User-Mode Linux (x86-64), under the GNU General Public License version 2
(COPYING). \`vwifi.ko\` is under the MIT licence or the GPL version 2, at your choice; its complete source is in
\`driver-c\`.

The complete source of \`linux\` and of the modules in \`lib\`:

- Debian's package \`${kernel.package}\`, version \`${kernel.version}\` (\`apt-get download ${kernel.package}=${kernel.version}\`;
  Debian keeps every published version in its snapshot archive);
- with the patches of this folder: ${names.map((name) => `\`${name}\``).join(', ')};
- configured as in \`config\` (x86_64_defconfig, then the fragments of this folder).

To build it again:

    tar -xf ${kernel.package}.tar.xz && cd ${kernel.package}
    for p in ../source/patches/*.patch; do patch -p1 -i "$p"; done
    mkdir ../out && cp ../source/config ../out/.config
    make ARCH=um O=../out olddefconfig
    make ARCH=um O=../out linux modules
    make ARCH=um O=../out M=../source/driver-c modules
`;
}

/** Whether this copy of the package brings a kernel. */
export const hasPrebuilt = (): boolean => existsSync(prebuiltDir());
