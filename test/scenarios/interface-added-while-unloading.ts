import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { loadDriver, unloadDriver } from '../lib/driver.js';
import { scenario } from '../lib/scenario.js';

const ADD = fileURLToPath(new URL('../../programs/add-interfaces.py', import.meta.url));
/** The system's: one of a version manager starts many processes first. */
const PYTHON = ['env', 'PATH=/usr/bin:/bin', 'python3'];
const RADIOS = 64;
const TIMES = 2;
/** Each asks for interfaces of all radios in turn, as long as there are any. */
const ADDERS = 4;

export default scenario(
  'interfaces that are made while the driver goes go with it, and none is made after',
  // One processor rarely finds the moment; two do.
  { only: ['uml-fast', '6.12'], limitMs: 120_000 },
  async (context) => {
    for (let time = 0; time < TIMES; time++) {
      await loadDriver(context, { station: RADIOS });
      const wiphys = (await context.run('cat /sys/class/ieee80211/*/index')).trim().split('\n');
      assert.equal(wiphys.length, RADIOS);
      const adders = await Promise.all(
        Array.from({ length: ADDERS }, (_, n) =>
          context.start(`adder ${n}`, [...PYTHON, ADD, `add${n}_`, ...wiphys]),
        ),
      );
      for (const adder of adders) await adder.output.next(/added/);
      await unloadDriver(context);
      for (const adder of adders) {
        await adder.output.next(/no more/);
        await adder.stop();
      }
      const left = await context.run('ip -o link show');
      assert.doesNotMatch(left, /add\d|vw\d/);
    }
  },
);
