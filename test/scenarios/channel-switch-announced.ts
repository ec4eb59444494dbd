import assert from 'node:assert/strict';
import { Capture } from '../lib/capture.js';
import type { Context } from '../lib/context.js';
import {
  connected,
  type Daemon,
  type HostapdConf,
  hostapd,
  type Network,
  nodes,
  supplicant,
  WPA2,
  WPA2_NETWORK,
} from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const PMF: HostapdConf = { ...WPA2, wpa_key_mgmt: 'WPA-PSK-SHA256', ieee80211w: 2, wmm_enabled: 1 };
const PMF_NETWORK = { ...WPA2_NETWORK, key_mgmt: 'WPA-PSK-SHA256', ieee80211w: '2' };
const HT40 = { ieee80211n: 1, ht_capab: '[HT40+]' };
const A36 = { ...PMF, ...HT40, hw_mode: 'a', channel: 36, country_code: 'US' };
const VHT80 = { ...A36, ieee80211ac: 1, vht_oper_chwidth: 1, vht_oper_centr_freq_seg0_idx: 42 };
const HE80 = { ...VHT80, ieee80211ax: 1, he_oper_chwidth: 1, he_oper_centr_freq_seg0_idx: 42 };

interface Switch {
  /** Behind CHAN_SWITCH. */
  readonly how: string;
  readonly freq: number;
  /** As iw shows the channel. */
  readonly width: RegExp;
}

/** What an access point is told one after the other, with pings on their way all the time. */
const SWITCHES: readonly { what: string; conf: HostapdConf; switches: readonly Switch[] }[] = [
  {
    what: 'narrow, of any count',
    conf: PMF,
    switches: [
      { how: '5 2462', freq: 2462, width: /20 MHz/ },
      { how: '1 2412', freq: 2412, width: /20 MHz/ },
      { how: '0 2437', freq: 2437, width: /20 MHz/ },
      { how: '5 2462 blocktx', freq: 2462, width: /20 MHz/ },
    ],
  },
  {
    what: 'HT',
    conf: A36,
    switches: [
      {
        how: '5 5745 ht sec_channel_offset=1 center_freq1=5755 bandwidth=40',
        freq: 5745,
        width: /40 MHz, center1: 5755/,
      },
      { how: '5 5745 ht', freq: 5745, width: /20 MHz/ },
    ],
  },
  {
    what: 'VHT',
    conf: VHT80,
    switches: [
      {
        how: '5 5785 ht vht sec_channel_offset=1 center_freq1=5775 bandwidth=80',
        freq: 5785,
        width: /80 MHz, center1: 5775/,
      },
      {
        how: '5 5180 ht vht sec_channel_offset=1 center_freq1=5190 bandwidth=40',
        freq: 5180,
        width: /40 MHz, center1: 5190/,
      },
    ],
  },
  {
    what: 'HE',
    conf: HE80,
    switches: [
      {
        how: '5 5745 ht vht he sec_channel_offset=1 center_freq1=5775 bandwidth=80 blocktx',
        freq: 5745,
        width: /80 MHz, center1: 5775/,
      },
    ],
  },
];

/** One switch: both sides say that it begins and that it has ended, and no ping is lost. */
async function follows(
  { ap, stations, hostapd, supplicants }: Network,
  { how, freq, width }: Switch,
): Promise<void> {
  const [first, second] = stations;
  assert.ok(first && second);
  const pings = await first.start('ping', ['ping', '-c', '60', '-i', '0.02', '-W', '5', second.address]);
  await pings.output.next(/icmp_seq=3/);
  await hostapd.control.ok(`CHAN_SWITCH ${how}`);
  for (const { control } of [hostapd, ...supplicants]) {
    await control.events.next(new RegExp(`^CTRL-EVENT-STARTED-CHANNEL-SWITCH freq=${freq}`));
    await control.events.next(new RegExp(`^CTRL-EVENT-CHANNEL-SWITCH freq=${freq}`));
  }
  const [, sent, received] = await pings.output.next(/(\d+) packets transmitted, (\d+) received/);
  assert.equal(received, sent, `CHAN_SWITCH ${how}: no ping is lost`);
  for (const node of [ap, first, second]) {
    const info = await node.iw('info');
    assert.match(info, new RegExp(`\\(${freq} MHz\\)`), `CHAN_SWITCH ${how}`);
    assert.match(info, width, `CHAN_SWITCH ${how}`);
  }
}

