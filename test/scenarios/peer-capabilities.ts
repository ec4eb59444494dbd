import assert from 'node:assert/strict';
import {
  connected,
  type HostapdConf,
  HT40,
  hostapd,
  type NetworkBlock,
  nodes,
  OPEN_NETWORK,
  supplicant,
  VHT80,
} from '../lib/network.js';
import { peerOf } from '../lib/peer.js';
import { scenario } from '../lib/scenario.js';

const HE80: HostapdConf = { ...VHT80, ieee80211ax: 1, he_oper_chwidth: 1, he_oper_centr_freq_seg0_idx: 42 };

interface Row {
  /** What the station does without. */
  readonly block: NetworkBlock;
  /** What both sides send it and it sends. */
  readonly rate: RegExp;
  readonly width?: number;
}

/** For the signal of -50 dBm, four streams where nothing is said of them. */
const TABLE: readonly (readonly [HostapdConf, readonly Row[]])[] = [
  [
    HT40,
    [
      { block: {}, rate: /^600\.0 MBit\/s MCS 31 40MHz short GI$/, width: 40 },
      { block: { disable_sgi: '1' }, rate: /^540\.0 MBit\/s MCS 31 40MHz$/, width: 40 },
      { block: { disable_ht40: '1' }, rate: /^288\.9 MBit\/s MCS 31 short GI$/, width: 20 },
      { block: { disable_ht40: '1', disable_sgi: '1' }, rate: /^260\.0 MBit\/s MCS 31$/, width: 20 },
      {
        block: { ht_mcs: '"ff ff 00 00 00 00 00 00 00 00"' },
        rate: /^300\.0 MBit\/s MCS 15 40MHz short GI$/,
        width: 40,
      },
      { block: { ht_mcs: '"0f 00 00 00 00 00 00 00 00 00"' }, rate: /^60\.0 MBit\/s MCS 3 40MHz short GI$/ },
      { block: { disable_ht: '1' }, rate: /^54\.0 MBit\/s$/, width: 20 },
    ],
  ],
  // An access point without short guard intervals.
  [{ ...HT40, ht_capab: '[HT40+]' }, [{ block: {}, rate: /^540\.0 MBit\/s MCS 31 40MHz$/, width: 40 }]],
  [
    VHT80,
    [
      { block: {}, rate: /^1733\.3 MBit\/s VHT-MCS 9 80MHz short GI VHT-NSS 4$/, width: 80 },
      { block: { disable_vht: '1' }, rate: /^600\.0 MBit\/s MCS 31 40MHz short GI$/, width: 40 },
      { block: { disable_sgi: '1' }, rate: /^1560\.0 MBit\/s VHT-MCS 9 80MHz VHT-NSS 4$/ },
      {
        block: { vht_capa: '0x0', vht_capa_mask: '0x20' },
        rate: /^1560\.0 MBit\/s VHT-MCS 9 80MHz VHT-NSS 4$/,
      },
      {
        block: { vht_rx_mcs_nss_3: '3', vht_rx_mcs_nss_4: '3', vht_tx_mcs_nss_3: '3', vht_tx_mcs_nss_4: '3' },
        rate: /^866\.7 MBit\/s VHT-MCS 9 80MHz short GI VHT-NSS 2$/,
      },
      { block: { vht_rx_mcs_nss_4: '0' }, rate: /VHT-MCS [789] 80MHz short GI VHT-NSS 3$/ },
    ],
  ],
  [HE80, [{ block: {}, rate: /^1921\.5 MBit\/s 80MHz HE-MCS 9 HE-NSS 4 HE-GI 0 HE-DCM 0$/, width: 80 }]],
];

export default scenario(
  'the rate towards a peer is what it announced, and what it sends is what it announced',
  { nightly: true },
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    for (const [conf, rows] of TABLE) {
      const point = await hostapd(context, ap, conf);
      const freq = conf.hw_mode === 'a' ? '5180' : '2412';
      await station.iw('scan', 'freq', freq, 'flush');
      for (const { block, rate, width } of rows) {
        const what = JSON.stringify(block);
        const daemon = await supplicant(context, station, { ...OPEN_NETWORK, ...block, scan_freq: freq });
        await connected(context, daemon);
        if (width !== undefined)
          assert.match(await station.iw('info'), new RegExp(`width: ${width} MHz`), what);
        const [below, above] = [await peerOf(ap, station), await peerOf(station, ap)];
        for (const [way, told] of [
          ['down, as sent', below['tx bitrate']],
          ['down, as received', above['rx bitrate']],
          ['up, as sent', above['tx bitrate']],
          ['up, as received', below['rx bitrate']],
        ] as const)
          assert.match(told ?? '', rate, `${way}: ${what}`);
        await daemon.program.stop();
      }
      await point.program.stop();
    }
  },
);
