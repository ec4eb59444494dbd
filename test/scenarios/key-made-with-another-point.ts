import assert from 'node:assert/strict';
import { authenticationServer, EAP } from '../lib/eap.js';
import { connected, hostapd, nodes, OPEN, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const SECOND = '02:76:77:30:00:10';

export default scenario(
  'a station that changes its access point brings the key that it made with the first (opportunistic key caching)',
  {},
  async (context) => {
    const conf = { ...(await authenticationServer(context)), okc: 1, ssid: 'test' };
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    await hostapd(context, ap, { ...OPEN, ...conf }, { bss: 'ap2', bssid: SECOND, ...conf });
    const daemon = await supplicant(context, station, { ...EAP.TTLS, proactive_key_caching: '1' });
    await connected(context, daemon);
    const { bssid } = await daemon.control.status();
    const other = bssid === SECOND ? ap.mac : SECOND;
    const from = daemon.program.output.all.length;
    await daemon.control.ok(`ROAM ${other}`);
    await context.eventually(`the station is with ${other}`, async () => {
      const status = await daemon.control.status();
      return status.bssid === other && status.wpa_state === 'COMPLETED';
    });
    assert.doesNotMatch(
      daemon.program.output.all.slice(from).join('\n'),
      /CTRL-EVENT-EAP-(STARTED|SUCCESS)/,
      'without another round of EAP',
    );
    const point = other === SECOND ? 'ap2' : ap.interface;
    assert.match(await ap.run(['iw', 'dev', point, 'station', 'dump']), new RegExp(station.mac));
  },
);
