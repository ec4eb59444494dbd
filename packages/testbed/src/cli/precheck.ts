/** What can be seen to be missing before a machine is booted for nothing. */
import { release } from 'node:os';
import { findKernel } from '@vwifi/kernel';
import type { Lab } from '../lab/lab.js';
import { moduleFor } from '../lab/module-path.js';

/** Throws when the kernel is known and there is no module for it. Which kernel is the default, the daemon says. */
export function checkModule(lab: Lab): void {
  if (lab.driver !== 'vwifi') return;
  if (lab.module !== undefined) moduleFor('', lab.module);
  else if (lab.backend === 'host') moduleFor(release());
  else if (lab.kernel !== undefined) {
    const kernel = findKernel(lab.kernel);
    if (kernel) moduleFor(kernel.release, undefined, kernel);
  }
}
