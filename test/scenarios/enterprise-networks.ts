import assert from 'node:assert/strict';
import { authenticationServer, EAP } from '../lib/eap.js';
import { connected, hostapd, nodes, OPEN, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'stations come in by 802.1X with PEAP, TTLS and TLS, and not with a wrong password',
  {},
  async (context) => {
    const conf = { ...OPEN, ...(await authenticationServer(context)) };
    const [ap, ...stations] = await nodes(context, 5);
    const [peap, ttls, tls, stranger] = stations;
    assert.ok(ap && peap && ttls && tls && stranger);
    await hostapd(context, ap, conf);
    for (const [station, method] of [
      [peap, 'PEAP'],
      [ttls, 'TTLS'],
      [tls, 'TLS'],
    ] as const) {
      const daemon = await supplicant(context, station, EAP[method]);
      await connected(context, daemon);
      const status = await daemon.control.status();
      assert.equal(status.key_mgmt, 'WPA2/IEEE 802.1X/EAP');
      assert.equal(
        status.selectedMethod,
        `${method === 'TLS' ? 13 : method === 'TTLS' ? 21 : 25} (EAP-${method})`,
      );
      await station.pings(ap);
    }
    await peap.pings(tls);
    const wrong = await supplicant(context, stranger, { ...EAP.PEAP, password: '"guess"' });
    await wrong.control.events.next(/CTRL-EVENT-EAP-FAILURE/);
    await stranger.pingsInVain(ap);
  },
);
