import assert from 'node:assert/strict';
import type { Context } from '../lib/context.js';
import { hostapd, type Node, nodes, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';
import { startBus, unpacked } from '../lib/unpacked.js';

/** iwctl, as a person types it; false when it says that it could not. */
async function iwctl(context: Context, on: Node, ...words: readonly string[]): Promise<string | false> {
  const { status, stdout } = await context.attempt(unpacked('iwd', ['iwctl', ...words]), { netns: on.netns });
  return status === 0 && stdout;
}

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
    await context.run(
      'mkdir -p /run/iwd/state /run/iwd/conf && printf "[General]\\nUseDefaultInterface=true\\n" > /run/iwd/conf/main.conf',
    );
    const places = ['env', 'STATE_DIRECTORY=/run/iwd/state', 'CONFIGURATION_DIRECTORY=/run/iwd/conf'];
    await context.start('iwd', unpacked('iwd', [...places, '/usr/libexec/iwd', '-d']), {
      netns: station.netns,
    });
    const name = station.interface;
    await context.eventually('iwd has the station', async () => {
      const shown = await iwctl(context, station, 'station', name, 'show');
      return shown && /State/.test(shown);
    });
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
