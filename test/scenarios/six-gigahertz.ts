import assert from 'node:assert/strict';
import { connected, hostapd, nodes, supplicant, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'a network at 6 GHz, 160 MHz wide, works with WPA3 as it has to',
  {},
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    await hostapd(context, ap, {
      ...WPA2,
      hw_mode: 'a',
      country_code: 'DE',
      channel: 5,
      op_class: 134,
      wpa_key_mgmt: 'SAE',
      ieee80211w: 2,
      sae_pwe: 1,
      wmm_enabled: 1,
      ieee80211ax: 1,
      he_oper_chwidth: 2,
      he_oper_centr_freq_seg0_idx: 15,
    });
    const daemon = await supplicant(
      context,
      station,
      { ssid: '"test"', sae_password: '"12345678"', key_mgmt: 'SAE', ieee80211w: '2', scan_freq: '5975' },
      { sae_pwe: '1' },
    );
    await connected(context, daemon);
    for (const node of [ap, station])
      assert.match(await node.iw('info'), /channel 5 \(5975 MHz\), width: 160 MHz, center1: 6025/);
    await station.pings(ap);
    const link = (await station.link()) ?? '';
    assert.match(link, /freq: 5975/);
    // 256-QAM 3/4: the highest that -50 dBm are enough for at 160 MHz.
    assert.match(link, /tx bitrate: 3459\.3 MBit\/s 160MHz HE-MCS 8 HE-NSS 4/);
  },
);
