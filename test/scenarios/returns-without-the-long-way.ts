import assert from 'node:assert/strict';
import { authenticationServer, EAP } from '../lib/eap.js';
import { connected, type Daemon, hostapd, nodes, OPEN, supplicant, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** Leaves and comes back; what the supplicant said meanwhile. */
async function again(daemon: Daemon): Promise<string> {
  await daemon.control.ok('DISCONNECT');
  await daemon.control.events.next(/CTRL-EVENT-DISCONNECTED/);
  const from = daemon.program.output.all.length;
  await daemon.control.ok('RECONNECT');
  await daemon.control.events.next(/CTRL-EVENT-CONNECTED/);
  return daemon.program.output.all.slice(from).join('\n');
}

export default scenario(
  'a station that comes back uses the key it made before (PMKSA caching), with SAE and with 802.1X',
  {},
  async (context) => {
    const conf = { ...OPEN, ...(await authenticationServer(context)) };
    const [sae, enterprise, first, second] = await nodes(context, 4);
    assert.ok(sae && enterprise && first && second);
    const mfp = { wpa_key_mgmt: 'SAE', ieee80211w: 2, sae_require_mfp: 1 };
    await hostapd(context, sae, { ...WPA2, ...mfp });
    await hostapd(context, enterprise, { ...conf, ssid: 'work' });

    const block = { ssid: '"test"', psk: '"12345678"', key_mgmt: 'SAE', ieee80211w: '2' };
    const bySae = await supplicant(context, first, block);
    await connected(context, bySae);
    assert.match(bySae.program.output.toString(), /SME: Trying to authenticate[\s\S]*SAE: /);
    const saeAgain = await again(bySae);
    assert.match(saeAgain, /PMKSA cache entry found - try to use PMKSA caching instead of new SAE/);
    assert.doesNotMatch(saeAgain, /SME: Send SAE|commit/i);
    await first.pings(sae);

    const byEap = await supplicant(context, second, { ...EAP.TTLS, ssid: '"work"' });
    await connected(context, byEap);
    assert.match(byEap.program.output.toString(), /CTRL-EVENT-EAP-SUCCESS/);
    const eapAgain = await again(byEap);
    assert.match(eapAgain, /PMKID from PMKSA cache|PMKSA cache entry/i);
    assert.doesNotMatch(eapAgain, /CTRL-EVENT-EAP-STARTED/);
    await second.pings(enterprise);
  },
);
