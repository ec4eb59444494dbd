import { EncodeError } from '../wire/errors.js';

/** Fields of a capability bitmap: the first bit of each, counted from the lowest of the first octet, and its width, 1 when left out. */
export type FieldTable = Readonly<Record<string, readonly [bit: number, width?: number]>>;

/** One bit is true or false, more are a number. `$reserved` has the bits without a name, where any are set. */
export type FieldsOf<Bits extends string, Numbers extends string> = { readonly [K in Bits]: boolean } & {
  readonly [K in Numbers]: number;
} & { readonly $reserved?: readonly number[] };

/** The fields that a bitmap is read as. */
export type Fields<F> = F extends BitFields<infer Bits, infer Numbers> ? FieldsOf<Bits, Numbers> : never;

export interface BitFields<Bits extends string, Numbers extends string> {
  readonly octets: number;
  readonly table: FieldTable;
  /** Reads `octets` octets. Octets that are missing count as 0. */
  read(bytes: Uint8Array): FieldsOf<Bits, Numbers>;
  /** Writes the same octets again. Throws EncodeError for a number that does not fit its field. */
  write(fields: FieldsOf<Bits, Numbers>): Uint8Array;
}

type Wide<T extends FieldTable> = {
  [K in keyof T & string]: T[K] extends readonly [number, number] ? K : never;
}[keyof T & string];

/** A bitmap of the standard as a table of its fields: read by name, and written back to the same octets. */
export function bitFields<const T extends FieldTable>(
  octets: number,
  table: T,
): BitFields<Exclude<keyof T & string, Wide<T>>, Wide<T>> {
  const rows = Object.entries(table).map(([name, [bit, width = 1]]) => ({ name, bit, width }));
  const named = new Set(rows.flatMap(({ bit, width }) => Array.from({ length: width }, (_, i) => bit + i)));
  const isSet = (bytes: Uint8Array, bit: number): boolean =>
    (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1;
  const set = (bytes: Uint8Array, bit: number): void => {
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (1 << (bit & 7));
  };
  return {
    octets,
    table,
    read(bytes) {
      const value: Record<string, unknown> = {};
      for (const { name, bit, width } of rows) {
        let number = 0;
        for (let i = 0; i < width; i++) if (isSet(bytes, bit + i)) number |= 1 << i;
        value[name] = width === 1 ? number === 1 : number;
      }
      const reserved: number[] = [];
      for (let bit = 0; bit < octets * 8; bit++) if (!named.has(bit) && isSet(bytes, bit)) reserved.push(bit);
      if (reserved.length > 0) value.$reserved = reserved;
      return value as FieldsOf<Exclude<keyof T & string, Wide<T>>, Wide<T>>;
    },
    write(fields) {
      const bytes = new Uint8Array(octets);
      const values = fields as Readonly<Record<string, unknown>>;
      for (const { name, bit, width } of rows) {
        const number = Number(values[name] ?? 0);
        if (!Number.isInteger(number) || number < 0 || number >= 2 ** width)
          throw new EncodeError(`${name}: ${values[name]} is not 0 to ${2 ** width - 1}`);
        for (let i = 0; i < width; i++) if ((number >> i) & 1) set(bytes, bit + i);
      }
      for (const bit of fields.$reserved ?? []) if (bit >= 0 && bit < octets * 8) set(bytes, bit);
      return bytes;
    },
  };
}
