import assert from 'node:assert/strict';
import { loadDriver, unloadDriver } from '../lib/driver.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'the driver loads, unloads and loads again, with radios by default',
  { core: true },
  async (context) => {
    await loadDriver(context);
    assert.match(await context.run('ls /sys/class/net'), /^vw0$\n^vw1$/m);
    assert.equal((await context.run('ls /sys/class/ieee80211')).trim(), 'vw_phy0\nvw_phy1');
    await unloadDriver(context);
    assert.doesNotMatch(await context.run('ls /sys/class/net'), /vw\d/);
    for (let round = 0; round < 5; round++) {
      await loadDriver(context, { station: round });
      const names = (await context.run('ls /sys/class/net')).match(/^vw\d+$/gm) ?? [];
      assert.equal(names.length, round, `station=${round}`);
      await unloadDriver(context);
    }
  },
);
