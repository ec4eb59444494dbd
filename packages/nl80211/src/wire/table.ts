import { ATTRIBUTE_HEADER, copyBytes, NLA_F_NESTED, NLA_TYPE_MASK, walkAttributes } from './attribute.js';
import type { AnyCodec, Codec, Decoded, Encodable } from './codec.js';
import { DecodeError, EncodeError } from './errors.js';
import { LITTLE_ENDIAN, viewOf, Writer } from './writer.js';

/** Attributes by name: their numbers and codecs. One line each; the TypeScript types of messages follow from it. */
export type Table = Readonly<Record<string, readonly [id: number, codec: AnyCodec]>>;

/** An attribute that the table does not know, or whose bytes do not fit what the table says of it. */
export interface UnknownAttribute {
  /** Its number, or -1 for bytes that are no attribute at all. */
  readonly id: number;
  readonly data: Uint8Array;
  /** Why a known attribute could not be read. */
  readonly problem?: string;
}

/** What reading a table gives. Every attribute may be missing: kernels differ. */
export type Attributes<T extends Table> = { -readonly [K in keyof T]?: Decoded<T[K][1]> } & {
  $unknown?: UnknownAttribute[];
};

/** What writing a table takes. Attributes are written in the object's order. */
export type AttributesIn<T extends Table> = { readonly [K in keyof T]?: Encodable<T[K][1]> | undefined } & {
  readonly $unknown?: readonly UnknownAttribute[] | undefined;
};

/** What every message may have besides its attributes. */
export interface Unknowns {
  $unknown?: UnknownAttribute[];
}

/** What is said to be undefined is left out. */
export type Loose<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** The rows of a table whose messages have a name: one for each attribute of `Out`, and padding. */
export type RowsOf<Out, In = Out> = {
  readonly [K in Exclude<keyof Out, '$unknown'> & string]: readonly [
    id: number,
    codec: Codec<Exclude<Out[K], undefined>, K extends keyof In ? Exclude<In[K], undefined> : never>,
  ];
} & { readonly pad?: readonly [id: number, codec: Codec<undefined>] };

/** An attribute that holds attributes, or a whole message. */
export interface Nest<Out, In = Out> extends Codec<Out, In> {
  readonly table: Table;
}

interface Row {
  readonly name: string;
  readonly codec: AnyCodec;
  /** Whether a second one of its kind adds to the first. */
  readonly joins: boolean;
}

