import fc from 'fast-check';
import { Elements } from './elements.js';
import { buildElements } from './encode.js';
import {
  buildManagementFrame,
  frameType,
  MANAGEMENT_SUBTYPES,
  type ManagementFrame,
  type ManagementSubtype,
  parseManagementFrame,
} from './management.js';

const u16 = fc.nat(0xffff);
const octets = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const address = octets(6).map((bytes) =>
  [...bytes].map((each) => each.toString(16).padStart(2, '0')).join(':'),
);
const elements = fc.uint8Array({ maxLength: 60 }).map((bytes) => new Elements(bytes));
const body = fc.uint8Array({ maxLength: 60 });
const of = <T extends string>(...names: T[]) => fc.constantFrom(...names);

const bodies = fc.oneof(
  fc.record({
    subtype: of('beacon', 'probe-response'),
    tsfUs: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
    beaconIntervalTu: u16,
    capability: u16,
    elements,
  }),
  fc.record({ subtype: of('probe-request'), elements }),
  fc.record({ subtype: of('authentication'), algorithm: u16, transaction: u16, status: u16, elements }),
  fc.record({ subtype: of('association-request'), capability: u16, listenInterval: u16, elements }),
  fc.record({
    subtype: of('reassociation-request'),
    capability: u16,
    listenInterval: u16,
    currentAccessPoint: address,
    elements,
  }),
  fc.record({
    subtype: of('association-response', 'reassociation-response'),
    capability: u16,
    status: u16,
    aid: fc.nat(2007),
    elements,
  }),
  fc.record({ subtype: of('deauthentication', 'disassociation'), reason: u16, elements }),
  fc.record({ subtype: of('action', 'action-no-ack'), category: fc.nat(255), body }),
  fc.record({ subtype: of('other'), number: fc.constantFrom(6, 7, 9, 15), body }),
);
const headers = fc
  .record(
    {
      receiver: address,
      transmitter: address,
      bssid: address,
      flags: fc.nat(255).map((flags) => flags & ~0xc0),
      durationUs: u16,
      sequenceControl: u16,
      htControl: fc.nat(0xffff_ffff),
    },
    { requiredKeys: ['receiver', 'transmitter', 'bssid', 'flags', 'durationUs', 'sequenceControl'] },
  )
  .map((header) => ('htControl' in header ? { ...header, flags: header.flags | 0x80 } : header));

test('what was built is read as it was said', () => {
  fc.assert(
    fc.property(headers, bodies, (header, rest) => {
      const frame = { ...header, ...rest } as ManagementFrame;
      expect(parseManagementFrame(buildManagementFrame(frame))).toEqual(frame);
    }),
  );
});

test('any octets are read or not, and written again to the same octets', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 80 }).map((bytes) => bytes.map((each, i) => (i === 0 ? each & 0xf0 : each))),
      (bytes) => {
        const frame = parseManagementFrame(bytes);
        if (bytes.length < 24) expect(frame).toBeUndefined();
        else if (frame) expect(buildManagementFrame(frame)).toEqual(bytes);
      },
    ),
    { numRuns: 1000 },
  );
});

test('data frames and nothing are no management frames', () => {
  expect(parseManagementFrame(new Uint8Array(40).fill(8))).toBeUndefined();
  expect(parseManagementFrame(new Uint8Array())).toBeUndefined();
});

test('an encrypted body is not taken for fields', () => {
  const sealed = buildManagementFrame({
    receiver: '02:00:00:00:00:01',
    transmitter: '02:00:00:00:00:02',
    bssid: '02:00:00:00:00:01',
    subtype: 'deauthentication',
    reason: 3,
    elements: new Elements(new Uint8Array()),
  });
  sealed[1] = 0x40;
  expect(parseManagementFrame(sealed)).toMatchObject({ subtype: 'other', number: 12 });
});

test('fields stand where the standard has them', () => {
  const frame = buildManagementFrame({
    receiver: 'ff:ff:ff:ff:ff:ff',
    transmitter: '02:00:00:00:00:02',
    bssid: '02:00:00:00:00:02',
    subtype: 'association-response',
    capability: 0x0401,
    status: 0,
    aid: 1,
    elements: buildElements({ ssid: 'x' }),
  });
  expect(Buffer.from(frame).toString('hex')).toBe(
    '10000000ffffffffffff0200000000020200000000020000' + '01040000' + '01c0' + '000178',
  );
});

test('the type of a subtype is the first octet of frame control', () => {
  const names = Object.keys(MANAGEMENT_SUBTYPES) as ManagementSubtype[];
  expect(names.map(frameType)).toEqual(names.map((name) => MANAGEMENT_SUBTYPES[name] * 16));
  expect(frameType('authentication')).toBe(0xb0);
});

test('HT Control stands between the header and the body', () => {
  const plain = buildManagementFrame({
    receiver: '02:00:00:00:00:01',
    transmitter: '02:00:00:00:00:02',
    bssid: '02:00:00:00:00:01',
    subtype: 'action',
    category: 4,
    body: Uint8Array.of(9, 1, 2),
  });
  const controlled = Uint8Array.from([...plain.subarray(0, 24), 0x0f, 0, 0, 0x80, ...plain.subarray(24)]);
  controlled[1] = 0x80;
  const read = parseManagementFrame(controlled);
  expect(read).toMatchObject({ htControl: 0x8000_000f, subtype: 'action', category: 4 });
  expect(read && buildManagementFrame(read)).toEqual(controlled);
  // Too short for it: nothing is made up.
  const cut = controlled.subarray(0, 26);
  const rest = parseManagementFrame(cut);
  expect(rest).not.toHaveProperty('htControl');
  expect(rest && buildManagementFrame(rest)).toEqual(cut);
});

test('an association number whose highest bits are odd is read, and written as it stood', () => {
  const frame = buildManagementFrame({
    receiver: '02:00:00:00:00:01',
    transmitter: '02:00:00:00:00:02',
    bssid: '02:00:00:00:00:02',
    subtype: 'association-response',
    capability: 1,
    status: 0,
    aid: 1,
    elements: buildElements({}),
  });
  frame[29] = 0;
  const read = parseManagementFrame(frame);
  expect(read).toMatchObject({ aid: 1, aidField: 1 });
  expect(read && buildManagementFrame(read)).toEqual(frame);
});
