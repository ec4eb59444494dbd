/** EDCA: what matters more waits less, between stations and within one, as hostapd says how. */
import assert from 'node:assert/strict';
import { goodput, honestAir, hush, near } from '../lib/air.js';
import { connected, hostapd, nodes, OPEN, OPEN_NETWORK, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** The precedence in the IP header: priorities 1, 0 and 6, hence background, best effort and voice. */
const BACKGROUND = 0x20;
const BEST_EFFORT = 0;
const VOICE = 0xc0;

export default scenario(
  'voice goes before best effort and that before background, by the parameters that hostapd announces',
  { nightly: true },
  async (context) => {
    const [ap, one, other] = await nodes(context, 3);
    assert.ok(ap && one && other);
    await honestAir(context);
    // As the standard has them, but that nobody has a TXOP.
    const voice = { wmm_ac_vo_aifs: 2, wmm_ac_vo_cwmin: 2, wmm_ac_vo_cwmax: 3, wmm_ac_vo_txop_limit: 0 };
    await hostapd(context, ap, { ...OPEN, wmm_enabled: 1, ...voice });
    for (const station of [one, other])
      await connected(context, await supplicant(context, station, OPEN_NETWORK));
    await hush([ap, one, other]);
    const pair = async (tos: number, against: number) => {
      const [mine = 0, theirs = 0] = await goodput(
        context,
        [
          { from: one, to: ap, tos },
          { from: other, to: ap, tos: against },
        ],
        1,
      );
      context.timeline.note(`${tos} against ${against}: ${mine.toFixed(1)}, ${theirs.toFixed(1)} Mbit/s`);
      return mine / theirs;
    };
    near(await pair(BEST_EFFORT, BEST_EFFORT), 1, 0.15, 'best effort against itself');
    assert.ok((await pair(VOICE, BEST_EFFORT)) > 3);
    assert.ok((await pair(BEST_EFFORT, BACKGROUND)) > 1.5);
    // Within one station they count by themselves, and voice wins where both would transmit.
    const within = await goodput(
      context,
      [
        { from: one, to: ap, tos: VOICE },
        { from: one, to: ap, tos: BACKGROUND },
      ],
      1,
    );
    assert.ok((within[0] ?? 0) > 3 * (within[1] ?? 0), within.join());
  },
);