/** Reads one attribute into `value`; returns why it could not. */
function readRow(
  row: Row,
  view: DataView,
  at: number,
  length: number,
  value: Record<string, unknown>,
): string | undefined {
  const { name, codec, joins } = row;
  if (codec.padding) return undefined;
  try {
    const older = joins ? value[name] : undefined;
    if (older === undefined) {
      value[name] = codec.decode(view, at, length);
    } else if (codec.each && Array.isArray(older)) {
      // Merging would copy what is there for every item.
      older.push(codec.each.decode(view, at, length));
    } else {
      const decoded = codec.decode(view, at, length);
      value[name] = codec.merge ? codec.merge(older, decoded) : decoded;
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return error.message;
  }
}

/** An attribute that holds the attributes of a table. Reading is total, writing strict. */
export function nest<T extends Table>(table: T): Nest<Attributes<T>, AttributesIn<T>> {
  /** By attribute number: messages are read by looking into an array, once for each attribute. */
  const rows: (Row | undefined)[] = [];
  for (const [name, [id, codec]] of Object.entries(table)) {
    while (rows.length < id) rows.push(undefined);
    rows[id] = { name, codec, joins: codec.merge !== undefined || codec.each !== undefined };
  }
  return {
    table,
    nested: true,
    decode(view, at, length) {
      const value: Record<string, unknown> = {};
      let unknown: UnknownAttribute[] | undefined;
      const end = at + length;
      while (end - at >= ATTRIBUTE_HEADER) {
        const size = view.getUint16(at, LITTLE_ENDIAN);
        if (size < ATTRIBUTE_HEADER || size > end - at) break;
        const id = view.getUint16(at + 2, LITTLE_ENDIAN) & NLA_TYPE_MASK;
        const row = id < rows.length ? rows[id] : undefined;
        const problem = row ? readRow(row, view, at + ATTRIBUTE_HEADER, size - ATTRIBUTE_HEADER, value) : '';
        if (problem !== undefined) {
          const data = copyBytes(view, at + ATTRIBUTE_HEADER, size - ATTRIBUTE_HEADER);
          unknown ??= [];
          unknown.push(row ? { id, data, problem } : { id, data });
        }
        at += (size + 3) & ~3;
      }
      if (at < end) {
        const left = end - at;
        const data = copyBytes(view, at, left);
        unknown ??= [];
        unknown.push({ id: -1, data, problem: `${left} bytes at the end are no attribute` });
      }
      if (unknown) value.$unknown = unknown;
      return value as Attributes<T>;
    },
    encode(value, writer) {
      if (typeof value !== 'object' || value === null)
        throw new EncodeError(`${String(value)} is not an object`);
      for (const [name, item] of Object.entries(value)) {
        if (item === undefined) continue;
        if (name === '$unknown') {
          for (const { id, data } of item as UnknownAttribute[]) {
            if (id >= 0) writer.attribute(id, () => writer.raw(data));
          }
          continue;
        }
        const row = Object.hasOwn(table, name) ? table[name] : undefined;
        if (!row) throw new EncodeError(unknownKey(name, table));
        const [id, codec] = row;
        if (codec.padding || codec.omits?.(item)) continue;
        try {
          writeRow(id, codec, item, writer);
        } catch (error) {
          throw error instanceof EncodeError ? error.within(name) : error;
        }
      }
    },
    merge(older, newer) {
      const merged: Record<string, unknown> = { ...older };
      for (const [name, item] of Object.entries(newer)) {
        if (name === '$unknown') {
          merged.$unknown = [...(older.$unknown ?? []), ...(item as UnknownAttribute[])];
          continue;
        }
        const before = merged[name];
        const codec = table[name]?.[1];
        merged[name] = before !== undefined && codec?.merge ? codec.merge(before, item) : item;
      }
      return merged as Attributes<T>;
    },
    inside: (id) => rows[id],
  };
}

function writeRow(id: number, codec: AnyCodec, value: unknown, writer: Writer): void {
  const { each } = codec;
  if (!each) {
    // Where the same attribute is a flag in another context: a flag holds nothing, and kernels refuse one that says so.
    const holds = codec.nested && typeof value !== 'boolean';
    writer.attribute(holds ? id | NLA_F_NESTED : id, () => codec.encode(value, writer));
    return;
  }
  if (!Array.isArray(value)) throw new EncodeError(`${String(value)} is not a list`);
  for (const item of value) writeRow(id, each, item, writer);
}

function unknownKey(name: string, table: Table): string {
  const near = Object.keys(table)
    .map((key) => ({ key, distance: editDistance(name.toLowerCase(), key.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  const hint = near && near.distance <= Math.max(2, name.length / 3) ? `; did you mean ${near.key}?` : '';
  return `no attribute is called ${JSON.stringify(name)}${hint}`;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Reads the attributes in `bytes`. Never throws: what is odd is in `$unknown`. */
export function decodeTable<Out, In>(codec: Nest<Out, In>, bytes: Uint8Array): Out {
  return codec.decode(viewOf(bytes), 0, bytes.length);
}

/** Writes attributes. Throws EncodeError: an unknown name, a value out of range. */
export function encodeTable<Out, In>(codec: Nest<Out, In>, value: In): Uint8Array {
  const writer = new Writer();
  codec.encode(value, writer);
  return writer.finish();
}

/**
 * The names of the attributes around a byte of a message, outermost first: what an error's offset points at.
 * `offset` counts from the start of `bytes`, which hold attributes of `codec`.
 */
export function attributePath(codec: AnyCodec, bytes: Uint8Array, offset: number): string[] {
  const view = viewOf(bytes);
  const path: string[] = [];
  let around: AnyCodec | undefined = codec;
  let at = 0;
  let length = bytes.length;
  while (around?.inside) {
    const inside: AnyCodec['inside'] = around.inside.bind(around);
    let found: { at: number; length: number; codec: AnyCodec | undefined } | undefined;
    walkAttributes(view, at, length, (id, valueAt, valueLength) => {
      if (offset < valueAt - 4 || offset >= valueAt + Math.max(valueLength, 1)) return;
      const row = inside?.(id);
      path.push(row?.name ?? `attribute ${id}`);
      found = { at: valueAt, length: valueLength, codec: row?.codec };
    });
    // The offset points at an attribute's header: this one, and nothing further in.
    if (!found || offset < found.at) break;
    around = found.codec;
    at = found.at;
    length = found.length;
  }
  return path;
}
