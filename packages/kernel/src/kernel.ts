import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kernelsDir, prebuiltDir } from './paths.js';

/** Which User-Mode Linux kernel: as fast as it gets; with every check switched on; with several processors, and checks of what they do to each other. */
export type UmlVariant = 'fast' | 'debug' | 'smp';

/** What `kernel.json` in a kernel's folder says. Paths are relative to that folder, so that it can be moved. */
export interface KernelFile {
  /** Unique: a stock kernel's release; `uml-` and the release otherwise. */
  readonly id: string;
  /** `stock` boots in QEMU; `uml` is a process. */
  readonly kind: 'stock' | 'uml';
  readonly variant?: UmlVariant;
  /** What `uname -r` prints in it. */
  readonly release: string;
  /** The distribution's package it came from, and that package's version. */
  readonly package: string;
  readonly version: string;
  /** Names under which it was asked for (`6.1`, a package's name). */
  readonly names: readonly string[];
  /** The bootable file: vmlinuz, or the `linux` program. */
  readonly image: string;
  /** `lib/modules/<release>`, with the tables of depmod. */
  readonly modulesDir: string;
  /** What to build a module against: `make -C <kdir> M=<sources> modules`. Absent from a prebuilt kernel. */
  readonly kdir?: string;
  /** As `dpkg --print-architecture` says. */
  readonly arch: string;
  /** uml: hash of patches and configuration. A kernel of another recipe is built anew. */
  readonly recipe?: string;
  /** uml: why this source of it, in words. */
  readonly because?: string;
  /** The folder that a guest of this kernel has as its root, where it is not the host's. */
  readonly root?: string;
  /** vwifi.ko for this kernel, where it comes with it (prebuilt). */
  readonly module?: string;
}

/** A kernel at hand. Paths are absolute. */
export interface Kernel extends KernelFile {
  /** Its folder. */
  readonly path: string;
  /** `cache`: fetched or built here. `prebuilt`: came inside the package. */
  readonly origin: 'cache' | 'prebuilt';
}

export const KERNEL_FILE = 'kernel.json';

/** Where to look; both have defaults. */
export interface Places {
  readonly kernels?: string;
  readonly prebuilt?: string;
}

/** All kernels at hand, newest release first. Reads nothing but small files, so that every start can afford it. */
export function kernels(places: Places = {}): readonly Kernel[] {
  const cached = readFolder(places.kernels ?? kernelsDir(), 'cache');
  const prebuilt = readFolder(places.prebuilt ?? prebuiltDir(), 'prebuilt');
  // One that was built here has a kdir: it serves every purpose the prebuilt one does. The driver may have come with that.
  const whole = cached.map((kernel) => {
    const module = kernel.module ?? prebuilt.find(({ id }) => id === kernel.id)?.module;
    return module === undefined ? kernel : { ...kernel, module };
  });
  const known = new Set(cached.map(({ id }) => id));
  return [...whole, ...prebuilt.filter(({ id }) => !known.has(id))].sort(byRelease);
}

/**
 * The kernel a person means: an id, a release, a series (`6.1`), a package's name, `fast` or `debug`, `uml-6.1`.
 * The newest where several fit.
 */
export function findKernel(name: string, among: readonly Kernel[] = kernels()): Kernel | undefined {
  return (
    among.find(({ id, release }) => id === name || release === name) ??
    among.find((kernel) => matches(kernel, name))
  );
}

/** Whether a kernel is what `name` asks for. A bare series means a stock kernel. */
export function matches(kernel: KernelFile, name: string): boolean {
  if (name === kernel.id || name === kernel.release || kernel.names.includes(name)) return true;
  if (kernel.kind === 'uml') {
    const [series = ''] = /^\d+\.\d+/.exec(kernel.release) ?? [];
    const { variant } = kernel;
    return (
      [variant, `uml-${variant}`, `uml-${series}-${variant}`].includes(name) ||
      (variant === 'fast' && name === `uml-${series}`)
    );
  }
  return name === kernel.package || (/^\d+\.\d+$/.test(name) && kernel.release.startsWith(`${name}.`));
}

/** Whether a kernel is there to find faults: nobody has it without asking for it. */
export const isForChecks = ({ variant }: KernelFile): boolean => variant !== undefined && variant !== 'fast';

function readFolder(folder: string, origin: Kernel['origin']): Kernel[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => readKernel(join(folder, name), origin) ?? []);
}

/** One kernel's folder; undefined when it is none, or not one of ours. */
export function readKernel(path: string, origin: Kernel['origin'] = 'cache'): Kernel | undefined {
  let file: KernelFile;
  try {
    file = JSON.parse(readFileSync(join(path, KERNEL_FILE), 'utf8')) as KernelFile;
  } catch {
    return undefined;
  }
  if (typeof file.id !== 'string' || typeof file.release !== 'string' || !Array.isArray(file.names))
    return undefined;
  const absolute = (relative: string): string => join(path, relative);
  return {
    ...file,
    image: absolute(file.image),
    modulesDir: absolute(file.modulesDir),
    ...(file.kdir === undefined ? {} : { kdir: absolute(file.kdir) }),
    ...(file.root === undefined ? {} : { root: absolute(file.root) }),
    ...(file.module === undefined ? {} : { module: absolute(file.module) }),
    path,
    origin,
  };
}

const byRelease = (a: Kernel, b: Kernel): number =>
  b.release.localeCompare(a.release, 'en', { numeric: true }) || a.id.localeCompare(b.id);
