import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Apt, needApt, type Package } from './apt.js';
import { unpack } from './archive.js';
import { type Distribution, inSeries, releaseOf, thisDistribution } from './distribution.js';
import { KernelError } from './failure.js';
import { makeFolder, needSpace, removeStale } from './folder.js';
import { type Kernel, type KernelFile, kernels, matches } from './kernel.js';
import { withLock } from './lock.js';
import { kernelsDir } from './paths.js';
import { type LongOptions, Steps } from './progress.js';
import { must } from './run.js';
import { addName, type CacheOptions, debianArch, readWritten, writeKernelFile } from './store.js';
import { needTools } from './tools.js';

/** Options of `fetchStock`. */
export interface StockOptions extends CacheOptions {
  /** Whose names of packages to use; this system's when left out. */
  readonly distribution?: Distribution;
}

/** Modules without use in a guest that has no hardware: nine tenths of a stock kernel. */
const NO_HARDWARE = [
  'sound',
  ...'accessibility ata atm comedi edac firewire gpu hid hwmon i2c iio infiniband input isdn leds md media'
    .concat(
      ' memstick mfd mmc mtd nfc nvme parport pcmcia pinctrl platform power pwm scsi soundwire spi ssb staging',
    )
    .concat(
      ' target thermal thunderbolt ufs usb vfio video w1 watchdog xen net/can net/ethernet net/usb net/wwan',
    )
    .split(' ')
    .map((each) => `drivers/${each}`),
  ...'ath atmel broadcom cisco intel intersil legacy marvell mediatek microchip purelifi quantenna ralink realtek rsi'
    .concat(' silabs st ti zydas')
    .split(' ')
    .map((each) => `drivers/net/wireless/${each}`),
  ...'adfs affs afs befs bfs btrfs ceph coda ecryptfs f2fs freevxfs gfs2 hfs hfsplus hpfs jffs2 jfs minix nfs nfsd'
    .concat(
      ' nilfs2 ntfs3 ocfs2 omfs orangefs qnx4 qnx6 reiserfs romfs smb sysv ubifs udf ufs xfs zonefs bcachefs',
    )
    .split(' ')
    .map((each) => `fs/${each}`),
].map((each) => `*/lib/modules/*/kernel/${each}/*`);

const WITHOUT = [
  './usr/share/*',
  ...NO_HARDWARE,
  // With it, every module build asks for pahole (package dwarves) to make type information that we do not use.
  './usr/src/linux-headers-*/vmlinux',
];

/**
 * Brings a distribution's kernel with its headers into the cache, without root and without installing it.
 * Returns at once when it is there.
 * @param name a series (`6.1`), a release, an image package, or `default` for the distribution's own choice
 */
export async function fetchStock(name: string, options: StockOptions = {}): Promise<Kernel> {
  const folder = kernelsDir(options.cache);
  const cached = (): Kernel | undefined =>
    kernels({ kernels: folder }).find((kernel) => kernel.kind === 'stock' && matches(kernel, name));
  const early = cached();
  if (early) return early;
  needApt();
  needTools('stock');
  const distribution = options.distribution ?? thisDistribution();
  const steps = new Steps(options.onProgress);
  return await withLock(
    join(folder, '.lock'),
    async () => {
      await removeStale(folder);
      const late = cached();
      if (late) return late;
      const apt = new Apt(join(folder, '..', 'apt'), steps, options.signal);
      return await apt.retrying(() => fetch(name, distribution, apt, folder, steps, options));
    },
    { signal: options.signal, onWait: () => steps.begin('waiting for another process that fills the cache') },
  ).finally(() => steps.end());
}

