import { NLA_TYPE_MASK, walkAttributes } from './attribute.js';
import type { Codec } from './codec.js';
import { DecodeError, EncodeError } from './errors.js';
import { type Scalar, u32 } from './scalar.js';
import type { Writer } from './writer.js';

export type Names = Readonly<Record<string, number>>;
/** The numbers of the names of `T`. */
export type Named<T extends string> = Readonly<Record<T, number>>;

const invertedTables = new WeakMap<Names, Map<number, string>>();

/** The names by number; the first one where several share it. */
function invert<T extends Names>(names: T): Map<number, keyof T & string> {
  let inverted = invertedTables.get(names);
  if (!inverted) {
    inverted = new Map();
    for (const [name, number] of Object.entries(names)) if (!inverted.has(number)) inverted.set(number, name);
    invertedTables.set(names, inverted);
  }
  return inverted as Map<number, keyof T & string>;
}

/** The name of a number; the first one where several share it. */
export function nameOf<T extends Names>(names: T, value: number): (keyof T & string) | undefined {
  return invert(names).get(value);
}

/** The number of a name; a number is itself. Throws EncodeError, naming what there is. */
export function numberOf(names: Names, value: string | number): number {
  if (typeof value === 'number') return value;
  const number = Object.hasOwn(names, value) ? names[value] : undefined;
  if (number === undefined) {
    throw new EncodeError(`${JSON.stringify(value)} is none of ${Object.keys(names).join(', ')}`);
  }
  return number;
}

/** One of several names; a number without a name stays a number. */
export function enumOf<T extends Names>(
  names: T,
  base: Scalar<number> = u32,
): Scalar<(keyof T & string) | number> {
  const byNumber = invert(names);
  return {
    size: base.size,
    decode(view, at, length) {
      const value = base.decode(view, at, length);
      return byNumber.get(value) ?? value;
    },
    encode(value, writer) {
      base.encode(numberOf(names, value), writer);
    },
  };
}

/** A set of bits as a list of names. `names` gives bit numbers, lowest is 0; a bit without a name is its number. */
export function bitsOf<T extends Names>(
  names: T,
  base: Scalar<number> = u32,
): Scalar<((keyof T & string) | number)[]> {
  const byNumber = invert(names);
  return {
    size: base.size,
    decode(view, at, length) {
      let left = base.decode(view, at, length);
      const set: ((keyof T & string) | number)[] = [];
      // The lowest bit that is set, and then the next: most masks have few.
      while (left !== 0) {
        const bit = 31 - Math.clz32(left & -left);
        set.push(byNumber.get(bit) ?? bit);
        left &= left - 1;
      }
      return set;
    },
    encode(value, writer) {
      base.encode(maskOf(names, value, base.size * 8), writer);
    },
  };
}

/** Names (or bit numbers) to a mask. */
export function maskOf(names: Names, values: readonly (string | number)[], width = 32): number {
  if (!Array.isArray(values)) throw new EncodeError(`${String(values)} is not a list`);
  let mask = 0;
  for (const value of values) {
    const bit = numberOf(names, value);
    if (!Number.isInteger(bit) || bit < 0 || bit >= width) {
      throw new EncodeError(`bit ${bit} is not one of 0 to ${width - 1}`);
    }
    mask = (mask | (1 << bit)) >>> 0;
  }
  return mask;
}

/** A bitmap of any length in bytes, bit 0 first, as a list of names. */
export function byteBitsOf<T extends Names>(names: T): Codec<((keyof T & string) | number)[]> {
  return {
    decode(view, at, length) {
      const set: ((keyof T & string) | number)[] = [];
      for (let bit = 0; bit < length * 8; bit++) {
        if ((view.getUint8(at + (bit >> 3)) >> (bit & 7)) & 1) set.push(nameOf(names, bit) ?? bit);
      }
      return set;
    },
    encode(value, writer) {
      if (!Array.isArray(value)) throw new EncodeError(`${String(value)} is not a list`);
      const bits = value.map((each) => numberOf(names, each));
      const map = new Uint8Array((Math.max(-1, ...bits) >> 3) + 1);
      for (const bit of bits) {
        if (!Number.isInteger(bit) || bit < 0 || bit > 4095)
          throw new EncodeError(`bit ${bit} is not one of 0 to 4095`);
        map[bit >> 3] = (map[bit >> 3] ?? 0) | (1 << (bit & 7));
      }
      writer.raw(map);
    },
    merge: (older, newer) => [...new Set([...older, ...newer])],
  };
}

/** Attributes without a value, each of which means a name: interface types, station flags, monitor flags. */
export function flagSetOf<T extends Names>(names: T): Codec<((keyof T & string) | number)[]> {
  return {
    nested: true,
    decode(view, at, length) {
      const set: ((keyof T & string) | number)[] = [];
      const left = walkAttributes(view, at, length, (id) => {
        set.push(nameOf(names, id) ?? id);
      });
      if (left > 0) throw new DecodeError(`flags: ${left} bytes at the end are no attribute`);
      return set;
    },
    encode(value, writer: Writer) {
      if (!Array.isArray(value)) throw new EncodeError(`${String(value)} is not a list`);
      for (const each of value) {
        const id = numberOf(names, each);
        if (!Number.isInteger(id) || id < 0 || id > NLA_TYPE_MASK)
          throw new EncodeError(`flag ${id} is not a number`);
        writer.attribute(id, () => {});
      }
    },
    merge: (older, newer) => [...new Set([...older, ...newer])],
    inside(id) {
      return { name: nameOf(names, id) ?? String(id) };
    },
  };
}
