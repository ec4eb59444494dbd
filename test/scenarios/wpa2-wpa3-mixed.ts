import assert from 'node:assert/strict';
import { connected, hostapd, nodes, supplicant, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'stations with WPA2 and with WPA3 share one network, each as protected as it can be',
  {},
  async (context) => {
    const [ap, old, young] = await nodes(context, 3);
    assert.ok(ap && old && young);
    await hostapd(context, ap, {
      ...WPA2,
      wpa_key_mgmt: 'WPA-PSK SAE',
      ieee80211w: 1,
      sae_require_mfp: 1,
    });
    const psk = { ssid: '"test"', psk: '"12345678"' };
    const oldDaemon = await supplicant(context, old, { ...psk, key_mgmt: 'WPA-PSK', ieee80211w: '0' });
    const both = { ...psk, key_mgmt: 'WPA-PSK SAE', ieee80211w: '1' };
    const youngDaemon = await supplicant(context, young, both);
    for (const daemon of [oldDaemon, youngDaemon]) await connected(context, daemon);

    const oldStatus = await oldDaemon.control.status();
    assert.equal(oldStatus.key_mgmt, 'WPA2-PSK');
    assert.equal(oldStatus.pmf, undefined);
    const youngStatus = await youngDaemon.control.status();
    assert.equal(youngStatus.key_mgmt, 'SAE');
    assert.equal(youngStatus.pmf, '1');
    await old.pings(young);
    const dump = await ap.iw('station', 'dump');
    assert.match(dump, new RegExp(`${old.mac}[^]*?MFP:\\s+no`));
    assert.match(dump, new RegExp(`${young.mac}[^]*?MFP:\\s+yes`));
  },
);
