import assert from 'node:assert/strict';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'of two access points with one name a station joins the one it asked for',
  {},
  async (context) => {
    const [first, second, station] = await nodes(context, 3);
    assert.ok(first && second && station);
    await hostapd(context, first, { ...OPEN, channel: 1 });
    await hostapd(context, second, { ...OPEN, channel: 11 });
    for (const [ap, other, frequency] of [
      [first, second, '2412'],
      [second, first, '2462'],
      [first, second, '2412'],
    ] as const) {
      assert.ok(await station.connects('test', frequency, ap.mac));
      assert.match(
        await station.iw('link'),
        new RegExp(`^Connected to ${ap.mac}.*\\n.*\\n\\tfreq: ${frequency}`),
      );
      await station.pings(ap);
      await station.pingsInVain(other);
      await station.iw('disconnect');
    }
  },
);
