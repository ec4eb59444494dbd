/** Two stations contend for one channel: together they get what one alone gets, and each its half. */
import assert from 'node:assert/strict';
import { goodput, honestAir, hush, near } from '../lib/air.js';
import { connected, hostapd, nodes, OPEN, OPEN_NETWORK, stationsOf, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** What one station gets in 802.11g (802.11-2020, 17.4.3 and 18.5): DIFS, half of CWmin, frame, SIFS, acknowledgement. */
const FRAME_US = 20 + 4 * Math.ceil((22 + 8 * (1500 + 8 + 24 + 4)) / 216) + 6;
const ACK_US = 20 + 4 * Math.ceil((22 + 8 * 14) / 96) + 6;
const ALONE = (1472 * 8) / (28 + 7.5 * 9 + FRAME_US + 10 + ACK_US);

export default scenario(
  'two stations share a channel: each has half of what one alone has, which is what the standard leaves',
  { debug: true },
  async (context) => {
    const [ap, one, other] = await nodes(context, 3);
    assert.ok(ap && one && other);
    await honestAir(context);
    await hostapd(context, ap, { ...OPEN, wmm_enabled: 0 });
    for (const station of [one, other])
      await connected(context, await supplicant(context, station, OPEN_NETWORK));
    await hush([ap, one, other]);
    await one.pings(ap);

    const [alone = 0] = await goodput(context, [{ from: one, to: ap }]);
    context.timeline.note(`one alone: ${alone.toFixed(2)} Mbit/s, by the standard ${ALONE.toFixed(2)}`);
    const retriesAlone = Number(stationsOf(await one.iw('station', 'dump'))[0]?.rows['tx retries']);
    const shares = await goodput(context, [
      { from: one, to: ap },
      { from: other, to: ap },
    ]);
    const [mine = 0, theirs = 0] = shares;
    context.timeline.note(`two: ${mine.toFixed(2)} and ${theirs.toFixed(2)} Mbit/s`);
    near(alone, ALONE, 0.05, 'one station alone');
    near(mine + theirs, ALONE, 0.15, 'two stations together');
    near(mine, theirs, 0.1, 'one share');
    // Both reach the same slot as often as Bianchi's fixed point has it for two stations and CWmin 15: one in ten.
    const { rows = {} } = stationsOf(await one.iw('station', 'dump'))[0] ?? {};
    const collided = (Number(rows['tx retries']) - retriesAlone) / ((mine * 2e6) / 8 / 1472);
    context.timeline.note(`${(collided * 100).toFixed(1)} % repeated`);
    assert.ok(collided > 0.05 && collided < 0.2, `${collided} repeated`);
  },
);
