import { EncodeError } from '../wire/errors.js';

/** Fields of a capability bitmap: the first bit of each, counted from the lowest of the first octet, and its width, 1 when left out. */
export type FieldTable = Readonly<Record<string, readonly [bit: number, width?: number]>>;

/** One bit is true or false, more are a number. `$reserved` has the bits without a name, where any are set. */
export type FieldsOf<T extends FieldTable> = {
  readonly [K in keyof T]: T[K] extends readonly [number, number] ? number : boolean;
} & { readonly $reserved?: readonly number[] };

export interface BitFields<T extends FieldTable> {
  readonly octets: number;
  readonly table: T;
  /** Reads `octets` octets. Octets that are missing count as 0. */
  read(bytes: Uint8Array): FieldsOf<T>;
  /** Writes the same octets again. Throws EncodeError for a number that does not fit its field. */
  write(fields: FieldsOf<T>): Uint8Array;
}

/** A bitmap of the standard as a table of its fields: read by name, and written back to the same octets. */
export function bitFields<const T extends FieldTable>(octets: number, table: T): BitFields<T> {
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
      return value as FieldsOf<T>;
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
