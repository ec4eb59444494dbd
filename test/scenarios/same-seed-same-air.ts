/** In virtual time an honest air repeats to the microsecond: with a seed the same, with another one otherwise. */
import assert from 'node:assert/strict';
import { floods, honestAir, hush } from '../lib/air.js';
import { connected, hostapd, nodes, OPEN, OPEN_NETWORK, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const RUNS = 10;

export default scenario(
  'ten runs with one seed have every datagram of two contending stations at the same microsecond, another seed has not',
  {},
  async (context) => {
    const [ap, one, other] = await nodes(context, 3);
    assert.ok(ap && one && other);
    const wifi = await honestAir(context, { rateControl: 'minstrel' });
    await hostapd(context, ap, { ...OPEN, wmm_enabled: 0 });
    for (const station of [one, other])
      await connected(context, await supplicant(context, station, OPEN_NETWORK));
    await hush([ap, one, other]);
    // Lossy enough that rates and repetitions are a matter of chance, too.
    for (const station of [one, other])
      await wifi.vwifi.links.set({ receiver: ap.interface, sender: station.interface }, { loss: 0.2 });
    const run = async (seed: number) => {
      const arrived = await floods(
        context,
        [
          { from: one, to: ap, seed },
          { from: other, to: ap },
        ],
        0.2,
      );
      return arrived.map(({ datagrams, digest }) => `${datagrams} at ${digest}`).join(', ');
    };
    const first = await run(7);
    for (let n = 1; n < RUNS; n++) assert.equal(await run(7), first, `run ${n}`);
    assert.notEqual(await run(8), first);
  },
);
