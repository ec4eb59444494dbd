import assert from 'node:assert/strict';
import { network, OPEN, stationsOf } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'a station that is deleted from the access point gets no more data',
  {},
  async (context) => {
    const { ap, stations, supplicants } = await network(context, 2, OPEN);
    const [first, second] = stations;
    const [daemon] = supplicants;
    assert.ok(first && second && daemon);
    await first.pings(second);
    await daemon.control.ok('SET_NETWORK 0 disabled 1');
    await ap.iw('station', 'del', first.mac);
    assert.deepEqual(
      stationsOf(await ap.iw('station', 'dump')).map(({ mac }) => mac),
      [second.mac],
    );
    await second.pingsInVain(first);
    await second.pings(ap);
  },
);
