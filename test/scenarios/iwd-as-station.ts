import assert from 'node:assert/strict';
import { iwctl, startIwd } from '../lib/desktop.js';
import { hostapd, nodes, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';
import { startBus } from '../lib/unpacked.js';

export default scenario(
  'iwd finds networks and connects to them with WPA2 and with WPA3',
  { unpacked: ['iwd', 'dbus-daemon'] },
  async (context) => {
    const [second, first, station] = await nodes(context, 3);
    assert.ok(first && second && station);
    await hostapd(context, first, WPA2);
    const sae = { wpa_key_mgmt: 'SAE', ieee80211w: 2, sae_require_mfp: 1 };
    await hostapd(context, second, { ...WPA2, ...sae, ssid: 'wpa3', channel: 11 });
    await startBus(context);
    await startIwd(context, station);
    const name = station.interface;
    for (const [ssid, point, security] of [
      ['test', first, 'WPA2-Personal'],
      ['wpa3', second, 'WPA3-Personal'],
    ] as const) {
      await context.eventually(
        `${ssid} is found and connected`,
        async () => {
          await iwctl(context, station, 'station', name, 'scan');
          return iwctl(context, station, '--passphrase', '12345678', 'station', name, 'connect', ssid);
        },
        30_000,
      );
      await context.eventually(`iwd says so`, async () => {
        const shown = await iwctl(context, station, 'station', name, 'show');
        return shown && /State\s+connected/.test(shown) && shown.includes(security);
      });
      assert.match((await station.link()) ?? '', new RegExp(`Connected to ${point.mac}`));
      await station.pings(point);
    }
  },
);
