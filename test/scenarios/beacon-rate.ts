import assert from 'node:assert/strict';
import { Capture } from '../lib/capture.js';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const HIGH = { ...OPEN, hw_mode: 'a', channel: 36, country_code: 'US', ieee80211n: 1, wmm_enabled: 1 };

/** What hostapd is told, and what a listener is told of the rate of its beacons. */
const RATES = [
  [OPEN, undefined, 'radiotap.datarate', '1'],
  [OPEN, 'beacon_rate=55', 'radiotap.datarate', '5.5'],
  [{ ...HIGH, ieee80211n: 1 }, undefined, 'radiotap.datarate', '6'],
  [{ ...HIGH, ieee80211n: 1 }, 'beacon_rate=240', 'radiotap.datarate', '24'],
  [{ ...HIGH, ieee80211n: 1 }, 'beacon_rate=ht:3', 'radiotap.mcs.index', '3'],
  [{ ...HIGH, ieee80211ac: 1 }, 'beacon_rate=vht:4', 'radiotap.vht.mcs.0', '4'],
  [{ ...HIGH, ieee80211ax: 1 }, 'beacon_rate=he:5', 'radiotap.he.data_3.data_mcs', '0x0005'],
] as const;

export default scenario(
  "beacons go at the rate of hostapd's beacon_rate",
  { nightly: true },
  async (context) => {
    const [ap] = await nodes(context, 1);
    assert.ok(ap);
    for (const [conf, rate, field, value] of RATES) {
      const [key, given] = rate?.split('=') ?? [];
      const daemon = await hostapd(context, ap, { ...conf, ...(key && given ? { [key]: given } : {}) });
      const air = await Capture.ofTheAir(context);
      await context.eventually('some beacons are in the file', async () => {
        return Number(await context.run(['stat', '-c', '%s', air.path])) > 2000;
      });
      await air.stop();
      const beacons = await air.frames('wlan.fc.type_subtype == 8', [field]);
      assert.ok(beacons.length >= 3);
      for (const [shown] of beacons) assert.equal(shown, value, `${rate ?? 'without beacon_rate'}`);
      await daemon.program.stop('SIGTERM');
    }
  },
);
