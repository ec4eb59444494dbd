import type { Decoded, Encodable } from '../wire/codec.js';
import { DecodeError } from '../wire/errors.js';
import { GENERIC_HEADER } from '../wire/message.js';
import { nameOf } from '../wire/named.js';
import { encodeTable, type Nest } from '../wire/table.js';
import { viewOf } from '../wire/writer.js';

/** All that is to be said of a generic netlink family. Everything else follows from the tables. */
export interface FamilySpec<
  Out = unknown,
  In = Out,
  C extends Readonly<Record<string, number>> = Readonly<Record<string, number>>,
> {
  /** As the kernel registers it. */
  readonly name: string;
  readonly version: number;
  readonly commands: C;
  /** All attributes together; what types are taken from. */
  readonly message: Nest<Out, In>;
  /** Commands that answer with a number above 0 in the place of an error. */
  readonly statusIsResult?: readonly string[];
  /** Tables of commands whose numbers mean other attributes than those of `message`, by the command's name. */
  readonly tables?: Readonly<Record<string, Nest<unknown>>>;
}

/** As much of a family's tables as tells the types of its messages. */
export interface TypedFamily<C extends string, In, Out> {
  readonly name: string;
  readonly commands: Readonly<Record<C, number>>;
  readonly message: {
    decode(view: DataView, at: number, length: number): Out;
    encode(value: In, writer: never): void;
  };
}

/** How a command's attributes are read and written. */
export function messageCodec(spec: FamilySpec, command: string | number): Nest<unknown> {
  return spec.tables?.[command] ?? spec.message;
}

export type CommandOf<S extends FamilySpec> = keyof S['commands'] & string;
export type MessageOf<S extends FamilySpec> = Decoded<S['message']>;
export type MessageInOf<S extends FamilySpec> = Encodable<S['message']>;

/** A message of a family: its command by name (a number where the table has none) and its attributes. */
export interface FamilyMessage<S extends FamilySpec> {
  readonly command: CommandOf<S> | number;
  readonly version: number;
  readonly attributes: MessageOf<S>;
}

/** The payload of a message: genlmsghdr and attributes, which may have been written already. Throws EncodeError. */
export function encodeFamilyMessage<S extends FamilySpec>(
  spec: S,
  command: CommandOf<S> | number,
  attributes: MessageInOf<S> | Uint8Array,
): Uint8Array {
  const number = typeof command === 'number' ? command : (spec.commands[command] ?? 0);
  const body =
    attributes instanceof Uint8Array ? attributes : encodeTable(messageCodec(spec, command), attributes);
  const payload = new Uint8Array(GENERIC_HEADER + body.length);
  payload[0] = number;
  payload[1] = spec.version;
  payload.set(body, GENERIC_HEADER);
  return payload;
}

/** Reads a payload. Throws DecodeError where there is no header; odd attributes go to `$unknown`. */
export function decodeFamilyMessage<S extends FamilySpec>(spec: S, payload: Uint8Array): FamilyMessage<S> {
  const [number, version] = payload;
  if (number === undefined || version === undefined || payload.length < GENERIC_HEADER) {
    throw new DecodeError(`${spec.name}: ${payload.length} bytes are too few for a generic netlink header`);
  }
  const command = (nameOf(spec.commands, number) as CommandOf<S> | undefined) ?? number;
  const codec = messageCodec(spec, command);
  const attributes = codec.decode(viewOf(payload), GENERIC_HEADER, payload.length - GENERIC_HEADER);
  return { command, version, attributes: attributes as MessageOf<S> };
}