/** What the counters of the announcing beacons said, in order. */
async function counted(capture: Capture, element: string): Promise<number[]> {
  const rows = await capture.frames(`wlan.fc.type_subtype == 8 && ${element}`, [element]);
  return rows.map(([count]) => Number(count));
}

/** While an announcement forbids to transmit nobody does, and nobody joins. */
async function staysQuiet(context: Context, net: Network, late: Daemon): Promise<void> {
  const { ap, stations, hostapd } = net;
  const [first] = stations;
  assert.ok(first);
  const capture = await Capture.ofTheAir(context);
  const pings = await first.start('ping', ['ping', '-c', '70', '-i', '0.05', '-W', '5', ap.address]);
  await pings.output.next(/icmp_seq=3/);
  await hostapd.control.ok('CHAN_SWITCH 20 2412 blocktx');
  await net.supplicants[0]?.control.events.next(/^CTRL-EVENT-STARTED-CHANNEL-SWITCH freq=2412/);
  // Somebody else looks for it meanwhile, and finds it.
  await late.control.ok('SCAN freq=2412,2437');
  await late.control.ok('ENABLE_NETWORK 0');
  await late.control.events.next(/^CTRL-EVENT-SCAN-RESULTS/);
  await hostapd.control.events.next(/^CTRL-EVENT-CHANNEL-SWITCH freq=2412/);
  await connected(context, late);
  const [, sent, received] = await pings.output.next(/(\d+) packets transmitted, (\d+) received/);
  assert.equal(received, sent, 'what waited was sent');
  await capture.stop();

  const announced = await capture.frames('wlan.fc.type_subtype == 8 && wlan.csa.channel_switch_mode == 1', [
    'frame.time_epoch',
    'wlan.csa.channel_switch.count',
  ]);
  const from = announced.find(([, count]) => Number(count) < 20)?.[0];
  const to = announced.at(-1)?.[0];
  assert.ok(from && to);
  const during = `frame.time_epoch > ${from} && frame.time_epoch < ${to}`;
  assert.ok(Number(to) - Number(from) > 1, 'it took a while');
  const spoke = await capture.frames(
    `${during} && radiotap.channel.freq == 2437 && (wlan.fc.type == 2 || wlan.fc.type_subtype in {0, 2, 11})`,
    ['frame.number', 'wlan.ta', 'wlan.fc.type_subtype'],
  );
  assert.deepEqual(spoke, [], 'no data and no authentication on the channel that is being left');
  const counts = await counted(capture, 'wlan.csa.channel_switch.count');
  assert.deepEqual(
    counts,
    counts.map((_, index) => 20 - index),
    'the beacons count down',
  );
  assert.equal(counts.at(-1), 1);
  const answers = await capture.frames('wlan.fc.type_subtype == 5 && wlan.csa.channel_switch.count', [
    'wlan.csa.channel_switch.count',
  ]);
  for (const [count] of answers) assert.ok(Number(count) < 20, 'a probe response counts, too');
}

export default scenario(
  'a channel switch is announced to both sides, its stations follow to any width without losing a frame, and are quiet where they must be',
  { debug: true, nightly: 'debug' },
  async (context) => {
    const [ap, ...stations] = await nodes(context, 4);
    const third = stations.pop();
    assert.ok(ap && third);
    const all = await Capture.ofTheAir(context);
    for (const { conf, switches } of SWITCHES) {
      const net: Network = {
        ap,
        stations,
        hostapd: await hostapd(context, ap, conf),
        supplicants: [],
      };
      const supplicants = net.supplicants as Daemon[];
      for (const station of stations) {
        const started = await supplicant(context, station, PMF_NETWORK);
        await connected(context, started);
        supplicants.push(started);
      }
      for (const each of switches) await follows(net, each);
      if (conf === PMF) {
        await net.hostapd.control.ok('CHAN_SWITCH 1 2437');
        await net.hostapd.control.events.next(/^CTRL-EVENT-CHANNEL-SWITCH freq=2437/);
        const late = await supplicant(context, third, { ...PMF_NETWORK, disabled: '1' });
        await staysQuiet(context, net, late);
        await late.program.stop();
      }
      for (const { program } of [...supplicants, net.hostapd]) await program.stop();
    }
    await all.stop();
    // EAPOL of a handshake is in the clear; everything else goes under the keys of the association that goes on.
    assert.equal(await all.count('wlan.fc.type == 2 && wlan.fc.protected == 0 && !eapol && data.len'), 0);
  },
);
