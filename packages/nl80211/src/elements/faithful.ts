import { isDeepStrictEqual } from 'node:util';

/** What was read of a frame that says more, or says it otherwise, than its fields. */
export interface AsItStood {
  /**
   * The element as it stood; there where its fields alone would be written in other octets. It is written again as long as
   * the fields say what they said.
   */
  readonly octets?: Uint8Array;
}

/** How an element is read, and written to the same octets. */
export interface ElementCodec<Out, In> {
  read(data: Uint8Array): (Out & AsItStood) | undefined;
  write(value: In & AsItStood): Uint8Array;
}

const equal = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((octet, at) => octet === b[at]);

/**
 * Makes a codec of a reader of fields and a writer of fields, neither of which has to know what is reserved, left out,
 * in another order or too much. The writer may throw EncodeError for what no person should say.
 */
export function faithful<Out extends In & object, In extends object>(
  readFields: (data: Uint8Array) => Out | undefined,
  writeFields: (value: In) => Iterable<number>,
): ElementCodec<Out, In> {
  const same = (value: Out, data: Uint8Array): boolean => {
    try {
      return equal(Uint8Array.from(writeFields(value)), data);
    } catch {
      return false;
    }
  };
  const read = (data: Uint8Array): (Out & AsItStood) | undefined => {
    const value = readFields(data);
    return value && (same(value, data) ? value : { ...value, octets: Uint8Array.from(data) });
  };
  return {
    read,
    write(value) {
      const { octets } = value;
      return octets && isDeepStrictEqual(read(octets), value) ? octets : Uint8Array.from(writeFields(value));
    },
  };
}
