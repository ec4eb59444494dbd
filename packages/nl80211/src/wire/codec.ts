import type { Writer } from './writer.js';

/**
 * How one attribute's value is read and written. `Out` is what reading gives; `In` is what writing takes.
 * decode throws DecodeError (the table around it then keeps the bytes in `$unknown`); encode throws EncodeError.
 */
export interface Codec<Out, In = Out> {
  decode(view: DataView, at: number, length: number): Out;
  encode(value: In, writer: Writer): void;
  /** The value holds attributes: its type carries NLA_F_NESTED. */
  readonly nested?: true;
  /** Alignment filler: skipped when read, never written. */
  readonly padding?: true;
  /** Bytes of a value of fixed size; what arrays and structs are made of. */
  readonly size?: number;
  /** The attribute stands once for each item; this is how one item is read and written. */
  readonly each?: Codec<unknown, unknown>;
  /** Fewest and most bytes that writing accepts, where these are limited. */
  readonly limits?: readonly [min: number, max: number];
  /** Whether this value is expressed by leaving the attribute out, as a false flag is. */
  omits?(value: In): boolean;
  /** Joins two parts of a value that came in two messages of a split dump. The later one wins where this is missing. */
  merge?(older: Out, newer: Out): Out;
  /** The attributes inside, for naming a place in a message. */
  inside?(id: number): { readonly name: string; readonly codec?: Codec<unknown, unknown> } | undefined;
}

/** Any codec, where its types do not matter. */
export type AnyCodec = Codec<unknown, unknown>;

export type Decoded<C> = C extends Codec<infer Out, infer _In> ? Out : never;
export type Encodable<C> = C extends Codec<infer _Out, infer In> ? In : never;
