import assert from 'node:assert/strict';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const TIMES = 12;

export default scenario(
  'a station may change its mind at any moment of connecting',
  { debug: true },
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    await hostapd(context, ap, OPEN);
    // Without -w the command returns at once; the delays reach from the scan into the association.
    for (let time = 0; time < TIMES; time++) {
      const ssid = time % 3 === 2 ? 'nobody' : 'test';
      await station.attempt(
        `iw dev vw1 connect ${ssid}; sleep ${(time * 0.03).toFixed(2)}; iw dev vw1 disconnect`,
      );
    }
    for (let time = 0; time < TIMES; time++) {
      await station.attempt(
        `iw dev vw1 connect test; sleep ${(time * 0.02).toFixed(2)}; ip link set vw1 down; ip link set vw1 up`,
      );
    }
    await context.eventually('it connects when it means it', async () => {
      return await station.connects('test');
    });
    await station.pings(ap);
  },
);
