import assert from 'node:assert/strict';
import { unloadDriver } from '../lib/driver.js';
import { network } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'killing the daemons and deleting their namespaces leaves a driver that unloads and loads',
  { core: true, nightly: 'stock' },
  async (context) => {
    for (const order of ['daemons first', 'namespaces first']) {
      const { ap, stations, hostapd, supplicants } = await network(context, 2);
      const daemons = [hostapd, ...supplicants];
      const killDaemons = async () => {
        for (const { program, control } of daemons) {
          await program.stop('SIGKILL');
          // A socket that is connected to the daemon's keeps that one, and so its namespace, alive.
          await control.close();
        }
      };
      const deleteNamespaces = async () => {
        for (const node of [ap, ...stations]) await context.run(['ip', 'netns', 'del', node.netns]);
      };
      context.timeline.note(order);
      if (order === 'daemons first') {
        await killDaemons();
        await deleteNamespaces();
      } else {
        await deleteNamespaces();
        await killDaemons();
      }
      await context.eventually(
        'the radios are back',
        async () => {
          const phys = (await context.run('ls /sys/class/ieee80211')).trim().split('\n');
          return phys.length === 3;
        },
        60_000,
      );
      await unloadDriver(context);
      assert.deepEqual(await context.end(), []);
    }
  },
);
