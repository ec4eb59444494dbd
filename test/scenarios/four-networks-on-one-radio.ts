import assert from 'node:assert/strict';
import { connected, hostapd, nodes, OPEN, supplicant, WPA2_NETWORK } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const bssid = (index: number) => `02:76:77:30:00:1${index}`;
const RSN = { wpa: 2, rsn_pairwise: 'CCMP', wpa_passphrase: '12345678' };
const SAE = { wpa_key_mgmt: 'SAE', ieee80211w: 2, sae_require_mfp: 1 };

export default scenario(
  'one radio carries four networks: open, WPA2, WPA3 and OWE, each to its own station',
  {},
  async (context) => {
    const [ap, ...stations] = await nodes(context, 5);
    assert.ok(ap);
    await hostapd(
      context,
      ap,
      { ...OPEN, ssid: 'open' },
      { bss: 'ap1', bssid: bssid(1), ssid: 'test', ...RSN, wpa_key_mgmt: 'WPA-PSK' },
      { bss: 'ap2', bssid: bssid(2), ssid: 'wpa3', ...RSN, ...SAE },
      {
        ...{ bss: 'ap3', bssid: bssid(3), ssid: 'owe', wpa: 2, rsn_pairwise: 'CCMP' },
        ...{ wpa_key_mgmt: 'OWE', ieee80211w: 2 },
      },
    );
    const blocks = [
      { ssid: '"open"', key_mgmt: 'NONE' },
      WPA2_NETWORK,
      { ...WPA2_NETWORK, ssid: '"wpa3"', key_mgmt: 'SAE', ieee80211w: '2' },
      { ssid: '"owe"', key_mgmt: 'OWE', ieee80211w: '2' },
    ];
    for (const [index, station] of stations.entries()) {
      const point = index === 0 ? ap.interface : `ap${index}`;
      await ap.run(`ip addr add 10.1.${index}.1/24 dev ${point}`);
      await station.run(`ip addr add 10.1.${index}.2/24 dev ${station.interface}`);
      const daemon = await supplicant(context, station, blocks[index]);
      await connected(context, daemon);
      assert.equal((await daemon.control.status()).bssid, index === 0 ? ap.mac : bssid(index));
      await station.pings(`10.1.${index}.1`);
      const dump = await ap.run(['iw', 'dev', point, 'station', 'dump']);
      assert.match(dump, new RegExp(`^Station ${station.mac}`));
      assert.equal(dump.match(/^Station/gm)?.length, 1);
    }
  },
);
