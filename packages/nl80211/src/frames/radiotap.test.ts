import fc from 'fast-check';
import { buildRadiotap, parseRadiotap } from './radiotap.js';
import { type FieldShape, PARTS, RADIOTAP_FIELDS, type RadiotapField } from './radiotap-fields.js';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));
const text = (octets: Uint8Array): string => Buffer.from(octets).toString('hex');

test.each([
  [
    'of a radio',
    '0000 1800 2f000000 0102030405060708 00 0c 8509 a000 ce 00',
    ['tsft', 'flags', 'rate', 'channel', 'signal'],
    // One octet behind the last field.
    false,
  ],
  [
    'of one with two antennas, a presence word each',
    '0000 1800 2a0000a0 200800a0 20080000 00 00 8509 a000 ce c8 00 d0 01',
    ['flags', 'channel', 'signal', 'signal', 'antenna', 'signal', 'antenna'],
    true,
  ],
  [
    'with fields of a manufacturer, and one of radiotap behind them',
    '0000 1a00 000000c0 010000a0 20000000 001122 07 0300 aabbcc ce',
    ['vendor', 'signal'],
    true,
  ],
  ['of type, length and value', '0000 1400 20000010 ce 000000 2100 0400 01020304', ['signal', 'tlv'], true],
  [
    'with a field that nobody knows: those before it',
    '0000 0a00 24000080 01000000 0c ce 00',
    ['rate', 'signal'],
    false,
  ],
])('a header %s: its fields in order', (_name, octets, names, same) => {
  const given = hex(octets);
  given[2] = given.length;
  const read = parseRadiotap(given);
  expect(read?.fields.map(({ name }) => name)).toEqual(names);
  if (same) expect(read && text(buildRadiotap(read.fields))).toBe(text(given));
});

test('values have units', () => {
  const read = parseRadiotap(hex('0000 1700 2f000000 0102030405060708 00 0c 8509 a000 ce'));
  expect(read).toMatchObject({ frequencyMhz: 2437, signalDbm: -50, rateMbps: 6, complete: true });
  expect(read?.get('tsft')?.us).toBe(0x0807060504030201n);
  expect(read?.get('noise')).toBeUndefined();
});

const part = (kind: keyof typeof PARTS): fc.Arbitrary<unknown> => {
  if (kind === 'u64') return fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  if (kind === 'octets4') return fc.uint8Array({ minLength: 4, maxLength: 4 });
  if (kind === 'rate') return fc.integer({ min: 0, max: 255 }).map((steps) => steps / 2);
  if (kind === 's8') return fc.integer({ min: -128, max: 127 });
  return fc.integer({ min: 0, max: 2 ** (8 * PARTS[kind]) - 1 });
};
const fieldOf = ([name, { parts }]: [string, FieldShape]) =>
  fc.record({
    name: fc.constant(name),
    ...Object.fromEntries(Object.entries(parts).map(([key, kind]) => [key, part(kind)])),
  });
const anyField = fc.oneof(...Object.entries<FieldShape>(RADIOTAP_FIELDS).map(fieldOf));

test('any fields in any order are written, and read again', () => {
  fc.assert(
    fc.property(fc.array(anyField, { maxLength: 12 }), (given) => {
      const fields = given as unknown as RadiotapField[];
      const octets = buildRadiotap(fields);
      const read = parseRadiotap(Uint8Array.from([...octets, 1, 2, 3]));
      expect(read?.fields).toEqual(fields);
      expect(read?.complete).toBe(true);
      expect(read && text(read.octets)).toBe(text(octets));
    }),
  );
});

test('whatever comes from the air: never throws, and reads nothing behind the header', () => {
  const sound = fc.tuple(
    fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { minLength: 1, maxLength: 6 }),
    fc.uint8Array({ maxLength: 80 }),
  );
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 100 }), sound), (given) => {
      let octets = given as Uint8Array;
      if (!(given instanceof Uint8Array)) {
        const [words, rest] = given as [number[], Uint8Array];
        const present = words.map(
          (word, i) => (i < words.length - 1 ? word | 0x8000_0000 : word & 0x7fff_ffff) >>> 0,
        );
        const buffer = Buffer.alloc(4 + 4 * words.length + rest.length);
        buffer.writeUInt16LE(buffer.length, 2);
        for (const [i, word] of present.entries()) buffer.writeUInt32LE(word, 4 + 4 * i);
        buffer.set(rest, 4 + 4 * words.length);
        octets = buffer;
      }
      const read = parseRadiotap(octets);
      if (read) expect(read.octets.length).toBeLessThanOrEqual(octets.length);
    }),
    { numRuns: 5000 },
  );
});
