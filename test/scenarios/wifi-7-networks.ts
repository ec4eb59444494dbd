import assert from 'node:assert/strict';
import type { AccessPointSettings, VWifi } from '@vwifi/nl80211';
import { Capture } from '../lib/capture.js';
import { openClient } from '../lib/client.js';
import type { Context } from '../lib/context.js';
import { connected, type Daemon, type Node, nodes, OPEN_NETWORK, supplicant } from '../lib/network.js';
import type { Program } from '../lib/program.js';
import { scenario } from '../lib/scenario.js';

interface Row {
  readonly what: string;
  readonly settings: Omit<AccessPointSettings, 'ssid'>;
  readonly channel: RegExp;
  /** By the standard's tables (802.11be, 36.5), of two streams and a guard interval of 0.8 us. */
  readonly rates: Readonly<Record<number, number>>;
  readonly band: '2ghz' | '5ghz' | '6ghz';
  /** Of a channel with holes: its resource unit, as iw names it by its number. */
  readonly unit?: number;
  /** What a capture says of the last of them: bandwidth, RU size, MCS, streams. */
  readonly radiotap: string;
}

const ROWS: readonly Row[] = [
  {
    what: '20 MHz at 2.4 GHz',
    settings: { frequencyMhz: 2437 },
    channel: /channel 6 \(2437 MHz\), width: 20 MHz/,
    rates: { 0: 17.2, 11: 286.8, 12: 309.7, 13: 344.1 },
    band: '2ghz',
    radiotap: 'bandwidth 0, RU 3, MCS 13, 2 streams, 0.8 us',
  },
  {
    what: '80 MHz at 5 GHz',
    settings: { frequencyMhz: 5180, width: '80MHz' },
    channel: /channel 36 \(5180 MHz\), width: 80 MHz, center1: 5210/,
    rates: { 0: 72.0, 7: 720.6, 13: 1441.2 },
    band: '5ghz',
    radiotap: 'bandwidth 2, RU 5, MCS 13, 2 streams, 0.8 us',
  },
  {
    what: '80 MHz at 5 GHz with a hole of 20',
    settings: { frequencyMhz: 5180, width: '80MHz', punctured: 0b1000 },
    channel: /channel 36 \(5180 MHz\), width: 80 MHz, center1: 5210/,
    rates: { 0: 51.6, 13: 1032.3 },
    band: '5ghz',
    unit: 7,
    radiotap: 'bandwidth 2, RU 10, MCS 13, 2 streams, 0.8 us',
  },
  {
    what: '320 MHz at 6 GHz',
    settings: { frequencyMhz: 5975, width: '320MHz' },
    channel: /channel 5 \(5975 MHz\), width: 320 MHz, center1: 6105/,
    rates: { 0: 288.2, 9: 3843.1, 12: 5188.2, 13: 5764.7 },
    band: '6ghz',
    radiotap: 'bandwidth 4, RU 7, MCS 13, 2 streams, 0.8 us',
  },
];

/** The fields of U-SIG and EHT (https://www.radiotap.org/fields/) of each frame of a capture that has them. */
async function ehtFields(capture: Capture): Promise<string[]> {
  const file = await capture.content();
  const told: string[] = [];
  // A pcap file: 24 octets of heading, 16 before each frame with its length at 8.
  for (let at = 24; at + 16 <= file.length; at += 16 + file.readUInt32LE(at + 8)) {
    const frame = file.subarray(at + 16, at + 16 + file.readUInt32LE(at + 8));
    const length = frame.readUInt16LE(2);
    if (!(frame.readUInt32LE(4) & (1 << 28))) continue;
    const fields = new Map<number, Buffer>();
    // Behind those with a bit, aligned to 4: the first is U-SIG, of 12 octets.
    let tlv = frame.indexOf(Buffer.from([33, 0, 12, 0]));
    assert.ok(tlv >= 8 && tlv < length && tlv % 4 === 0);
    for (; tlv + 4 <= length; tlv += 4 + frame.readUInt16LE(tlv + 2))
      fields.set(frame.readUInt16LE(tlv), frame.subarray(tlv + 4, tlv + 4 + frame.readUInt16LE(tlv + 2)));
    const [usig, eht] = [fields.get(33), fields.get(34)];
    assert.ok(usig && eht && eht.length === 44);
    const user = eht.readUInt32LE(40);
    const guard = ['0.8', '1.6', '3.2'][(eht.readUInt32LE(4) >> 7) & 3];
    told.push(
      `bandwidth ${(usig.readUInt32LE(0) >> 15) & 7}, RU ${eht.readUInt32LE(8) & 31}, MCS ${(user >> 20) & 15}, ${1 + ((user >> 24) & 15)} streams, ${guard} us`,
    );
  }
  return told;
}

