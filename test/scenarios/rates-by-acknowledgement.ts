/** Rate control that sees acknowledgements alone finds nearly what one finds who knows the signal. */
import assert from 'node:assert/strict';
import { goodput, honestAir, hush, near } from '../lib/air.js';
import { connected, HT40, hostapd, nodes, OPEN_NETWORK, stationsOf, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'Minstrel comes near to the ideal rate at every distance, keeps to a mask, and follows a station that walks away',
  { nightly: true },
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    const wifi = await honestAir(context);
    await hostapd(context, ap, HT40);
    await connected(context, await supplicant(context, station, OPEN_NETWORK));
    await hush([ap, station]);
    await ap.iw('set', 'bitrates', 'ht-mcs-2.4', '0', '1', '2', '3', '4', '5', '6', '7');
    const stands = async (signalDbm: number) => {
      for (const [receiver, sender] of [
        [ap, station],
        [station, ap],
      ] as const)
        await wifi.vwifi.links.set({ receiver: receiver.interface, sender: sender.interface }, { signalDbm });
    };
    const goes = async () =>
      (await goodput(context, [{ from: ap, to: station, buffer: 200_000 }], 1))[0] ?? 0;
    const figures: string[] = [];
    let last = Number.POSITIVE_INFINITY;
    for (const signal of [-50, -80, -86, -90]) {
      await stands(signal);
      await wifi.vwifi.medium.set({ rateControl: 'ideal' });
      const ideal = await goes();
      await wifi.vwifi.medium.set({ rateControl: 'minstrel' });
      await goes();
      const found = await goes();
      figures.push(`${signal} dBm: ${found.toFixed(1)} of ${ideal.toFixed(1)}`);
      context.timeline.note(figures.at(-1) ?? '');
      assert.ok(ideal <= last, figures.join('; '));
      assert.ok(found > ideal * 0.75, figures.join('; '));
      last = ideal;
    }
    await stands(-50);
    await ap.iw('set', 'bitrates', 'ht-mcs-2.4', '3', 'lgi-2.4');
    await goes();
    const rate = stationsOf(await ap.iw('station', 'dump'))[0]?.rows['tx bitrate'] ?? '';
    assert.match(rate, /MCS 3/);
    near(await goes(), 54, 0.2, 'MCS 3 at 40 MHz');
  },
);