async function fetch(
  name: string,
  distribution: Distribution,
  apt: Apt,
  folder: string,
  steps: Steps,
  { signal }: LongOptions,
): Promise<Kernel> {
  steps.begin(`looking for kernel ${name}`);
  const { release, image, packages } = await resolve(name, distribution, apt);
  const known = kernels({ kernels: folder }).find((kernel) => kernel.id === release);
  if (known) return await addName(known, name);
  // A stock kernel takes 0.2 to 0.3 GB in the end; the packages are there too while it is unpacked.
  await needSpace(folder, 1e9);
  const { path } = await makeFolder(folder, release, async (temporary) => {
    const downloads = join(temporary, 'packages');
    const megabytes = Math.round(packages.reduce((sum, { size }) => sum + size, 0) / 1e6);
    steps.begin(`downloading kernel ${release} (${megabytes} MB)`);
    const debs = await apt.download(packages, downloads);
    steps.begin(`unpacking kernel ${release}`);
    for (const deb of debs) await unpack(deb, temporary, { without: WITHOUT, signal });
    await rm(downloads, { recursive: true });
    await arrange(temporary, release);
    await must(['depmod', '-b', temporary, release], {
      signal,
      what: `depmod of ${release}`,
      next: 'install the package kmod',
    });
    const file: KernelFile = {
      id: release,
      kind: 'stock',
      release,
      package: image.name,
      version: image.version,
      names: [name],
      image: `boot/vmlinuz-${release}`,
      modulesDir: `lib/modules/${release}`,
      kdir: `usr/src/linux-headers-${release}`,
      arch: debianArch(),
    };
    for (const part of [file.image, file.modulesDir, join(file.kdir ?? '', 'Makefile')]) {
      if (!existsSync(join(temporary, part))) {
        throw new KernelError(
          'NOT_FOUND',
          `kernel ${release}: its packages hold no ${part}`,
          'choose another kernel',
        );
      }
    }
    await writeKernelFile(temporary, file);
  });
  return readWritten(path);
}

/** Which packages make the kernel of that name. */
export async function resolve(
  name: string,
  distribution: Distribution,
  apt: Pick<Apt, 'closure'>,
): Promise<{ readonly release: string; readonly image: Package; readonly packages: readonly Package[] }> {
  const series = /^\d+\.\d+$/.test(name) ? name : undefined;
  const candidates =
    series !== undefined || name === 'default'
      ? distribution.images(debianArch(), series)
      : [name.startsWith('linux-image-') ? name : `linux-image-${name}`];
  for (const candidate of candidates) {
    const images = await apt.closure([candidate], distribution.follow);
    const image = images.find((each) => releaseOf(each.name) !== undefined);
    const release = image && releaseOf(image.name);
    if (!image || !release || (series && !inSeries(release, series))) continue;
    const roots = [image.name, distribution.headers(image.name), ...distribution.extras(release)];
    const packages = await apt.closure(roots, distribution.follow);
    return { release, image, packages };
  }
  throw new KernelError(
    'NOT_FOUND',
    `fetch kernel ${name}: the package sources of this system have none (looked for ${candidates.join(', ')})`,
    `see what there is with: apt-cache search '^linux-image-[0-9]'`,
  );
}

/** Makes the unpacked packages independent of where they lie. */
async function arrange(root: string, release: string): Promise<void> {
  // Distributions with a merged /usr pack modules there.
  if (existsSync(join(root, 'usr/lib/modules')) && !existsSync(join(root, 'lib/modules'))) {
    await mkdir(join(root, 'lib'), { recursive: true });
    await rename(join(root, 'usr/lib/modules'), join(root, 'lib/modules'));
  }
  const headers = join(root, 'usr/src', `linux-headers-${release}`);
  await relocateMakefile(join(headers, 'Makefile'));
  const modules = join(root, 'lib/modules', release);
  for (const link of ['build', 'source']) await rm(join(modules, link), { force: true });
  if (existsSync(modules)) await symlink(relative(modules, headers), join(modules, 'build'));
}

/** Debian's headers say `include /usr/src/...`: make it relative to the file itself. */
async function relocateMakefile(file: string): Promise<void> {
  if (!existsSync(file)) return;
  const text = await readFile(file, 'utf8');
  const relocated = text.replace(/^include \/usr\/src\//m, 'include $(dir $(lastword $(MAKEFILE_LIST)))../');
  if (relocated !== text) await writeFile(file, relocated);
}
