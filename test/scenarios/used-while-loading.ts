import assert from 'node:assert/strict';
import { isLoaded, modulePath, unloadDriver } from '../lib/driver.js';
import { scenario } from '../lib/scenario.js';

const ROUNDS = 5;
/** Where time goes on only when nobody computes, all that waits for a moment would stand still beside a loop that always does. */
const BREATH = 'sleep 0.001';

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
    const breath = context.machine.kernel.endsWith('-fast') ? BREATH : ':';
    for (let round = 0; round < ROUNDS; round++) {
      const hasty = await context.start('hasty', [
        'sh',
        '-c',
        `while :; do ip link set vw0 up && iw dev vw0 scan trigger && echo used; ip link set vw7 up && iw dev vw7 connect nobody; ${breath}; done 2>/dev/null`,
      ]);
      await context.run(`insmod ${modulePath(context)} station=8; rmmod vwifi`);
      assert.equal(await isLoaded(context), false);
      await hasty.stop('SIGKILL');
    }
  },
);
