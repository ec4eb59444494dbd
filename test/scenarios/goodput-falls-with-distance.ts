import assert from 'node:assert/strict';
import { goodput, honestAir, hush } from '../lib/air.js';
import { connected, hostapd, nodes, OPEN, OPEN_NETWORK, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** Metres, over three steps of the rates. */
const DISTANCES = [11, 13, 15, 17, 19, 21, 23];

export default scenario(
  'what arrives of a station falls with its distance and rises nowhere: the rate is the one that brings most',
  { nightly: true },
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    const wifi = await honestAir(context);
    await hostapd(context, ap, { ...OPEN, wmm_enabled: 0 });
    await connected(context, await supplicant(context, station, OPEN_NETWORK));
    await hush([ap, station]);
    const { radios } = wifi.vwifi;
    const place = (x: number) => ({ position: { x, y: 0, z: 0 } });
    await radios.set(ap.interface, place(0));
    const figures: number[] = [];
    for (const x of DISTANCES) {
      await radios.set(station.interface, place(x));
      const [here = 0] = await goodput(context, [{ from: station, to: ap }], 1);
      figures.push(here);
    }
    context.timeline.note(DISTANCES.map((x, n) => `${x} m: ${figures[n]?.toFixed(2)} Mbit/s`).join(', '));
    figures.forEach((here, n) => {
      const nearer = figures[n - 1] ?? here;
      assert.ok(here <= nearer * 1.02, `${here} Mbit/s at ${DISTANCES[n]} m, ${nearer} nearer by`);
    });
    const [nearest = 0] = figures;
    const farthest = figures.at(-1) ?? 0;
    assert.ok(farthest > 0 && farthest < nearest / 2, `${nearest} and ${farthest} Mbit/s`);
  },
);
