import assert from 'node:assert/strict';
import { isLoaded, modulePath, unloadDriver } from '../lib/driver.js';
import { scenario } from '../lib/scenario.js';

/** Where time goes on only when nobody computes, a round takes seconds: the loop always does. */
const ROUNDS = { virtual: 2, real: 5 };

/**
 * The debug kernel is left out: the loop has its one processor to itself, and what it waits for does not get on.
 *
 * Interfaces are seen, and used, the moment they are registered: by udev, by NetworkManager, by an impatient
 * script.
 */
export default scenario(
  'an interface may be used while the driver is still loading',
  { only: ['6.1', '6.12', 'uml-fast'] },
  async (context) => {
    context.onEnd('unload the driver', () => unloadDriver(context));
    await context.run('modprobe cfg80211');
    const rounds = context.machine.kernel.endsWith('-fast') ? ROUNDS.virtual : ROUNDS.real;
    for (let round = 0; round < rounds; round++) {
      const hasty = await context.start('hasty', [
        'sh',
        '-c',
        'while :; do ip link set vw0 up && iw dev vw0 scan trigger; ip link set vw7 up && iw dev vw7 connect nobody; done 2>/dev/null',
      ]);
      await context.run(`insmod ${modulePath(context)} station=8; rmmod vwifi`);
      assert.equal(await isLoaded(context), false);
      await hasty.stop('SIGKILL');
    }
  },
);
