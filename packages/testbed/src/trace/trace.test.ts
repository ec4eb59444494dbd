import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readPcap } from '@vwifi/nl80211/capture';
import { strToU8, zipSync } from 'fflate';
import { labFrom } from '../lab/from-object.js';
import type { LabSpec } from '../lab/schema.js';
import type { LabStatus } from '../lab/status.js';
import type { FrameRecord, LabRecord } from '../record/record.js';
import { keepFailed, prune } from './failed.js';
import { frameFields } from './fields.js';
import { type Kept, keepTraceIn, saveTrace } from './keep.js';
import { FILES, type TraceManifest } from './manifest.js';
import { frameMeaning, meaningOf } from './meaning.js';
import { openTrace, type Trace } from './open.js';
import { packed } from './page.js';
import { pageData } from './page-data.js';
import { decryptCommand, framesFile, keysOf } from './pcapng.js';

const POINT = '02:00:00:00:00:00';
const STATION = '02:00:00:00:00:01';
const hex = (address: string): string => address.replaceAll(':', '');

const lab = labFrom(
  {
    nodes: {
      ap: { kind: 'ap', ssid: 'IEEE', security: 'wpa2-psk', passphrase: 'password' },
      sta1: { kind: 'station' },
    },
  } as unknown as LabSpec,
  { folder: '/', name: 'traced' },
);

let id = 0;
const frame = (kind: string, octets: string, more: Partial<FrameRecord> = {}): FrameRecord => ({
  ...{ kind: 'frame', id: ++id, us: id * 1000, frame: kind, from: STATION, to: POINT, node: 'sta1' },
  ...{ acknowledged: true, sealed: false, bytes: octets.length / 2, octets, frequencyMhz: 2437 },
  ...more,
});
const management = (subtype: string, body: string): string =>
  `${subtype}000000${hex(POINT)}${hex(STATION)}${hex(POINT)}0000${body}`;

const RSN = '30140100000fac040100000fac040100000fac020000';

/** A message of a handshake, in a QoS data frame to or from the access point. */
const eapol = (message: 1 | 2, mic = '00'.repeat(16)): string => {
  const data = message === 2 ? RSN : '';
  const length = (95 + data.length / 2).toString(16).padStart(4, '0');
  const key =
    `02${message === 1 ? '008a' : '010a'}0010${'00'.repeat(7)}01${`${message}1`.repeat(32)}` +
    `${'00'.repeat(32)}${mic}${(data.length / 2).toString(16).padStart(4, '0')}${data}`;
  const [way, to, from] = message === 1 ? ['02', STATION, POINT] : ['01', POINT, STATION];
  return `88${way}0000${hex(to ?? '')}${hex(from ?? '')}${hex(POINT)}00000000aaaa03000000888e0203${length}${key}`;
};

const trace = (records: readonly LabRecord[]): Trace => ({
  manifest: {
    ...{ format: 1, lab: lab.name, savedAt: '2027-01-01T00:00:00.000Z', time: 'real' },
    versions: { testbed: '0.1.0' },
  },
  lab,
  status: { nodes: [{ name: 'ap', role: 'ap', bssid: POINT }] as unknown as LabStatus['nodes'] },
  explained: [],
  records,
});

describe('fields of a frame', () => {
  it('have their octets, every one once and in order', () => {
    for (const octets of [
      management('40', `0004${Buffer.from('IEEE').toString('hex')}0102${'82'}84`),
      management('b0', '000002000f00'),
      management('10', `01000000 01c0${RSN}`.replaceAll(' ', '')),
      management('c0', '0f00'),
      management('d0', '0800'),
      eapol(1),
      eapol(2),
    ]) {
      const data = Buffer.from(octets, 'hex');
      let next = 0;
      for (const [name, , at, length] of frameFields(data)) {
        expect([name, at]).toEqual([name, next]);
        next = at + length;
      }
      expect(next).toBe(data.length);
    }
  });

  it('say what they say', () => {
    const fields = new Map(
      frameFields(Buffer.from(eapol(2, 'ab'.repeat(16)), 'hex')).map(([name, value]) => [name, value]),
    );
    expect(fields.get('transmitter')).toBe(STATION);
    expect(fields.get('key information')).toBe('version 2, pairwise, mic');
    expect(fields.get('key MIC')).toBe('ab'.repeat(16));
    expect(fields.get('RSN')).toContain('key management PSK');
    const refused = frameFields(Buffer.from(management('10', '01001100 01c0'.replace(' ', '')), 'hex'));
    expect(refused.find(([name]) => name === 'status')?.[1]).toBe('17, access point is full');
  });

  it('end where a frame is cut off, wherever that is', () => {
    const data = Buffer.from(eapol(2), 'hex');
    for (let length = 0; length < data.length; length++) {
      const cut = frameFields(data.subarray(0, length));
      expect(cut.every(([, , at, size]) => at + size <= length)).toBe(true);
    }
  });
});

