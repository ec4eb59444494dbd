import assert from 'node:assert/strict';
import { network, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'with isolation the stations reach the access point and not each other',
  {},
  async (context) => {
    const { ap, stations } = await network(context, 2, { ...WPA2, ap_isolate: 1 });
    const [first, second] = stations;
    assert.ok(first && second);
    await first.pings(ap);
    await second.pings(ap);
    await first.pingsInVain(second);
  },
);
