import assert from 'node:assert/strict';
import { connected, network } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'a station that associates again without leaving first goes on working',
  {},
  async (context) => {
    const { ap, stations, supplicants } = await network(context, 1);
    const [station] = stations;
    const [daemon] = supplicants;
    assert.ok(station && daemon);
    for (let time = 0; time < 3; time++) {
      await daemon.control.ok('REASSOCIATE');
      await daemon.control.events.next(/CTRL-EVENT-CONNECTED/);
      await connected(context, daemon);
      await station.pings(ap);
    }
    for (let time = 0; time < 3; time++) {
      await station.run('ip link set vw1 down');
      await station.run('ip link set vw1 up');
      await connected(context, daemon, 60_000);
      await context.eventually('it reaches the access point', () => station.reaches(ap));
    }
  },
);
