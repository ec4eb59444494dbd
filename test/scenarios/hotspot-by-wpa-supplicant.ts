import assert from 'node:assert/strict';
import { connected, type NetworkBlock, nodes, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const SSID = '"hotspot"';
const WPA2: NetworkBlock = { ssid: SSID, key_mgmt: 'WPA-PSK', psk: '"a hotspot, shared"' };
const WPA3: NetworkBlock = { ssid: SSID, key_mgmt: 'SAE', psk: '"a hotspot, shared"', ieee80211w: '2' };
/** wpa_supplicant as an access point, and the channel that it is to be on. */
const AS_ACCESS_POINT = { mode: '2', frequency: '2462', proto: 'RSN', pairwise: 'CCMP' };

export default scenario(
  'an access point that wpa_supplicant makes, as a hotspot of NetworkManager is: stations connect, with WPA2 and with WPA3',
  {},
  async (context) => {
    const [hotspot, first, second] = await nodes(context, 3);
    assert.ok(hotspot && first && second);
    for (const block of [WPA2, WPA3]) {
      const ap = await supplicant(context, hotspot, { ...block, ...AS_ACCESS_POINT });
      await connected(context, ap);
      assert.match(await hotspot.iw('info'), /ssid hotspot\n\ttype AP\n(?:.*\n)*\tchannel 11 /);
      const stations = [await supplicant(context, first, block), await supplicant(context, second, block)];
      for (const station of stations) await connected(context, station);
      await first.pings(hotspot);
      await first.pings(second);
      for (const daemon of [...stations, ap]) await daemon.program.stop('SIGTERM');
      assert.match(await hotspot.iw('info'), /type managed/, 'it leaves a station behind');
    }
  },
);
