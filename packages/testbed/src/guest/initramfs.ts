/** The two files that QEMU boots, made once for each kernel and kept in the cache. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { errorMessage, TestbedError } from '../errors.js';
import { INIT } from './boot-script.js';
import { readBusybox } from './busybox.js';
import { guestCache, writeCached } from './cache.js';
import { type CpioEntry, cpio, FileType } from './cpio.js';
import type { GuestKernel } from './kernel.js';
import { type ModuleFile, readModule, resolveModules } from './modules.js';
import { extractVmlinux } from './vmlinux.js';

/** What has to be loaded before the host's files are there. */
const MODULES = ['virtio_pci', 'virtio_console', '9p', '9pnet_virtio', 'overlay'];
/** What may be loaded later, where the kernel has it as a module: 9p over a line. */
const LATER = ['9pnet_fd'];
const APPLETS = [
  'sh',
  'mount',
  'mkdir',
  'insmod',
  'cat',
  'cut',
  'chmod',
  'ln',
  'cp',
  'hostname',
  'ip',
  'switch_root',
  'poweroff',
  'mkfifo',
];
const FOLDERS = ['bin', 'dev', 'host', 'modules', 'proc', 'root', 'sys', 'writable'];

/** The first file system: busybox, the modules and the init script. The same input gives the same bytes. */
export function makeInitramfs(
  busybox: Uint8Array,
  modules: readonly { name: string; data: Uint8Array }[],
  later: readonly { name: string; data: Uint8Array }[] = [],
): Buffer {
  const folder = (path: string): CpioEntry => ({ path, mode: FileType.directory | 0o755 });
  const file = (path: string, data: Uint8Array, mode = 0o644): CpioEntry => ({
    path,
    mode: FileType.file | mode,
    data,
  });
  return cpio([
    ...FOLDERS.map(folder),
    { path: 'dev/console', mode: FileType.character | 0o600, device: { major: 5, minor: 1 } },
    file('init', Buffer.from(INIT), 0o755),
    file('bin/busybox', busybox, 0o755),
    ...APPLETS.map((name) => ({
      path: `bin/${name}`,
      mode: FileType.link | 0o777,
      data: Buffer.from('busybox'),
    })),
    file('modules/order', Buffer.from(modules.map(({ name }) => `${name}.ko\n`).join(''))),
    ...[...modules, ...later].map(({ name, data }) => file(`modules/${name}.ko`, data)),
  ]);
}

export interface BootFiles {
  readonly kernel: string;
  readonly initramfs: string;
}

/** The files for a kernel: from the cache, or made now. */
export async function bootFiles(kernel: GuestKernel): Promise<BootFiles> {
  const folder = join(guestCache(), kernel.id);
  try {
    return { kernel: await kernelFile(kernel, folder), initramfs: await initramfsFile(kernel, folder) };
  } catch (error) {
    if (error instanceof TestbedError) throw error;
    throw new TestbedError('GUEST_FILES', `cannot prepare a guest in ${folder}: ${errorMessage(error)}`, {
      cause: error,
    });
  }
}

async function kernelFile(kernel: GuestKernel, folder: string): Promise<string> {
  const { size, mtimeMs } = statKernel(kernel);
  const path = join(folder, `vmlinux-${size}-${Math.trunc(mtimeMs)}`);
  if (existsSync(path)) return path;
  let extracted: Buffer | undefined;
  try {
    extracted = extractVmlinux(readFileSync(kernel.image));
  } catch (error) {
    // Only slower: the guest unpacks it by itself.
    if (!(error instanceof TestbedError && error.code === 'NO_DECOMPRESSOR')) throw error;
  }
  if (!extracted) return kernel.image;
  await writeCached(path, extracted);
  return path;
}

function statKernel(kernel: GuestKernel) {
  try {
    return statSync(kernel.image);
  } catch (error) {
    throw new TestbedError('NO_KERNEL', `the kernel ${kernel.id} has no image at ${kernel.image}`, {
      hint: 'Fetch it: npx testbed kernel fetch.',
      cause: error,
    });
  }
}

async function initramfsFile(kernel: GuestKernel, folder: string): Promise<string> {
  const busybox = readBusybox();
  const modules = resolveModules(kernel, MODULES);
  const later = laterModules(kernel, modules);
  const key = createHash('sha256').update(INIT).update(APPLETS.join()).update(busybox);
  for (const module of [...modules, ...later]) {
    const { size, mtimeMs } = statSync(module.path);
    key.update(`${module.path} ${size} ${mtimeMs}\n`);
  }
  const path = join(folder, `initramfs-${key.digest('hex').slice(0, 16)}.cpio`);
  if (existsSync(path)) return path;
  const read = (module: ModuleFile) => ({ name: basename(module.name), data: readModule(module) });
  await writeCached(path, makeInitramfs(busybox, modules.map(read), later.map(read)));
  return path;
}

function laterModules(kernel: GuestKernel, before: readonly ModuleFile[]): ModuleFile[] {
  try {
    const loaded = new Set(before.map(({ name }) => name));
    return resolveModules(kernel, LATER).filter(({ name }) => !loaded.has(name));
  } catch {
    // Who needs it is told so by the mount that fails.
    return [];
  }
}
