/** Kernel modules by name, with what they need, in the order of loading. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { TestbedError } from '../errors.js';
import { decompress } from './decompress.js';
import type { GuestKernel } from './kernel.js';

export interface ModuleFile {
  readonly name: string;
  readonly path: string;
}

/** The name that the kernel knows a module file by: dashes are underscores to it. */
export function moduleName(path: string): string {
  return basename(path)
    .replace(/\.ko(\.\w+)?$/, '')
    .replaceAll('-', '_');
}

/** Module files for these names, dependencies first, each once; what is built into the kernel is left out. */
export function resolveModules(kernel: GuestKernel, names: readonly string[]): ModuleFile[] {
  const read = (file: string) => {
    try {
      return readFileSync(join(kernel.modulesDir, file), 'utf8');
    } catch (error) {
      throw new TestbedError('NO_MODULES', `the kernel ${kernel.id} has no ${file} in ${kernel.modulesDir}`, {
        hint: 'Fetch the kernel again: npx testbed kernel fetch.',
        cause: error,
      });
    }
  };
  const dependencies = new Map<string, { path: string; needs: string[] }>();
  for (const line of read('modules.dep').split('\n')) {
    const [path, needs = ''] = line.split(':');
    if (path) dependencies.set(moduleName(path), { path, needs: needs.trim().split(' ').filter(Boolean) });
  }
  const builtin = new Set(read('modules.builtin').split('\n').map(moduleName));
  const order = new Map<string, ModuleFile>();
  for (const name of names) {
    const entry = dependencies.get(name);
    if (!entry) {
      if (builtin.has(name)) continue;
      throw new TestbedError(
        'NO_MODULES',
        `the kernel ${kernel.id} has no module ${name}, which a guest needs`,
        {
          hint: "Use the distribution's full kernel, not its cloud variant.",
        },
      );
    }
    // modules.dep lists all needs of a module, those that others need last.
    for (const path of [...entry.needs.reverse(), entry.path])
      order.set(moduleName(path), { name: moduleName(path), path: join(kernel.modulesDir, path) });
  }
  return [...order.values()];
}

/** A module's bytes, ready for insmod. */
export function readModule(module: ModuleFile): Buffer {
  return decompress(readFileSync(module.path), `the module ${module.path}`);
}
