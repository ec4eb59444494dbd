import { runFilter } from '../testing/bpf.js';
import { type CaptureFilter, type FrameKind, filterProgram } from './filter.js';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));
const RADIOTAP = '0000 0900 02000000 00';
const [ONE, TWO, THREE, OTHER] = [
  '02:00:00:00:00:01',
  '02:00:00:00:00:02',
  '02:00:00:00:00:03',
  '02:00:00:00:01:01',
];

/** A frame that begins with this octet, of these addresses. */
const frame = (first: string, ...addresses: string[]): Uint8Array =>
  hex(`${RADIOTAP} ${first}00 0000 ${addresses.map((each) => each.replaceAll(':', '')).join('')} 0000`);
const passes = (filter: CaptureFilter, octets: Uint8Array): boolean =>
  runFilter(filterProgram(filter), octets) > 0;

test.each<[readonly FrameKind[], readonly string[]]>([
  [['beacon'], ['80']],
  [['management'], ['80', 'b0', 'd0']],
  [['data'], ['08', '88', 'c8']],
  [
    ['qos-null', 'ack'],
    ['c8', 'd4'],
  ],
  [[], ['80', 'b0', 'd0', '08', '88', 'c8', 'd4', 'b4']],
])('kinds %j let pass %j', (kinds, taken) => {
  const all = ['80', 'b0', 'd0', '08', '88', 'c8', 'd4', 'b4'];
  expect(all.filter((first) => passes({ kinds }, frame(first, ONE, TWO, THREE)))).toEqual(taken);
});

test('addresses: any of the first three, also of frames that have fewer', () => {
  for (const address of [ONE, TWO, THREE])
    expect(passes({ addresses: [OTHER, address] }, frame('08', ONE, TWO, THREE))).toBe(true);
  expect(passes({ addresses: [OTHER] }, frame('08', ONE, TWO, THREE))).toBe(false);
  expect(passes({ addresses: [OTHER, ONE] }, frame('d4', ONE))).toBe(true);
  expect(passes({ addresses: [OTHER, TWO] }, frame('d4', ONE))).toBe(false);
});

test('both together, and as many as there may be: no jump is too far', () => {
  const addresses = Array.from({ length: 16 }, (_, i) => `02:00:00:00:02:${i.toString(16).padStart(2, '0')}`);
  const kinds: FrameKind[] = Array.from({ length: 30 }, () => 'beacon');
  const last = addresses.at(-1) ?? '';
  expect(passes({ kinds, addresses }, frame('80', ONE, TWO, last))).toBe(true);
  expect(passes({ kinds, addresses }, frame('80', last, TWO, THREE))).toBe(true);
  expect(passes({ kinds, addresses }, frame('08', last, TWO, THREE))).toBe(false);
  expect(() => filterProgram({ addresses: [...addresses, ONE] })).toThrow(/16 are the most/);
  expect(() => filterProgram({ kinds: ['bacon' as FrameKind] })).toThrow(/"bacon" is none of management,/);
  expect(filterProgram({})).toHaveLength(0);
});

test('what is too short to have a header is not wanted', () => {
  for (let length = 0; length < 9; length++)
    expect(passes({ kinds: ['beacon'] }, hex(RADIOTAP).subarray(0, length))).toBe(false);
});
