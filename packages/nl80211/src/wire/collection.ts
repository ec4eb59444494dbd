import { NLA_F_NESTED, NLA_TYPE_MASK, walkAttributes } from './attribute.js';
import type { AnyCodec, Codec, Decoded, Encodable } from './codec.js';
import { DecodeError, EncodeError } from './errors.js';
import type { Scalar } from './scalar.js';
import type { Writer } from './writer.js';

function writeItem<Out, In>(codec: Codec<Out, In>, id: number, key: string, value: In, writer: Writer): void {
  try {
    writer.attribute(codec.nested ? id | NLA_F_NESTED : id, () => codec.encode(value, writer));
  } catch (error) {
    throw error instanceof EncodeError ? error.within(key) : error;
  }
}

/** Several of one kind. By this name the declarations tell what an item is once, not for reading and for writing. */
export interface List<C extends AnyCodec> extends Codec<Decoded<C>[], readonly Encodable<C>[]> {}

/** Attributes of one kind, whose numbers mean nothing: written from 1 up, read in the order of the message. */
export function list<C extends AnyCodec>(codec: C): List<C>;
export function list<Out, In>(codec: Codec<Out, In>): Codec<Out[], readonly In[]> {
  return {
    nested: true,
    decode(view, at, length) {
      const items: Out[] = [];
      const left = walkAttributes(view, at, length, (_id, itemAt, itemLength) => {
        items.push(codec.decode(view, itemAt, itemLength));
      });
      if (left > 0) throw new DecodeError(`list: ${left} bytes at the end are no attribute`);
      return items;
    },
    encode(value, writer) {
      if (!Array.isArray(value)) throw new EncodeError(`${String(value)} is not a list`);
      value.forEach((item, index) => {
        writeItem(codec, index + 1, String(index), item, writer);
      });
    },
    merge: (older, newer) => [...older, ...newer],
    inside(id) {
      return { name: String(id), codec };
    },
  };
}

/**
 * A list() in one context, and in another one item that stands for itself, which is read as a list of one.
 * @param firsts numbers that such an item begins with, and no list does, whose items are counted from 0 or 1
 */
export function listOrOne<C extends AnyCodec>(codec: C, firsts: readonly number[]): List<C>;
export function listOrOne<Out, In>(
  codec: Codec<Out, In>,
  firsts: readonly number[],
): Codec<Out[], readonly In[]> {
  const many = list(codec as Codec<Out, In>) as Codec<Out[], readonly In[]>;
  return {
    ...many,
    decode(view, at, length) {
      let first: number | undefined;
      walkAttributes(view, at, length, (id, _at, size) => {
        // What aligns the next one is empty.
        if (size > 0) first ??= id;
      });
      return first !== undefined && firsts.includes(first)
        ? [codec.decode(view, at, length)]
        : many.decode(view, at, length);
    },
  };
}

/** An attribute that stands several times in a row, once for each item. */
export function repeated<C extends AnyCodec>(codec: C): List<C>;
export function repeated<Out, In>(codec: Codec<Out, In>): Codec<Out[], readonly In[]> {
  return {
    each: codec as Codec<unknown, unknown>,
    ...(codec.nested ? { nested: true as const } : {}),
    decode: (view, at, length) => [codec.decode(view, at, length)],
    // The table writes the items one by one; this is the value of the first.
    encode(value, writer) {
      const [first] = value;
      if (first !== undefined) codec.encode(first, writer);
    },
    merge: (older, newer) => [...older, ...newer],
    inside: (id) => codec.inside?.(id),
  };
}

/** Values of one kind by number. */
export interface Numbered<C extends AnyCodec>
  extends Codec<Record<number, Decoded<C>>, Readonly<Record<number, Encodable<C>>>> {}

