/** Where the vwifi.ko for a kernel is. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findModule, type Kernel, kernels } from '@vwifi/kernel';
import { TestbedError } from '../errors.js';

/** Names another module than the one built for the kernel. */
export const MODULE_VARIABLE = 'VWIFI_MODULE';

/** The module to load on a kernel: the one that was named, else the one that was built for it or came with it. */
export function moduleFor(release: string, named?: string, kernel?: Kernel): string {
  const own = named ?? process.env[MODULE_VARIABLE];
  if (own !== undefined) {
    if (existsSync(own)) return own;
    throw new TestbedError('MODULE_MISSING', `the module ${own} is not there`, {
      hint: 'build it, or leave --module out for the one that belongs to the kernel',
    });
  }
  const known = kernel ?? kernels().find((candidate) => candidate.release === release);
  const found = (known && findModule(known)) ?? builtHere(release);
  if (found !== undefined) return found;
  throw new TestbedError('MODULE_MISSING', `there is no vwifi.ko for kernel ${release}`, {
    hint: 'build it with `npm run build`, or name one with --module',
  });
}

/** What the build left for a kernel that is not in the cache (this machine's own). */
function builtHere(release: string): string | undefined {
  const path = fileURLToPath(new URL(`../../../driver-c/dist/${release}/vwifi.ko`, import.meta.url));
  return existsSync(path) ? path : undefined;
}
