import assert from 'node:assert/strict';
import { Capture } from '../lib/capture.js';
import { openClient } from '../lib/client.js';
import type { Context } from '../lib/context.js';
import { type HostapdConf, hostapd, type Node, nodes, OPEN, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** A network at 6 GHz with a beacon a second. */
const SELDOM: HostapdConf = {
  ...WPA2,
  hw_mode: 'a',
  country_code: 'DE',
  channel: 5,
  op_class: 131,
  beacon_int: 1000,
  wpa_key_mgmt: 'SAE',
  ieee80211w: 2,
  sae_pwe: 1,
  wmm_enabled: 1,
  ieee80211ax: 1,
};

const HEADER = 24;

/** A frame of the access point's that whoever listens finds it by. */
interface Found {
  /** `switch`: a beacon that counts down to another channel. */
  readonly kind: 'beacon' | 'switch' | 'probe' | 'fils';
  /** By the TSF, microseconds. */
  readonly at: number;
  /** MHz. */
  readonly freq: number;
  /** What a FILS discovery frame says: its TSF, the beacon interval in TU, the hash of the network's name. */
  readonly said: readonly string[];
}

/** Beacons, probe responses (subtypes 8 and 5) and FILS discovery frames: public action 34 (802.11-2020, 9.6.7.36). */
const FRAMES =
  'wlan.fc.type_subtype == 8 || (wlan.fc.type_subtype == 5 && wlan.da == ff:ff:ff:ff:ff:ff) || ' +
  '(wlan.fc.type_subtype == 13 && wlan.fixed.publicact == 0x22)';
const FIELDS = [
  ...['radiotap.mactime', 'radiotap.channel.freq', 'wlan.sa', 'wlan.bssid', 'wlan.fc.subtype'],
  ...[
    'wlan.csa.channel_switch.count',
    'wlan.fixed.timestamp',
    'wlan.fixed.beacon',
    'wlan.fils_discovery.short_ssid',
  ],
];

/** What an access point sends of these while something is done. */
async function found(
  context: Context,
  ap: Node,
  during: (air: Capture) => Promise<unknown>,
): Promise<Found[]> {
  const air = await Capture.ofTheAir(context);
  await during(air);
  await air.stop();
  const frames = await air.frames(FRAMES, FIELDS);
  return frames.map(([at, freq, from, bssid, subtype, count, ...said]) => {
    assert.deepEqual([from, bssid], [ap.mac, ap.mac]);
    const beacon = count ? 'switch' : 'beacon';
    const kind = subtype === '8' ? beacon : subtype === '5' ? 'probe' : 'fils';
    return { kind, at: Number(at), freq: Number(freq), said };
  });
}

/** Those of a kind. */
const only = (frames: readonly Found[], wanted: Found['kind']) =>
  frames.filter(({ kind }) => kind === wanted);

/** A template that is nearly one of FILS discovery. */
function nearlyFils(ap: Node, length: number, category = 4): Uint8Array {
  const frame = new Uint8Array(length);
  const mac = Uint8Array.from(ap.mac.split(':'), (octet) => Number.parseInt(octet, 16));
  frame.set([0xd0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, ...mac, ...mac]);
  frame.set([category, 34], HEADER);
  return frame;
}

/** What is asked for wrongly is refused before anything is sent. */
async function refusesWhatIsNone(context: Context, ap: Node): Promise<void> {
  await ap.run(
    `ip link set ${ap.interface} down && iw dev ${ap.interface} set type __ap && ip link set ${ap.interface} up`,
  );
  const wifi = await openClient(context, ap.netns);
  const head = nearlyFils(ap, HEADER + 12 + 6);
  head[0] = 0x80;
  head.set([0, 4, ...Buffer.from('test')], HEADER + 12);
  const start = (wrong: object) =>
    wifi.commands.startAp({
      ...{ dev: ap.interface, beaconHead: head, beaconInterval: 100, dtimPeriod: 2, ssid: 'test' },
      ...{ wiphyFreq: 5180, channelWidth: '20-noht', centerFreq1: 5180 },
      ...{ hiddenSsid: 'not-in-use', authType: 'open-system' },
      ...wrong,
    });
  const probe = nearlyFils(ap, HEADER + 12);
  for (const wrong of [
    { filsDiscovery: { intMin: 20, intMax: 10, tmpl: nearlyFils(ap, 60) } },
    { filsDiscovery: { intMin: 10, intMax: 20, tmpl: nearlyFils(ap, 60, 5) } },
    { filsDiscovery: { intMin: 10, intMax: 20, tmpl: nearlyFils(ap, 41) } },
    { unsolBcastProbeResp: { int: 20, tmpl: probe.subarray(1) } },
  ])
    await assert.rejects(start(wrong), { code: /^(EINVAL|ERANGE)$/ });
  // Both at once, of which hostapd sends one alone.
  const frames = await found(context, ap, async ({ path }) => {
    await start({
      filsDiscovery: { intMin: 0, intMax: 50, tmpl: nearlyFils(ap, 2304) },
      unsolBcastProbeResp: { int: 20, tmpl: probe },
    });
    await context.eventually('they go', async () => {
      return Number(await context.run(['stat', '-c', '%s', path])) > 20_000;
    });
  });
  for (const kind of ['fils', 'probe'] as const) assert.ok(only(frames, kind).length > 0, kind);
}

export default scenario(
  'an access point is found between its beacons: FILS discovery, and probe responses that nobody asked for',
  { debug: true },
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    const listens = (freq: number, tu: number) =>
      station.iw('scan', 'freq', `${freq}`, 'duration', `${tu}`, 'flush', 'passive');

    // By probe responses: a beacon comes once in a thousand TU. While FILS discovery has its usual least interval
    // hostapd takes it for wanted, and sends one of both alone.
    let daemon = await hostapd(context, ap, {
      ...SELDOM,
      fils_discovery_min_interval: 0,
      unsol_bcast_probe_resp_interval: 20,
    });
    let frames = await found(context, ap, async () => {
      const scan = await listens(5975, 100);
      assert.match(scan, new RegExp(`^BSS ${ap.mac}[^]*from Probe Response frame:\n\tSSID: test$`, 'm'));
    });
    assert.ok(only(frames, 'probe').length > 0);
    assert.deepEqual(only(frames, 'fils'), []);
    await daemon.program.stop('SIGTERM');

    // By FILS discovery frames, which say when a beacon comes and the CRC-32 of the network's name (9.4.2.170.3).
    daemon = await hostapd(context, ap, { ...SELDOM, fils_discovery_max_interval: 20 });
    frames = await found(context, ap, () => listens(5975, 200));
    assert.deepEqual(only(frames, 'probe'), []);
    const fils = only(frames, 'fils');
    assert.ok(fils.length > 0);
    for (const { at, said } of fils) assert.deepEqual(said, [`${at}`, '1000', '0x0c7e7fd8']);
    await daemon.program.stop('SIGTERM');
    assert.deepEqual(
      await found(context, ap, () => listens(5975, 100)),
      [],
      'they end with the access point',
    );

    // They say nothing of another channel: while beacons count down to it they are silent, and go on there when
    // user space, where the kernel lets it, has said what is true then.
    const high = { ...OPEN, hw_mode: 'a', channel: 36, country_code: 'US', fils_discovery_max_interval: 20 };
    daemon = await hostapd(context, ap, high);
    frames = await found(context, ap, async () => {
      await listens(5180, 100);
      await daemon.control.ok('CHAN_SWITCH 5 5200');
      await daemon.control.events.next(/^CTRL-EVENT-CHANNEL-SWITCH freq=5200/);
      await listens(5200, 200);
    });
    const counting = only(frames, 'switch');
    const [begin, end] = [counting[0]?.at ?? 0, counting.at(-1)?.at ?? 0];
    assert.ok(begin < end);
    const heard = only(frames, 'fils');
    for (const { at, freq } of heard) {
      assert.ok(at < begin || at > end, `${at}, from ${begin} to ${end}`);
      assert.equal(freq, at < begin ? 5180 : 5200);
    }
    const updates = Number.parseFloat(await context.run('uname -r')) !== 6.1;
    assert.deepEqual([...new Set(heard.map(({ freq }) => freq))], updates ? [5180, 5200] : [5180]);
    await daemon.program.stop('SIGTERM');
    await refusesWhatIsNone(context, ap);
  },
);