/** Attributes of one kind, whose numbers are data: bands, keys, links. */
export function map<C extends AnyCodec>(codec: C): Numbered<C>;
export function map<Out, In>(
  codec: Codec<Out, In>,
): Codec<Record<number, Out>, Readonly<Record<number, In>>> {
  return {
    nested: true,
    decode(view, at, length) {
      const items: Record<number, Out> = {};
      const left = walkAttributes(view, at, length, (id, itemAt, itemLength) => {
        const item = codec.decode(view, itemAt, itemLength);
        const older = items[id];
        items[id] = older !== undefined && codec.merge ? codec.merge(older, item) : item;
      });
      if (left > 0) throw new DecodeError(`map: ${left} bytes at the end are no attribute`);
      return items;
    },
    encode(value, writer) {
      for (const [key, item] of Object.entries(value)) {
        const id = Number(key);
        if (!Number.isInteger(id) || id < 0 || id > NLA_TYPE_MASK)
          throw new EncodeError(`key ${key} is not a number`);
        writeItem(codec, id, key, item, writer);
      }
    },
    merge(older, newer) {
      const merged = { ...older };
      for (const [key, item] of Object.entries(newer)) {
        const id = Number(key);
        const before = merged[id];
        merged[id] = before !== undefined && codec.merge ? codec.merge(before, item) : item;
      }
      return merged;
    },
    inside(id) {
      return { name: String(id), codec };
    },
  };
}

/** Values of fixed size, one after the other, without headers: cipher suites, command numbers. */
export function array<Out, In>(codec: Scalar<Out, In>): Codec<Out[], readonly In[]> {
  return {
    decode(view, at, length) {
      if (length % codec.size !== 0)
        throw new DecodeError(`array: ${length} bytes are not a multiple of ${codec.size}`);
      const items: Out[] = [];
      for (let i = 0; i < length; i += codec.size) items.push(codec.decode(view, at + i, codec.size));
      return items;
    },
    encode(value, writer) {
      if (!Array.isArray(value)) throw new EncodeError(`${String(value)} is not a list`);
      for (const item of value) codec.encode(item, writer);
    },
    merge: (older, newer) => [...older, ...newer],
  };
}

/** The first codec that can read the bytes, or write the value: for attributes with two types by context. */
export function either<A, AIn, B, BIn>(first: Codec<A, AIn>, second: Codec<B, BIn>): Codec<A | B, AIn | BIn> {
  return {
    // Where only one of the two holds attributes, that is the one that is ever sent.
    ...(first.nested || second.nested ? { nested: true as const } : {}),
    decode(view, at, length) {
      try {
        return first.decode(view, at, length);
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        return second.decode(view, at, length);
      }
    },
    encode(value, writer) {
      const start = writer.length;
      try {
        first.encode(value as AIn, writer);
      } catch (error) {
        if (!(error instanceof EncodeError)) throw error;
        writer.rewind(start);
        second.encode(value as BIn, writer);
      }
    },
    omits(value) {
      return typeof value === 'boolean' && value === false;
    },
    inside(id) {
      return first.inside?.(id) ?? second.inside?.(id);
    },
  };
}

export type Fields = Readonly<Record<string, Scalar<unknown, unknown>>>;
type StructOut<F extends Fields> = { [K in keyof F]: F[K] extends Codec<infer Out, infer _In> ? Out : never };
type StructIn<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Codec<infer _Out, infer In> ? In : never;
};

/** Fields of fixed size in a row, as a packed C struct. */
export function struct<F extends Fields>(fields: F): Scalar<StructOut<F>, StructIn<F>> {
  const entries = Object.entries(fields);
  const size = entries.reduce((sum, [, codec]) => sum + codec.size, 0);
  return {
    size,
    decode(view, at, length) {
      if (length !== size) throw new DecodeError(`struct: ${length} bytes instead of ${size}`);
      const value: Record<string, unknown> = {};
      let offset = at;
      for (const [name, codec] of entries) {
        value[name] = codec.decode(view, offset, codec.size);
        offset += codec.size;
      }
      return value as StructOut<F>;
    },
    encode(value, writer) {
      for (const [name, codec] of entries) {
        try {
          codec.encode(value[name], writer);
        } catch (error) {
          throw error instanceof EncodeError ? error.within(name) : error;
        }
      }
    },
  };
}
