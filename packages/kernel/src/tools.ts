import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { KernelError } from './failure.js';

/** What a tool is needed for. */
export type Purpose = 'stock' | 'uml' | 'module' | 'suite';

/** A program or header this package needs, and where it comes from. */
export interface Tool {
  /** Command, or absolute path of a file. */
  readonly name: string;
  /** Debian's (and Ubuntu's) package. */
  readonly package: string;
  readonly why: string;
  readonly for: readonly Purpose[];
}

/** One row a tool. */
export const tools: readonly Tool[] = [
  {
    name: 'flock',
    package: 'util-linux',
    why: 'keeps two processes from filling the cache at once',
    for: ['stock', 'uml', 'module', 'suite'],
  },
  { name: 'debootstrap', package: 'debootstrap', why: 'makes a root folder of a suite', for: ['suite'] },
  { name: 'dpkg-deb', package: 'dpkg', why: 'unpacks kernel packages', for: ['stock', 'uml'] },
  { name: 'tar', package: 'tar', why: 'unpacks kernel packages', for: ['stock', 'uml'] },
  { name: 'depmod', package: 'kmod', why: 'lists the modules of a kernel', for: ['stock', 'uml'] },
  { name: 'xz', package: 'xz-utils', why: 'unpacks the kernel source', for: ['uml'] },
  { name: 'patch', package: 'patch', why: 'applies our edits to the kernel source', for: ['uml'] },
  { name: 'gcc', package: 'gcc', why: 'compiles kernels and modules', for: ['uml', 'module'] },
  { name: 'make', package: 'make', why: 'builds kernels and modules', for: ['uml', 'module'] },
  { name: 'flex', package: 'flex', why: "generates the kernel configuration's scanner", for: ['uml'] },
  { name: 'bison', package: 'bison', why: "generates the kernel configuration's parser", for: ['uml'] },
  { name: 'bc', package: 'bc', why: 'computes constants of the kernel', for: ['uml'] },
  {
    name: '/usr/include/libelf.h',
    package: 'libelf-dev',
    why: "the kernel's build tools read ELF files",
    for: ['uml'],
  },
];

/** What is missing for these purposes (all when left out); empty when everything is there. */
export function missing(purposes: readonly Purpose[] = ['stock', 'uml', 'module']): readonly Tool[] {
  return tools.filter((tool) => tool.for.some((each) => purposes.includes(each)) && !present(tool.name));
}

/** Throws TOOL_MISSING that names all missing tools and the command that mends it. */
export function needTools(purpose: Purpose): void {
  const lacking = missing([purpose]);
  if (lacking.length === 0) return;
  const what = {
    stock: 'fetch a kernel',
    uml: 'build a User-Mode Linux kernel',
    module: 'build a module',
    suite: 'fetch a suite',
  }[purpose];
  throw new KernelError(
    'TOOL_MISSING',
    `${what}: missing ${lacking.map(({ name, why }) => `${name} (${why})`).join(', ')}`,
    `sudo apt-get install ${[...new Set(lacking.map((each) => each.package))].join(' ')}`,
  );
}

/** Whether a command is on PATH, or the file of an absolute path exists. */
export function present(name: string): boolean {
  if (name.startsWith('/')) return existsSync(name);
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin'].filter(Boolean);
  return folders.some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