/** The rate that each side sends with, as iw and as the library tell it. */
async function tells(node: Node, wifi: VWifi, other: Node, row: Row, mcs: number, mbps: number) {
  const dump = await node.iw('station', 'dump');
  const shown = /^\s+tx bitrate:\s+(.*)$/m.exec(dump)?.[1] ?? '';
  const what = `${row.what}, MCS ${mcs}: ${shown}`;
  assert.match(shown, new RegExp(` MBit/s .*EHT-MCS ${mcs} EHT-NSS 2 EHT-GI 0`), what);
  // The kernel cuts off where the table rounds, and its divisors but the last are whole numbers.
  const off = 0.11 + (mcs === 13 ? 0 : mbps / 4000);
  const isTable = (told = 0) => assert.ok(Math.abs(told - mbps) < off, `${what}, and the table has ${mbps}`);
  isTable(Number.parseFloat(shown));
  const width = row.unit === undefined ? / (20|80|320)MHz EHT|MBit\/s EHT/ : / EHT-RU-ALLOC 7/;
  assert.match(shown, width, what);
  const [station] = await wifi.dev(node.interface).stations();
  assert.equal(station?.mac, other.mac);
  const { mode, mcs: told, streams, mbps: rate } = station?.txBitrate ?? {};
  assert.deepEqual({ mode, mcs: told, streams }, { mode: 'eht', mcs, streams: 2 }, what);
  isTable(rate);
}

/** Both ways, with one index after the other. */
async function agrees(ap: Node, apWifi: VWifi, station: Node, wifi: VWifi, row: Row): Promise<void> {
  for (const [mcs, mbps] of Object.entries(row.rates)) {
    const only = { eht: { 2: [Number(mcs)] } };
    await apWifi.dev(ap.interface).setBitrates(row.band, only);
    await tells(ap, apWifi, station, row, Number(mcs), mbps);
    // The kernel takes no such list from stations of at most 40 MHz.
    if (row.band === '2ghz') continue;
    await wifi.dev(station.interface).setBitrates(row.band, only);
    await tells(station, wifi, ap, row, Number(mcs), mbps);
  }
}

const LIBRARY = new URL('../../../packages/nl80211/dist/index.js', import.meta.url).href;
/** In the guest, whose clock does not wait for a program elsewhere. */
const ACCESS_POINT = `
import { VWifi } from '${LIBRARY}';
const [name, settings] = process.argv.slice(1);
const wifi = await VWifi.open();
const network = await wifi.dev(name).openNetwork(JSON.parse(settings));
console.log('on the air');
for await (const event of network) console.log(event.name, event.mac);
`;

/** Debian has no hostapd that was built with Wi-Fi 7: the library is the access point. */
async function accessPoint(on: Node, settings: AccessPointSettings): Promise<Program> {
  const argv = [process.execPath, '--input-type=module', '-e', ACCESS_POINT, '--'];
  const program = await on.start('access-point', [...argv, on.interface, JSON.stringify(settings)]);
  await program.output.next(/^on the air$/);
  return program;
}

/** By wpa_supplicant, which says what generation it is; at 6 GHz, where that wants to be safe, by iw. */
async function joins(
  context: Context,
  station: Node,
  { what, settings, band }: Row,
): Promise<Daemon | undefined> {
  const freq = String(settings.frequencyMhz);
  if (band === '6ghz') {
    await station.iw('scan', 'freq', freq, 'flush');
    assert.ok(await station.connects('test', freq), what);
    return undefined;
  }
  const daemon = await supplicant(context, station, { ...OPEN_NETWORK, scan_freq: freq }, {}, true);
  await connected(context, daemon);
  assert.equal((await daemon.control.status()).wifi_generation, '7', what);
  return daemon;
}

export default scenario(
  'Wi-Fi 7 from 20 to 320 MHz, with holes, at the rates of the tables, as iw, the library and a capture have them',
  // Older kernels know no holes, and take no list of EHT's rates.
  { only: ['uml-fast', 'uml-debug'], nightly: 'debug', unpacked: ['wpasupplicant'] },
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    await context.run('iw reg set DE');
    const [apWifi, wifi] = [await openClient(context, ap.netns), await openClient(context, station.netns)];
    // Near enough for 4096-QAM.
    for (const node of [ap, station]) await node.iw('set', 'txpower', 'fixed', '2000');
    for (const row of ROWS) {
      const settings = { ssid: 'test', standard: 'be', ...row.settings } as const;
      const network = await accessPoint(ap, settings);
      const daemon = await joins(context, station, row);
      await network.output.next(new RegExp(`^joined ${station.mac}$`));
      for (const node of [ap, station]) assert.match(await node.iw('info'), row.channel, row.what);
      await agrees(ap, apWifi, station, wifi, row);
      const air = await Capture.ofTheAir(context);
      await station.pings(ap);
      await air.stop();
      const fields = await ehtFields(air);
      const ours = fields.filter((each) => each === row.radiotap).length;
      assert.ok(ours >= 4, `${row.what}: ${ours} answers or pings, all: ${[...new Set(fields)].join('; ')}`);
      if (row.band !== '2ghz') assert.equal(ours, fields.length, row.what);
      if (row.band === '6ghz') {
        // Where frames take their time it is that of these rates.
        await apWifi.vwifi.medium.set({ model: 'dcf' });
        await station.pings(ap);
        // Rate control looks at narrow ones, too.
        const used = /tx bitrate:\s+(5764\.7 MBit\/s 320MHz|344\.1 MBit\/s) EHT-MCS 13 EHT-NSS 2/;
        assert.match(await ap.iw('station', 'dump'), used);
      }
      await (daemon ? daemon.program.stop() : station.iw('disconnect'));
      await network.stop();
    }
  },
);
