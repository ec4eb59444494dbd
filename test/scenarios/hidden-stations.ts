/** Two stations that do not hear each other collide at their access point; RTS and CTS keep them apart. */
import assert from 'node:assert/strict';
import { goodput, honestAir, hush } from '../lib/air.js';
import { connected, hostapd, nodes, OPEN, OPEN_NETWORK, stationsOf, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** Below the noise: nothing of it is heard. */
const UNHEARD_DBM = -120;

export default scenario(
  'hidden stations lose most of what they send at once, and get it back by RTS and CTS; exposed ones do not need them',
  {},
  async (context) => {
    const [ap, one, other] = await nodes(context, 3);
    assert.ok(ap && one && other);
    const wifi = await honestAir(context);
    await hostapd(context, ap, { ...OPEN, wmm_enabled: 0 });
    for (const station of [one, other])
      await connected(context, await supplicant(context, station, OPEN_NETWORK));
    await hush([ap, one, other]);
    // Of two milliseconds each: longer than most counts of slots.
    for (const station of [one, other]) await station.iw('set', 'bitrates', 'legacy-2.4', '6');
    const both = async () => {
      const shares = await goodput(context, [
        { from: one, to: ap },
        { from: other, to: ap },
      ]);
      return shares.reduce((sum, each) => sum + each, 0);
    };
    const failed = async () => Number(stationsOf(await one.iw('station', 'dump'))[0]?.rows['tx failed']);

    const heard = await both();
    const failedHeard = await failed();
    for (const [receiver, sender] of [
      [one, other],
      [other, one],
    ] as const)
      await wifi.vwifi.links.set(
        { receiver: receiver.interface, sender: sender.interface },
        { signalDbm: UNHEARD_DBM },
      );
    const hidden = await both();
    const failedHidden = (await failed()) - failedHeard;
    await wifi.vwifi.medium.set({ rtsThreshold: 500 });
    const cleared = await both();
    context.timeline.note(
      `heard ${heard.toFixed(1)}, hidden ${hidden.toFixed(1)} (${failedHidden} given up), with RTS ${cleared.toFixed(1)} Mbit/s`,
    );
    assert.ok(heard > 4.5, `${heard} Mbit/s where they hear each other`);
    assert.ok(hidden < heard * 0.5, `${hidden} Mbit/s where they do not, ${heard} where they do`);
    assert.ok(failedHidden > 5, `${failedHidden} frames given up`);
    assert.ok(cleared > hidden * 1.5, `${cleared} Mbit/s with RTS, ${hidden} without`);
  },
);
