import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { scenario } from '../lib/scenario.js';

const BUILT = fileURLToPath(new URL('../crimes/', import.meta.url));

/**
 * What is done, and what the kernel has to say. The order matters: lock checking stops at its first report, and so
 * does everything at the first of KASAN's, of which there is one a boot.
 */
const CRIMES: readonly (readonly [crime: string, report: RegExp, variant?: 'debug' | 'smp'])[] = [
  // Two processors and a list without a lock.
  ['race', /list_(add|del) corruption/, 'smp'],
  ['order', /WARNING: possible circular locking dependency detected/],
  ['sleep', /BUG: sleeping function called from invalid context/],
  ['refcount', /refcount_t: /],
  // An object of each kind costs more than several processors leave.
  ['timer', /ODEBUG: free active .*timer_list/, 'debug'],
  ['bounds', /BUG: KASAN: slab-out-of-bounds in crime_touch/],
];

/** Each of these is a test of the tests: without it a broken detector would look like a clean driver. */
export default scenario(
  'the debug kernel catches what it is there to catch',
  { only: ['uml-debug', 'uml-smp'], alone: true },
  async (context) => {
    const { machine } = context;
    await machine.writeFile('/tmp/crimes.ko', await readFile(`${BUILT}${machine.kernel}/crimes.ko`));
    for (const [crime, report, variant = ''] of CRIMES) {
      if (!machine.kernel.endsWith(variant)) continue;
      await machine.kernelLog();
      await context.attempt(['insmod', '/tmp/crimes.ko', `commit=${crime}`]);
      await context.attempt(['rmmod', 'crimes']);
      // Read here, the report is not the scenario's failure.
      const log = (await machine.kernelLog()).join('\n');
      context.timeline.note(log);
      assert.match(log, report, crime);
    }
  },
);
