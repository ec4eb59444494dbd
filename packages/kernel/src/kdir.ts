import { existsSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** What a module build reads of the source. */
const FROM_SOURCE = [
  'Makefile',
  'include',
  'scripts',
  'arch/um/Makefile',
  'arch/um/Makefile-skas',
  'arch/um/Makefile-os-Linux',
  'arch/um/include',
  'arch/um/scripts',
  'arch/x86/Makefile.um',
  'arch/x86/include',
  'arch/x86/um/asm',
  'arch/x86/um/shared',
];

/** What it reads of the build. */
const FROM_BUILD = [
  '.config',
  'Module.symvers',
  'include',
  'scripts',
  'arch/um/include/generated',
  'arch/x86/include/generated',
  'arch/um/kernel/asm-offsets.s',
];

const USELESS = /(\.(o|a|cmd|d|tmp|rst|cocci)|^(dtc|coccinelle|gdb|selinux|package|include-prefixes))$/;

/**
 * Makes the small folder that modules of a User-Mode Linux kernel are built against, as a distribution's headers
 * package is for a stock one. It can be moved, and `make -C <folder> M=<sources>` needs no ARCH.
 */
export async function makeKdir(source: string, build: string, into: string): Promise<void> {
  for (const [root, parts] of [
    [source, FROM_SOURCE],
    [build, FROM_BUILD],
  ] as const) {
    for (const part of parts) {
      if (!existsSync(join(root, part))) continue;
      await cp(join(root, part), join(into, part), {
        recursive: true,
        verbatimSymlinks: true,
        filter: (path) => !USELESS.test(basename(path)),
      });
    }
  }
  const makefile = join(into, 'Makefile');
  await writeFile(makefile, `ARCH := um\n${await readFile(makefile, 'utf8')}`);
}