describe('what a record means', () => {
  it('is said of frames', () => {
    const said = (octets: string, more: Partial<FrameRecord> = {}, fits?: boolean) =>
      frameMeaning(frame('x', octets, more), fits);
    expect(said(management('b0', '000002000f00'))).toEqual({
      text: 'authentication 2: challenge failure',
      tone: 'bad',
    });
    expect(said(management('b0', '030001000000'))).toEqual({ text: 'SAE commit' });
    expect(said(management('c0', '0f00'))).toMatchObject({
      text: 'deauthentication: 4-way handshake timeout',
    });
    expect(said(management('40', `0004${Buffer.from('IEEE').toString('hex')}`)).text).toBe(
      'probe request for IEEE',
    );
    expect(said(eapol(2), {}, false)).toEqual({ text: 'EAPOL 2 of 4, MIC wrong', tone: 'bad' });
    expect(said(eapol(2), {}, true)).toEqual({ text: 'EAPOL 2 of 4, MIC right', tone: 'good' });
    expect(said(eapol(1), { acknowledged: false })).toEqual({ text: 'EAPOL 1 of 4, lost', tone: 'bad' });
  });

  it('is said of events, and of what was expected', () => {
    const daemon = (event: string) =>
      meaningOf({ kind: 'daemon', id: 1, us: 1, program: 'hostapd', text: event, event }).tone;
    expect(daemon('CTRL-EVENT-CONNECTED')).toBe('good');
    expect(daemon('CTRL-EVENT-ASSOC-REJECT')).toBe('bad');
    expect(daemon('CTRL-EVENT-SCAN-STARTED')).toBeUndefined();
    expect(meaningOf({ kind: 'deed', id: 1, us: 1, text: 'x', ok: false }).tone).toBe('bad');
  });
});

describe('the page of a trace', () => {
  it('tells the wrong MIC from the right one by the passphrase of the access point', () => {
    const handshake = [
      frame('QoS data', eapol(1), { from: POINT, to: STATION, node: 'ap' }),
      frame('QoS data', eapol(2, '11'.repeat(16))),
    ];
    const { records } = pageData(trace(handshake));
    expect(records.map(({ text, node, to }) => [text, node, to])).toEqual([
      ['EAPOL 1 of 4', 0, 1],
      ['EAPOL 2 of 4, MIC wrong', 1, 0],
    ]);
  });

  it('has how stations are heard as lines over time', () => {
    const station = { kind: 'station', node: 'ap', peer: STATION } as const;
    const records: LabRecord[] = [
      frame('authentication', management('b0', '000001000000')),
      { ...station, id: 101, us: 10, signalDbm: -40, toMbps: 54 },
      { ...station, id: 102, us: 20, signalDbm: -50, toMbps: 24 },
    ];
    expect(pageData(trace(records)).series).toEqual([
      {
        node: 1,
        name: 'sta1 at ap',
        unit: 'dBm',
        points: [
          [10, -40],
          [20, -50],
        ],
      },
      {
        node: 1,
        name: 'ap to sta1',
        unit: 'Mbit/s',
        points: [
          [10, 54],
          [20, 24],
        ],
      },
    ]);
  });

  it('carries its data in letters and digits alone', async () => {
    const value = { ssid: '</script><script>hit()</script>\u2028<!--$&' };
    const text = await packed(value);
    expect(text).toMatch(/^[A-Za-z0-9+/=]+$/);
    expect(JSON.parse(gunzipSync(Buffer.from(text, 'base64')).toString())).toEqual(value);
  });
});

describe('frames as a file', () => {
  it('are those of the records, with their times and what became of them', async () => {
    const records = [
      frame('authentication', management('b0', '000001000000'), { us: 5_000_001, retries: 2 }),
      frame('probe request', management('40', '0000'), { bytes: 900 }),
    ];
    const found = [...readPcap(framesFile(records, 'a comment'))];
    expect(found).toHaveLength(2);
    expect(found[0]?.time).toBe(5_000_001_000n);
  });

  it('come with the keys that are known, as the standard has them (802.11-2020, J.4.2)', () => {
    const key = 'f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e';
    expect(keysOf(lab)).toEqual([key]);
    expect(decryptCommand([key])).toContain(`"wpa-psk","${key}"`);
    expect(decryptCommand([])).toBeUndefined();
  });
});

