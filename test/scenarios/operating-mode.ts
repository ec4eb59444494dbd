import assert from 'node:assert/strict';
import type { VWifi } from '@vwifi/nl80211';
import { openClient } from '../lib/client.js';
import * as frames from '../lib/frames.js';
import {
  type HostapdConf,
  HT40,
  hostapd,
  type Node,
  nodes,
  OPEN_NETWORK,
  supplicant,
  VHT80,
} from '../lib/network.js';
import { peerOf, signalPoll } from '../lib/peer.js';
import { scenario } from '../lib/scenario.js';

interface Row {
  readonly what: string;
  /** Category, action and what the frame says. */
  readonly body: string;
  readonly rate: RegExp;
  /** What hostapd says when a station sends it. */
  readonly event?: string;
}

const TABLE: readonly (readonly [HostapdConf, string, readonly Row[]])[] = [
  [
    HT40,
    '2412',
    [
      { what: '20 MHz', body: '070000', rate: /^288\.9 .* MCS 31 short GI$/, event: 'MAX-BW-CHANGED %s 20' },
      { what: 'any width', body: '070001', rate: /^600\.0 .*40MHz/, event: 'MAX-BW-CHANGED %s 40' },
      {
        what: 'one antenna awake',
        body: '070101',
        rate: /^150\.0 .* MCS 7 40MHz/,
        event: 'SMPS-MODE-CHANGED %s static',
      },
      { what: 'woken by RTS', body: '070103', rate: /^600\.0 /, event: 'SMPS-MODE-CHANGED %s dynamic' },
      { what: 'all awake', body: '070100', rate: /^600\.0 /, event: 'SMPS-MODE-CHANGED %s off' },
    ],
  ],
  [
    VHT80,
    '5180',
    [
      {
        what: 'two streams',
        body: '150212',
        rate: /VHT-MCS 9 80MHz short GI VHT-NSS 2$/,
        event: 'N_SS-CHANGED %s 2',
      },
      {
        what: '20 MHz',
        body: '150210',
        rate: /VHT-MCS [89] short GI VHT-NSS 2$/,
        event: 'MAX-BW-CHANGED %s 20',
      },
      {
        what: '40 MHz, all streams',
        body: '150231',
        rate: /VHT-MCS 9 40MHz short GI VHT-NSS 4$/,
        event: 'MAX-BW-CHANGED %s 40',
      },
      // The streams of a beam are not those that it receives in any case.
      { what: 'for beamforming', body: '150281', rate: /VHT-MCS 9 40MHz short GI VHT-NSS 4$/ },
      {
        what: 'all of it',
        body: '150232',
        rate: /VHT-MCS 9 80MHz short GI VHT-NSS 4$/,
        event: 'MAX-BW-CHANGED %s 80',
      },
    ],
  ],
];

export default scenario(
  'a peer changes its width, its streams and its antennas while it is associated: rates follow, hostapd is told',
  { nightly: true },
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    const clients = new Map<Node, VWifi>();
    for (const node of [ap, station]) clients.set(node, await openClient(context, node.netns));
    const send = async (from: Node, to: Node, wiphyFreq: number, body: string) => {
      const ifindex = Number((await from.run(`ip -o link show dev ${from.interface}`)).split(':')[0]);
      const frame = Buffer.from(frames.action(to.mac, from.mac, ap.mac, body), 'hex');
      await clients.get(from)?.raw('frame', { ifindex, wiphyFreq, frame });
    };
    for (const [conf, freq, rows] of TABLE) {
      const point = await hostapd(context, ap, conf);
      await station.iw('scan', 'freq', freq, 'flush');
      const daemon = await supplicant(context, station, { ...OPEN_NETWORK, scan_freq: freq });
      await daemon.control.events.next(/CTRL-EVENT-CONNECTED/);
      const rateIs = (what: string, node: Node, peer: Node, rate: RegExp) =>
        context.eventually(`${what}: ${node.interface} sends ${peer.interface} ${rate}`, async () =>
          rate.test((await peerOf(node, peer))['tx bitrate'] ?? ''),
        );
      for (const { what, body, rate, event } of rows) {
        await send(station, ap, Number(freq), body);
        if (event)
          await point.control.events.next(new RegExp(`STA-OPMODE-${event.replace('%s', station.mac)}`));
        await rateIs(what, ap, station, rate);
        assert.match((await peerOf(station, ap))['rx bitrate'] ?? '', rate, `${what}: what it hears`);
      }
      // An access point may say the same of itself.
      for (const { what, body, rate } of rows) {
        await send(ap, station, Number(freq), body);
        await rateIs(what, station, ap, rate);
        const link: string = (await station.link()) ?? '';
        const speed: string | undefined = link.match(/tx bitrate: (\d+)/)?.[1];
        assert.equal((await signalPoll(daemon)).LINKSPEED, speed, what);
      }
      // A new association begins anew.
      await send(station, ap, Number(freq), rows[0]?.body ?? '');
      await daemon.control.ok('REASSOCIATE');
      await daemon.control.events.next(/CTRL-EVENT-CONNECTED/);
      await rateIs('associated again', ap, station, rows.at(-1)?.rate as RegExp);
      await daemon.program.stop();
      await point.program.stop();
    }
  },
);
