import assert from 'node:assert/strict';
import { connected, hostapd, nodes, supplicant, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const FT = {
  ...WPA2,
  wpa_key_mgmt: 'WPA-PSK FT-PSK',
  mobility_domain: 'a1b2',
  ft_over_ds: 0,
  ft_psk_generate_local: 1,
  bss_transition: 1,
};

export default scenario(
  'a station roams between two access points on different channels by fast transition, there and back',
  { debug: true },
  async (context) => {
    const [first, second, station] = await nodes(context, 3);
    assert.ok(first && second && station);
    const points = [first, second];
    for (const [index, point] of points.entries()) {
      const keys = { nas_identifier: `ap${index}`, r1_key_holder: `00000000000${index}` };
      await hostapd(context, point, { ...FT, ...keys, channel: index === 0 ? 1 : 6 });
    }
    const network = { ssid: '"test"', psk: '"12345678"', key_mgmt: 'FT-PSK', scan_freq: '2412 2437' };
    const daemon = await supplicant(context, station, network);
    await connected(context, daemon);
    for (let time = 0; time < 3; time++) {
      const { bssid } = await daemon.control.status();
      const next = points.find(({ mac }) => mac !== bssid);
      assert.ok(next);
      await daemon.control.ok(`ROAM ${next.mac}`);
      await context.eventually(`the station is with ${next.mac}`, async () => {
        const status = await daemon.control.status();
        return status.bssid === next.mac && status.wpa_state === 'COMPLETED';
      });
      assert.equal((await daemon.control.status()).key_mgmt, 'FT-PSK');
      await station.pings(next);
      assert.match(await next.iw('station', 'dump'), new RegExp(station.mac));
    }
  },
);