describe('a trace on disk', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vwifi-trace-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const records = [frame('authentication', management('b0', '000001000000'))];
  const source = (more: Partial<Kept> = {}): Kept => ({
    machine: {
      ...{ backend: 'uml', kernel: '7.3.4' },
      kernelLog: async () => ['a line'],
      exec: async ([program]) => ({ status: 1, stdout: '', stderr: `${program} v2.10\n` }),
    },
    status: async () => ({ nodes: [] }) as unknown as LabStatus,
    describe: async () => ({ lab, folder: '/proc/self/fd' }),
    records: async () => records,
    session: async () => ({ text: '{"call":1,"method":"machine.boot","args":{}}\n' }),
    explain: async (node) => ({ node, well: true, findings: [], last: [] }),
    ...more,
  });

  it('is read again, from the folder and from the file', async () => {
    const kept = join(folder, 'kept');
    await keepTraceIn(kept, source(), { repeat: 'npx testbed test x.yaml' });
    await saveTrace(join(folder, 'one', 'file.zip'), source(), { repeat: 'npx testbed test x.yaml' });
    for (const path of [kept, join(kept, 'trace.zip'), join(folder, 'one', 'file.zip')]) {
      const read = await openTrace(path);
      expect(read.records).toEqual(records);
      expect(read.lab).toMatchObject({ name: 'traced' });
      expect(read.explained.map(({ node }) => node)).toEqual(['ap', 'sta1']);
      expect(read.manifest).toMatchObject({
        ...{ format: 1, lab: 'traced', repeat: 'npx testbed test x.yaml' },
        versions: { kernel: '7.3.4 (uml)', hostapd: '2.10', wpa_supplicant: '2.10' },
      });
    }
    expect(statSync(join(folder, 'one', 'file.zip')).mode & 0o077).toBe(0);
  });

  it('has what could be had, and says what could not', async () => {
    const failing = async () => Promise.reject(new Error('no more there'));
    await keepTraceIn(folder, source({ status: failing, records: failing }), {});
    const { manifest, records: none } = await openTrace(folder);
    expect(manifest.missing).toEqual(['status.json: no more there', 'records.jsonl: no more there']);
    expect(none).toEqual([]);
  });

  it('goes when ten others have failed, or they are too large; one that was asked for stays', async () => {
    const names = Array.from({ length: 5 }, (_, at) => `failed-lab-${at}`);
    for (const name of [...names, 'lab-1']) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'trace.zip'), 'x'.repeat(100));
      utimesSync(join(folder, name), 0, Number(name.slice(-1)));
    }
    await prune(folder, 3, 1000);
    expect(readdirSync(folder).sort()).toEqual([...names.slice(2), 'lab-1']);
    await prune(folder, 3, 250);
    expect(readdirSync(folder).sort()).toEqual([...names.slice(3), 'lab-1']);
    await prune(folder, 3, 1);
    expect(readdirSync(folder).sort()).toEqual([names[4], 'lab-1']);
  });

  it('of a failure says where it is; where it cannot be kept that is no failure of its own', async () => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      const left = await keepFailed(source(), 'lab', {});
      expect(left?.text).toBe(
        `kept in ${left?.folder}; to see it: npx testbed trace show ${left?.folder}/trace.zip`,
      );
      expect(readdirSync('testbed-run').sort()).toEqual(['.gitignore', basename(left?.folder ?? '')]);
      expect(await keepFailed(source(), 'lab', {}, false)).toBeUndefined();
      rmSync('testbed-run', { recursive: true });
      writeFileSync('testbed-run', '');
      expect((await keepFailed(source(), 'lab', {}))?.text).toMatch(/^no trace is kept: /);
    } finally {
      process.chdir(before);
    }
  });

  const manifest: TraceManifest = { format: 1, lab: 'x', savedAt: '', time: 'real', versions: {} };
  const zip = (files: Record<string, string>): string => {
    const path = join(folder, 'some.zip');
    const all = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const);
    writeFileSync(path, zipSync(Object.fromEntries(all)));
    return path;
  };

  it('may come from anybody: what is not as it should be is not there', async () => {
    const read = await openTrace(
      zip({
        [FILES.manifest]: JSON.stringify(manifest),
        [FILES.laboratory]: '{"nodes":[null,7,{"name":5},{"name":"ap","kind":"x"}]}',
        [FILES.explained]: '{"length":1e9}',
        [FILES.records]:
          'null\n[]\n{"us":"x"}\n{"us":1,"id":1,"kind":"nothing"}\n{"us":2,"id":2,"kind":"frame","frame":"x","octets":"zz","node":"nobody","from":"?"}\n{"us":3,"id":3,"kind":"frame"}\n',
        '../../outside': 'x',
      }),
    );
    expect(read.lab.nodes.map(({ name }) => name)).toEqual(['ap']);
    const { records: shown } = pageData(read);
    expect(shown.map(({ kind }) => kind)).toEqual(['frame']);
  });

  it('is refused where it is none, or would fill the memory', async () => {
    await expect(openTrace(join(folder, 'nothing'))).rejects.toThrow(/there is no trace/);
    writeFileSync(join(folder, 'text'), 'no archive');
    await expect(openTrace(join(folder, 'text'))).rejects.toThrow(/is no trace/);
    await expect(openTrace(zip({ x: 'y' }))).rejects.toThrow(/has no trace\.json/);
    const path = zip({ [FILES.manifest]: JSON.stringify(manifest), [FILES.records]: 'x' });
    const archive = readFileSync(path);
    // The size that each entry of its directory says.
    const entry = Buffer.from('PK\x01\x02', 'latin1');
    for (let at = archive.indexOf(entry); at >= 0; at = archive.indexOf(entry, at + 4))
      archive.writeUInt32LE(0x7fff_ffff, at + 24);
    writeFileSync(path, archive);
    await expect(openTrace(path)).rejects.toThrow(/more than any trace/);
  });
});
