import assert from 'node:assert/strict';
import { network, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario('a WPA3 network with protected management frames works', {}, async (context) => {
  const conf = { ...WPA2, wpa_key_mgmt: 'SAE', ieee80211w: 2, sae_require_mfp: 1 };
  const block = { ssid: '"test"', psk: '"12345678"', key_mgmt: 'SAE', ieee80211w: '2' };
  const { ap, stations, supplicants } = await network(context, 2, conf, block);
  const [first, second] = stations;
  assert.ok(first && second);
  for (const { control } of supplicants) {
    const status = await control.status();
    assert.equal(status.key_mgmt, 'SAE');
    assert.equal(status.pmf, '2');
  }
  await first.pings(second);
  await first.pings(ap);
});
