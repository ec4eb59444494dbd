import { NLA_F_NESTED } from '../wire/attribute.js';
import type { AnyCodec } from '../wire/codec.js';
import { DecodeError, EncodeError } from '../wire/errors.js';
import type { Nest } from '../wire/table.js';
import { viewOf, Writer } from '../wire/writer.js';

/** Numbers from 0 up to below a limit; tests pass a seeded one. */
export type Random = (below: number) => number;

const SIZES = [0, 1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 26, 32];

/** Bytes that have a chance of being a value of the codec: structured where it is, random where it is not. */
export function generateBytes(codec: AnyCodec, random: Random, depth = 0): Uint8Array {
  if (!codec.nested || !codec.inside) {
    const [min = 0, max = 32] = codec.limits ?? [];
    const any = codec.limits ? min + random(Math.min(max - min, 32) + 1) : SIZES[random(SIZES.length)];
    const size = codec.size ?? any ?? 0;
    return Uint8Array.from({ length: size }, () => random(256));
  }
  const writer = new Writer();
  if (depth > 5) return writer.finish();
  const { table } = codec as Partial<Nest<unknown>>;
  const ids = table ? Object.values(table).map(([id]) => id) : [1, 2, 3];
  for (const id of ids) {
    if (random(table ? 4 : 2) !== 0) continue;
    const inner = codec.inside(id)?.codec;
    const bytes = inner ? generateBytes(inner, random, depth + 1) : new Uint8Array();
    writer.attribute(inner?.nested ? id | NLA_F_NESTED : id, () => writer.raw(bytes));
  }
  return writer.finish();
}

/** Reads bytes; undefined where the codec refuses them. Any error but DecodeError goes on. */
export function tryDecode(codec: AnyCodec, bytes: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: codec.decode(viewOf(bytes), 0, bytes.length) };
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** Writes a value; undefined where the codec refuses it. Any error but EncodeError goes on. */
export function tryEncode(codec: AnyCodec, value: unknown): Uint8Array | undefined {
  const writer = new Writer();
  try {
    codec.encode(value, writer);
    return writer.finish();
  } catch (error) {
    if (error instanceof EncodeError) return undefined;
    throw error;
  }
}
