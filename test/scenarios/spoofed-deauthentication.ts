import assert from 'node:assert/strict';
import { connected, hostapd, nodes, OPEN, supplicant, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const SAE = { ...WPA2, wpa_key_mgmt: 'SAE', ieee80211w: 2, sae_require_mfp: 1 };
const BLOCK = { ssid: '"test"', psk: '"12345678"', key_mgmt: 'SAE', ieee80211w: '2' };

export default scenario(
  'a stranger with the address of the access point sends nobody away who uses PMF',
  {},
  async (context) => {
    const [ap, station, stranger] = await nodes(context, 3);
    assert.ok(ap && station && stranger);
    await hostapd(context, ap, SAE);
    const daemon = await supplicant(context, station, BLOCK);
    await connected(context, daemon);

    await stranger.run(
      `ip link set ${stranger.interface} down && ip link set ${stranger.interface} address ${ap.mac}`,
    );
    const evil = await hostapd(context, stranger, { ...OPEN, ssid: 'evil' });
    await evil.control.ok(`DEAUTHENTICATE ${station.mac} reason=7`);
    await evil.program.stop();
    // It was heard, and the access point itself was asked: it knows of nothing.
    await daemon.program.output.next(/Received SA Query response/i);
    assert.doesNotMatch(daemon.control.events.all.join('\n'), /CTRL-EVENT-DISCONNECTED/);
    await station.pings(ap);
  },
);
