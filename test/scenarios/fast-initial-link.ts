import assert from 'node:assert/strict';
import { authenticationServer, EAP } from '../lib/eap.js';
import { connected, hostapd, nodes, OPEN, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'a station that the network knows comes back with two round trips, its association encrypted (FILS)',
  { debug: true },
  async (context) => {
    const server = await authenticationServer(context);
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    const access = await hostapd(context, ap, {
      ...{ ...OPEN, ...server, wpa_key_mgmt: 'FILS-SHA256', ieee80211w: 1 },
      fils_realm: 'example.com',
    });
    const block = { ...EAP.TTLS, key_mgmt: 'FILS-SHA256', ieee80211w: '1' };
    const daemon = await supplicant(context, station, block);
    await connected(context, daemon);
    assert.equal((await daemon.control.status()).key_mgmt, 'FILS-SHA256');

    for (let time = 0; time < 2; time++) {
      await daemon.control.ok('DISCONNECT');
      await daemon.control.events.next(/CTRL-EVENT-DISCONNECTED/);
      const from = daemon.program.output.all.length;
      await daemon.control.ok('RECONNECT');
      await connected(context, daemon);
      const again = daemon.program.output.all.slice(from).join('\n');
      assert.match(again, /Try to use FILS SK authentication/);
      assert.match(again, /FILS: Auth\+Assoc completed successfully/);
      assert.doesNotMatch(again, /CTRL-EVENT-EAP-STARTED|4-Way Handshake/);
      await station.pings(ap);
      await ap.pings(station);
    }
    assert.match(access.program.output.toString(), /FILS: Decrypted Association Request elements/);
  },
);
