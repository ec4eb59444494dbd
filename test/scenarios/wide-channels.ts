import assert from 'node:assert/strict';
import { type HostapdConf, hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const HT40 = { ieee80211n: 1, wmm_enabled: 1, ht_capab: '[HT40+][SHORT-GI-20][SHORT-GI-40]' };
const A36 = { ...OPEN, ...HT40, hw_mode: 'a', channel: 36, country_code: 'US' };
const VHT80 = {
  ...A36,
  ieee80211ac: 1,
  vht_oper_chwidth: 1,
  vht_oper_centr_freq_seg0_idx: 42,
  vht_capab: '[SHORT-GI-80]',
};
const HE80 = { ...VHT80, ieee80211ax: 1, he_oper_chwidth: 1, he_oper_centr_freq_seg0_idx: 42 };

interface Row {
  readonly what: string;
  readonly conf: HostapdConf;
  readonly freq: string;
  readonly channel: RegExp;
  /** By the standard's tables, for four streams and the signal of -50 dBm. */
  readonly rate: RegExp;
}

const ROWS: readonly Row[] = [
  {
    what: 'no HT: the best OFDM rate',
    conf: { ...OPEN, ieee80211n: 0 },
    freq: '2437',
    channel: /channel 6 \(2437 MHz\), width: 20 MHz \(no HT\), center1: 2437/,
    rate: /54\.0 MBit\/s$/,
  },
  {
    what: 'HT at 40 MHz',
    conf: { ...OPEN, ...HT40, channel: 1 },
    freq: '2412',
    channel: /channel 1 \(2412 MHz\), width: 40 MHz, center1: 2422/,
    rate: /600\.0 MBit\/s MCS 31 40MHz short GI$/,
  },
  {
    what: 'VHT at 80 MHz',
    conf: VHT80,
    freq: '5180',
    channel: /channel 36 \(5180 MHz\), width: 80 MHz, center1: 5210/,
    rate: /1733\.3 MBit\/s VHT-MCS 9 80MHz short GI VHT-NSS 4$/,
  },
  {
    what: 'HE at 80 MHz, where -50 dBm is not enough for 1024-QAM',
    conf: HE80,
    freq: '5180',
    channel: /channel 36 \(5180 MHz\), width: 80 MHz, center1: 5210/,
    rate: /1921\.5 MBit\/s 80MHz HE-MCS 9 HE-NSS 4 HE-GI 0 HE-DCM 0$/,
  },
];

export default scenario(
  'stations take part in wide channels, and the rate shown is what both sides, width and signal allow',
  {},
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    const rates = async () =>
      [...(await station.iw('station', 'dump')).matchAll(/^\s+[rt]x bitrate:\s+(.*)$/gm)].map(
        ([, rate]) => rate ?? '',
      );
    let last: { program: { stop(): Promise<void> } } | undefined;
    for (const { what, conf, freq, channel, rate } of ROWS) {
      await last?.program.stop();
      last = await hostapd(context, ap, conf);
      // What the kernel remembers of the access point before would be what the station asks for.
      await station.iw('scan', 'freq', freq, 'flush');
      assert.ok(await station.connects('test', freq), what);
      for (const node of [ap, station]) assert.match(await node.iw('info'), channel, what);
      assert.match((await station.link()) ?? '', /tx bitrate: /);
      for (const shown of await rates()) assert.match(shown, rate, what);
      await station.pings(ap);
      if (conf !== HE80) await station.iw('disconnect');
    }

    // The rate follows the signal, each way its own: 6 dB more at the station, 24 dB less at the access point.
    await ap.iw('set', 'txpower', 'fixed', '600');
    const louder = await rates();
    assert.match(louder[0] ?? '', /1921\.5/, 'tx: the access point reads what it read');
    assert.match(louder[1] ?? '', /2401\.9 MBit\/s 80MHz HE-MCS 11/, 'rx: 1024-QAM');

    // What user space leaves of the rates is used, and no other.
    await station.iw('set', 'bitrates', 'he-mcs-5', '2:4');
    assert.match((await rates())[0] ?? '', /432\.3 MBit\/s 80MHz HE-MCS 4 HE-NSS 2/);
    assert.match(await ap.iw('station', 'dump'), /rx bitrate:\s+432\.3 MBit\/s/, 'the other side hears it');
    await station.iw('set', 'bitrates', 'legacy-5', '12', '24', 'ht-mcs-5', 'vht-mcs-5', 'he-mcs-5');
    assert.match((await rates())[0] ?? '', /^24\.0 MBit\/s$/);
    await station.iw('set', 'bitrates');
    assert.match((await rates())[0] ?? '', /1921\.5/);
  },
);
