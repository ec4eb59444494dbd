import assert from 'node:assert/strict';
import { network, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario('an old WPA network with TKIP works', {}, async (context) => {
  const conf = { ...WPA2, wpa: 1, wpa_pairwise: 'TKIP' };
  const block = { ssid: '"test"', psk: '"12345678"', proto: 'WPA', pairwise: 'TKIP', group: 'TKIP' };
  const { ap, stations, supplicants } = await network(context, 2, conf, block);
  const [first, second] = stations;
  assert.ok(first && second);
  for (const { control } of supplicants) assert.equal((await control.status()).pairwise_cipher, 'TKIP');
  await first.pings(second);
  await first.pings(ap);
});
