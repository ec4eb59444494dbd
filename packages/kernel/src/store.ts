import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { arch as nodeArch } from 'node:os';
import { dirname, join } from 'node:path';
import { KernelError } from './failure.js';
import { KERNEL_FILE, type Kernel, type KernelFile, readKernel } from './kernel.js';
import { withLock } from './lock.js';
import type { LongOptions } from './progress.js';

/** Options of what fills the cache. */
export interface CacheOptions extends LongOptions {
  /** The cache folder; `cacheDir()` when left out. */
  readonly cache?: string | undefined;
}

/** Debian's name of this machine's architecture. */
export const debianArch = (): string => (nodeArch() === 'x64' ? 'amd64' : nodeArch());

/** Writes `kernel.json`; whole or not at all. */
export async function writeKernelFile(folder: string, file: KernelFile): Promise<void> {
  const path = join(folder, KERNEL_FILE);
  await writeFile(`${path}.new`, `${JSON.stringify(file, null, 2)}\n`);
  await rename(`${path}.new`, path);
}

/** The kernel in a folder that was just written. */
export function readWritten(path: string): Kernel {
  const kernel = readKernel(path);
  if (!kernel)
    throw new KernelError('NOT_FOUND', `${path}: no kernel there`, 'remove the folder and try again');
  return kernel;
}

/** Adds a name under which a kernel is found. Called with the lock of its folder held. */
export async function addName(kernel: Kernel, name: string): Promise<Kernel> {
  const file = JSON.parse(await readFile(join(kernel.path, KERNEL_FILE), 'utf8')) as KernelFile;
  await writeKernelFile(kernel.path, { ...file, names: [...file.names, name] });
  return readWritten(kernel.path);
}

/** Removes a cached kernel. */
export async function removeKernel(kernel: Kernel): Promise<void> {
  if (kernel.origin !== 'cache') {
    throw new KernelError(
      'UNSUPPORTED',
      `${kernel.id} is part of the package`,
      'only cached kernels can be removed',
    );
  }
  await withLock(join(dirname(kernel.path), '.lock'), () =>
    rm(kernel.path, { recursive: true, force: true }),
  );
}
