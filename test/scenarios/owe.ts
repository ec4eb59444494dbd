import assert from 'node:assert/strict';
import { connected, hostapd, nodes, OPEN, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const HIDDEN = '02:76:77:30:00:10';

export default scenario(
  'an open network encrypts for who can (OWE), and its transition mode leads them there',
  {},
  async (context) => {
    const [ap, station, old] = await nodes(context, 3);
    assert.ok(ap && station && old);
    await hostapd(
      context,
      ap,
      { ...OPEN, ssid: 'cafe', owe_transition_ifname: 'owe' },
      {
        ...{ bss: 'owe', bssid: HIDDEN, ssid: 'cafe-owe', ignore_broadcast_ssid: 1 },
        ...{ wpa: 2, wpa_key_mgmt: 'OWE', rsn_pairwise: 'CCMP', ieee80211w: 2, ap_isolate: 0 },
        owe_transition_ifname: ap.interface,
      },
    );
    await ap.run('ip addr add 10.0.1.1/24 dev owe');
    await station.run(`ip addr add 10.0.1.2/24 dev ${station.interface}`);

    // It knows the open network's name only, and lands in the hidden one.
    const daemon = await supplicant(context, station, {
      ssid: '"cafe"',
      key_mgmt: 'OWE',
      ieee80211w: '2',
    });
    await connected(context, daemon);
    const status = await daemon.control.status();
    assert.equal(status.key_mgmt, 'OWE');
    assert.equal(status.bssid, HIDDEN);
    assert.equal(status.pairwise_cipher, 'CCMP');
    await station.pings('10.0.1.1');

    // Who cannot goes on without.
    assert.ok(await old.connects('cafe'));
    await old.pings(ap);
  },
);
