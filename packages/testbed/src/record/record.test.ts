import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Families, type View, Viewer } from '@vwifi/nl80211/monitor';
import { frameRecord } from './frame.js';
import { kernelLine, lineRecord } from './lines.js';
import { inTime, type LabRecord, parseRecords } from './record.js';
import { Heard, stationsRequest } from './stations.js';
import { RECORDS_FILE, RecordStore, readRecords } from './store.js';
import { Wall } from './wall.js';

const about = { node: 'sta1', program: 'wpa_supplicant' } as const;

describe('lines of daemons', () => {
  it('have the time of the machine, and events have their fields', () => {
    const line =
      '1700000003.250001: vw1: CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid="te st" auth_failures=1 reason=WRONG_KEY';
    expect(lineRecord(line, about, 1_700_000_000e6, 0)).toEqual({
      ...{ kind: 'daemon', us: 3_250_001, ...about },
      text: line.slice(19),
      event: 'CTRL-EVENT-SSID-TEMP-DISABLED',
      fields: { id: '0', ssid: 'te st', auth_failures: '1', reason: 'WRONG_KEY' },
    });
  });

  it('have it once, where hostapd writes it twice', () => {
    const line =
      '1700000003.000000: 1700000003.000001: vw0: STA 02:00:00:00:00:01 IEEE 802.11: authenticated';
    expect(lineRecord(line, about, 1_700_000_000e6, 0)?.text).toBe(
      'vw0: STA 02:00:00:00:00:01 IEEE 802.11: authenticated',
    );
  });

  it('without a time have that of the line before', () => {
    expect(lineRecord('and so on', about, 0, 77)).toMatchObject({ us: 77, text: 'and so on' });
    expect(lineRecord('   ', about, 0, 77)).toBeUndefined();
  });

  it('of the kernel have theirs', () => {
    expect(kernelLine('[    5.140900] vwifi: 2 radios')).toEqual({ us: 5_140_900, text: 'vwifi: 2 radios' });
    expect(kernelLine('no line of a kernel')).toBeUndefined();
  });
});

/** Version, padding, length, present, then TSFT, flags, rate, channel, TX flags, retries, as the tap writes them. */
const radiotap = (us: bigint, txFlags: number, retries: number): Buffer => {
  const header = Buffer.alloc(27);
  header.writeUInt16LE(27, 2);
  header.writeUInt32LE((1 << 0) | (1 << 1) | (1 << 2) | (1 << 3) | (1 << 15) | (1 << 17), 4);
  header.writeBigUInt64LE(us, 8);
  header.writeUInt16LE(2437, 18);
  header.writeUInt16LE(txFlags, 22);
  header.writeUInt8(retries, 24);
  return header;
};
const deauthentication = Buffer.from(
  'c0000000007677300000007677310000007677300000100003 00'.replace(' ', ''),
  'hex',
);

describe('frames', () => {
  it('say when they were sent, by whom, and what the medium did', () => {
    const nodeOf = (address: string) => (address === '00:76:77:31:00:00' ? 'sta1' : undefined);
    expect(frameRecord(Buffer.concat([radiotap(123_456n, 1, 4), deauthentication]), 999, nodeOf)).toEqual({
      ...{ kind: 'frame', us: 123_456, node: 'sta1', frame: 'deauthentication' },
      ...{ from: '00:76:77:31:00:00', to: '00:76:77:30:00:00', frequencyMhz: 2437 },
      ...{ retries: 4, acknowledged: false, sealed: false, bytes: 26 },
      octets: deauthentication.toString('hex'),
    });
  });

  it('of any octets never throw', () => {
    const whole = Buffer.concat([radiotap(1n, 0, 0), deauthentication]);
    for (let end = 0; end < whole.length; end++)
      expect(() => frameRecord(whole.subarray(0, end), 0, () => undefined)).not.toThrow();
    for (let at = 0; at < 40; at++) {
      const wrong = Buffer.from(whole);
      wrong[at] = 0xff;
      expect(() => frameRecord(wrong, 0, () => undefined)).not.toThrow();
    }
  });
});

