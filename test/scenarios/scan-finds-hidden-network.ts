import assert from 'node:assert/strict';
import { connected, hostapd, nodes, supplicant, WPA2, WPA2_NETWORK } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'a hidden network shows its name to whoever asks for it by name',
  {},
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    await hostapd(context, ap, { ...WPA2, ignore_broadcast_ssid: 1 });

    const general = await station.iw('scan', 'flush');
    assert.match(general, new RegExp(`^BSS ${ap.mac}`, 'm'), 'it is on the air');
    assert.doesNotMatch(general, /SSID: test/);
    const absent = await station.iw('scan', 'flush', 'ssid', 'nobody');
    assert.doesNotMatch(absent, /SSID: (test|nobody)/);
    const asked = await station.iw('scan', 'flush', 'ssid', 'test');
    assert.match(asked, /SSID: test/);

    const daemon = await supplicant(context, station, { ...WPA2_NETWORK, scan_ssid: '1' });
    await connected(context, daemon);
    await station.pings(ap);
  },
);
