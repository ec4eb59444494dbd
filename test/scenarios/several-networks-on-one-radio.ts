import assert from 'node:assert/strict';
import { connected, hostapd, nodes, OPEN, supplicant, WPA2_NETWORK } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const SECOND = '02:76:77:30:00:10';

export default scenario(
  'one radio carries two networks, each with its own security and its own stations',
  {},
  async (context) => {
    const [ap, open, protectedStation] = await nodes(context, 3);
    assert.ok(ap && open && protectedStation);
    await hostapd(context, ap, {
      ...OPEN,
      ssid: 'one',
      bss: `ap2\nbssid=${SECOND}\nssid=test\nwpa=2\nwpa_passphrase=12345678\nwpa_key_mgmt=WPA-PSK\nrsn_pairwise=CCMP`,
    });
    await ap.run('ip addr add 10.0.1.1/24 dev ap2');
    await protectedStation.run(`ip addr add 10.0.1.3/24 dev ${protectedStation.interface}`);

    assert.ok(await open.connects('one'));
    await open.pings(ap);
    const daemon = await supplicant(context, protectedStation, WPA2_NETWORK);
    await connected(context, daemon);
    assert.match((await protectedStation.link()) ?? '', new RegExp(`Connected to ${SECOND}`));
    await protectedStation.pings('10.0.1.1');
    await protectedStation.pingsInVain(open);
    assert.match(await ap.run('iw dev ap2 station dump'), new RegExp(`Station ${protectedStation.mac}`));
    assert.doesNotMatch(await ap.iw('station', 'dump'), new RegExp(protectedStation.mac));
  },
);
