import fc from 'fast-check';
import { nlctrlAttributes } from '../genl/nlctrl.js';
import { attributes, message } from '../spec/nl80211/attributes.js';
import { addressAttributes } from '../spec/rtnl/address.js';
import { linkAttributes } from '../spec/rtnl/link.js';
import { generateBytes, type Random, tryDecode, tryEncode } from '../testing/generate.js';
import { either, list, repeated } from './collection.js';
import { DecodeError, EncodeError } from './errors.js';
import { splitMessages } from './message.js';
import { emptyFlag, flag, mac, string, u8, u16, u32, u64 } from './scalar.js';
import { attributePath, decodeTable, encodeTable, nest, type Table } from './table.js';

function seeded(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test('a count that is written as an octet is read as the kernel writes it, in one octet or in four', () => {
  expect(encodeTable(nest(attributes), { colorChangeCount: 5 })).toEqual(
    new Uint8Array([5, 0, 47, 1, 5, 0, 0, 0]),
  );
  expect(decodeTable(nest(attributes), new Uint8Array([5, 0, 47, 1, 5, 0, 0, 0]))).toEqual({
    colorChangeCount: 5,
  });
  expect(decodeTable(nest(attributes), new Uint8Array([8, 0, 47, 1, 5, 1, 0, 0]))).toEqual({
    colorChangeCount: 261,
  });
  expect(() => encodeTable(nest(attributes), { colorChangeCount: 256 })).toThrow(EncodeError);
});

describe('a table', () => {
  const inner = nest({ rate: [1, u16], name: [2, string] });
  const codec = nest({
    index: [1, u32],
    on: [2, flag],
    mac: [3, mac],
    counter: [4, u64],
    items: [5, list(inner)],
  });

  test('writes what it reads', () => {
    const value = {
      index: 7,
      on: true,
      mac: '02:00:00:00:01:00',
      counter: 5n,
      items: [{ rate: 3 }, { name: 'x' }],
    };
    expect(decodeTable(codec, encodeTable(codec, value))).toEqual(value);
  });

  test('writes an attribute once for each item, and reads all of them', () => {
    const many = nest({ item: [7, repeated(inner)], number: [8, repeated(u8)] });
    const value = { item: [{ rate: 1 }, { rate: 2 }], number: [1, 2, 3] };
    const bytes = encodeTable(many, value);
    expect(decodeTable(many, bytes)).toEqual(value);
    expect(bytes).toHaveLength(2 * 12 + 3 * 8);
  });

  test('writes a flag as one, where the same attribute holds others in another context', () => {
    const both = nest({ asked: [7, either(emptyFlag, inner)] });
    expect(encodeTable(both, { asked: true })).toEqual(Uint8Array.of(4, 0, 7, 0));
    expect(encodeTable(both, { asked: false })).toHaveLength(0);
    expect(encodeTable(both, { asked: { rate: 3 } })).toEqual(
      Uint8Array.of(12, 0, 7, 0x80, 6, 0, 1, 0, 3, 0, 0, 0),
    );
    for (const asked of [true, { rate: 3 }]) {
      expect(decodeTable(both, encodeTable(both, { asked }))).toEqual({ asked });
    }
  });

  test('leaves out false flags and undefined members', () => {
    expect(encodeTable(codec, { on: false, index: undefined })).toHaveLength(0);
  });

  test('keeps what it does not know and what does not fit, and loses nothing else', () => {
    const wide = nest({ index: [1, u64], other: [99, u8], mac: [3, mac] });
    const read = decodeTable(codec, encodeTable(wide, { index: 1n, other: 4, mac: '02:00:00:00:00:01' }));
    expect(read.mac).toBe('02:00:00:00:00:01');
    expect(read.$unknown).toEqual([
      { id: 1, data: expect.any(Uint8Array), problem: 'u32: 8 bytes instead of 4' },
      { id: 99, data: Uint8Array.of(4) },
    ]);
  });

  test('refuses to write an unknown name, with the nearest right one', () => {
    expect(() => encodeTable(codec, { indx: 1 } as never)).toThrow(
      'no attribute is called "indx"; did you mean index?',
    );
  });

  test.each([
    [{ index: -1 }, 'index: -1 is not an integer from 0 to 4294967295 (u32)'],
    [{ mac: '02:00' }, 'mac: "02:00" is not an address like 02:00:00:00:01:00'],
    [{ counter: 3 as never }, 'counter: 3 is not a bigint'],
    [{ items: [{}, { rate: 70_000 }] }, 'items.1.rate: 70000 is not an integer from 0 to 65535 (u16)'],
  ])('refuses %j', (value, text) => {
    expect(() => encodeTable(codec, value)).toThrow(EncodeError);
    expect(() => encodeTable(codec, value)).toThrow(text);
  });

  test('names the place of a byte', () => {
    const bytes = encodeTable(codec, { index: 1, items: [{ rate: 1 }, { name: 'abc' }] });
    const at = Buffer.from(bytes).indexOf('abc');
    expect(attributePath(codec, bytes, at - 4)).toEqual(['items', '2', 'name']);
    expect(attributePath(codec, bytes, 0)).toEqual(['index']);
  });

  test('refuses an attribute that is too long for its length field', () => {
    const text = nest({ text: [1, string] });
    expect(() => encodeTable(text, { text: 'x'.repeat(70_000) })).toThrow(/text: 70001 bytes/);
  });

  test('infers types', () => {
    const read = decodeTable(codec, new Uint8Array());
    const rate: number | undefined = read.items?.[0]?.rate;
    // @ts-expect-error a string is not a number
    const wrong: string | undefined = read.index;
    // @ts-expect-error an attribute that the table does not have
    expect(() => encodeTable(codec, { nothing: 1 })).toThrow(EncodeError);
    expect([rate, wrong]).toEqual([undefined, undefined]);
  });
});

describe('every row of every table', () => {
  const tables: Record<string, Table> = {
    nl80211: attributes,
    nlctrl: nlctrlAttributes,
    link: linkAttributes,
    address: addressAttributes,
  };
  const rows = Object.entries(tables).flatMap(([family, table]) =>
    Object.entries(table).map(([name, row]) => [`${family}.${name}`, row[1]] as const),
  );

  test.each(rows)('%s: what was read is written back to the same meaning', (_name, codec) => {
    let read = 0;
    for (let seed = 1; seed <= 200 && read < 25; seed++) {
      const first = tryDecode(codec, generateBytes(codec, seeded(seed)));
      if (!first || codec.padding) continue;
      const bytes = tryEncode(codec, first.value);
      if (!bytes) continue;
      read++;
      expect(tryDecode(codec, bytes)?.value).toEqual(first.value);
    }
    expect(read).toBeGreaterThan(codec.padding ? -1 : 0);
  });

  test('no two rows of a table share a number', () => {
    for (const table of Object.values(tables)) {
      const ids = Object.values(table).map(([id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });
});

describe('random bytes', () => {
  test('read as attributes never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const read = decodeTable(message, bytes);
        expect(typeof read).toBe('object');
      }),
      { numRuns: 3000 },
    );
  });

  test('with sound framing and rotten values never throw, and lose nothing', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(), (seed, cut) => {
        const bytes = generateBytes(message, seeded(seed));
        const read = decodeTable(message, bytes.subarray(0, bytes.length === 0 ? 0 : cut % bytes.length));
        expect(typeof read).toBe('object');
      }),
      { numRuns: 1000 },
    );
  });

  test('read as messages throw DecodeError or nothing', () => {
    let refused = 0;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        try {
          splitMessages(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
          refused++;
        }
      }),
      { numRuns: 2000 },
    );
    expect(refused).toBeGreaterThan(0);
  });
});