describe('the records on disk', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vwifi-records-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are read in the order of time', () => {
    const store = new RecordStore(folder);
    for (const us of [30, 10, 20]) store.add({ kind: 'gap', us, text: String(us) });
    expect(store.read().map(({ id, us }) => [id, us])).toEqual([
      [2, 10],
      [3, 20],
      [1, 30],
    ]);
  });

  it('are bounded, and the oldest go', () => {
    const store = new RecordStore(folder, 4000);
    const last = 500;
    for (let us = 1; us <= last; us++) {
      store.add({ kind: 'gap', us, text: 'x'.repeat(60) });
      store.flush();
    }
    const kept = readRecords(folder);
    expect(kept.at(-1)?.us).toBe(last);
    expect(kept.length).toBeGreaterThan(40);
    expect(kept.length).toBeLessThan(100);
    expect(readFileSync(join(folder, RECORDS_FILE)).length).toBeLessThanOrEqual(4000);
  });

  it('that are cut off or no records are left out', () => {
    const good: LabRecord = { kind: 'gap', id: 1, us: 5, text: '<b>' };
    expect(parseRecords(`${JSON.stringify(good)}\nnull\n7\n{"us":"x"}\n{"kind":"ga`)).toEqual([good]);
    expect(inTime([good])).toEqual([good]);
  });

  it('end where the disk does, and nothing else', () => {
    const store = new RecordStore(join(folder, 'nowhere'));
    store.add({ kind: 'gap', us: 1, text: '' });
    expect(() => store.flush()).not.toThrow();
  });
});

describe('the time of day', () => {
  it('is asked once, and again where a line is far from what happened', async () => {
    const answers = [1e9, 1e9 + 3600e6, 1e9 + 3600e6];
    const wall = new Wall(async () => answers.shift() ?? Number.NaN, 2e6);
    wall.happened(5e6);
    expect(await wall.aheadAt(1e9 + 5e6)).toBe(1e9);
    wall.happened(50e6);
    expect(await wall.aheadAt(1e9 + 51e6)).toBe(1e9);
    // An hour is added.
    expect(await wall.aheadAt(1e9 + 3652e6)).toBe(1e9 + 3600e6);
    wall.happened(52e6);
    expect(await wall.aheadAt(1e9 + 3653e6)).toBe(1e9 + 3600e6);
    // It was quiet.
    expect(await wall.aheadAt(1e9 + 3660e6)).toBe(1e9 + 3600e6);
    expect(answers).toEqual([]);
  });
});

describe('stations of an access point', () => {
  const familiesWith = (nl80211: number): Families => {
    const families = new Families();
    families.add(nl80211, 'nl80211');
    return families;
  };
  const mac = '02:00:00:00:00:01';
  const told = (signal: number, inactiveTime: number): View => ({
    ...{ kind: 'reply', family: 'nl80211', command: 'newStation', sequence: 1, port: 7 },
    attributes: { mac, staInfo: { signal, inactiveTime, txBitrate: { bitrate: 540 } } },
  });

  it('are taken down where their signal or rate has changed', () => {
    const heard = new Heard('ap');
    const first = { kind: 'station', node: 'ap', peer: mac, signalDbm: -40, toMbps: 54 };
    expect(heard.fresh([told(-40, 5)])).toEqual([first]);
    expect(heard.fresh([told(-40, 1005)])).toEqual([]);
    expect(heard.fresh([{ ...told(-50, 5), kind: 'done' }])).toEqual([]);
    expect(heard.fresh([told(-50, 5)])).toEqual([{ ...first, signalDbm: -50 }]);
  });

  it('are asked for as the kernel reads it', () => {
    const [view] = new Viewer(familiesWith(28)).read({ protocol: 16, data: stationsRequest(28, 3) });
    expect(view).toMatchObject({ kind: 'dump', command: 'getStation', attributes: { ifindex: 3 } });
  });
});
