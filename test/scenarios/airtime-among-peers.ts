/** A slow station holds all others up where each sends as often; an access point that divides airtime holds nobody up. */
import assert from 'node:assert/strict';
import { goodput, honestAir, hush, near } from '../lib/air.js';
import { connected, hostapd, nodes, OPEN, OPEN_NETWORK, stationsOf, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'the anomaly of a slow station: equal shares for all where stations send; equal airtime where the access point does',
  { nightly: true },
  async (context) => {
    const [ap, fast, slow] = await nodes(context, 3);
    assert.ok(ap && fast && slow);
    const wifi = await honestAir(context);
    await hostapd(context, ap, { ...OPEN, wmm_enabled: 0 });
    for (const station of [fast, slow])
      await connected(context, await supplicant(context, station, OPEN_NETWORK));
    await hush([ap, fast, slow]);

    // Stations: each has as many turns as the other one (Heusse, Rousseau, Berger-Sabbatel, Duda, 2003).
    await slow.iw('set', 'bitrates', 'legacy-2.4', '1');
    const [quick = 0, late = 0] = await goodput(
      context,
      [
        { from: fast, to: ap },
        { from: slow, to: ap },
      ],
      10,
    );
    near(quick, late, 0.1, 'the share of a station at 54 Mbit/s beside one at 1');
    assert.ok(quick < 1, `${quick} Mbit/s`);

    // The access point: the slow one is far away.
    await wifi.vwifi.links.set({ receiver: slow.interface, sender: ap.interface }, { signalDbm: -90 });
    const airtime = async () => {
      const all = stationsOf(await ap.iw('station', 'dump'));
      return [fast, slow].map(({ mac }) =>
        Number.parseInt(all.find((each) => each.mac === mac)?.rows['tx duration'] ?? '', 10),
      );
    };
    const down = async () => {
      const going = goodput(
        context,
        [
          { from: ap, to: fast },
          { from: ap, to: slow },
        ],
        3,
      );
      // While both go: they do not begin and end at the same moment.
      await context.run('sleep 1.5');
      const before = await airtime();
      await context.run('sleep 1');
      const used = (await airtime()).map((each, n) => each - (before[n] ?? 0));
      return { shares: await going, used };
    };
    const fair = await down();
    await wifi.vwifi.medium.set({ airtimeFairness: false });
    const unfair = await down();
    context.timeline.note(`up ${quick.toFixed(2)}, ${late.toFixed(2)}; ${JSON.stringify({ fair, unfair })}`);
    near(fair.used[0] ?? 0, fair.used[1] ?? 0, 0.05, 'airtime with fairness');
    near(unfair.shares[0] ?? 0, unfair.shares[1] ?? 0, 0.1, 'goodput without it');
    assert.ok((fair.shares[0] ?? 0) > 2 * (unfair.shares[0] ?? 0), JSON.stringify({ fair, unfair }));
  },
);
