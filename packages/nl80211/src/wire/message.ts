import { DecodeError } from './errors.js';
import { LITTLE_ENDIAN, viewOf, Writer } from './writer.js';

/** struct nlmsghdr. */
export const MESSAGE_HEADER = 16;
/** struct genlmsghdr. */
export const GENERIC_HEADER = 4;

/** Message types below the first family. */
export const NLMSG = { NOOP: 1, ERROR: 2, DONE: 3, OVERRUN: 4, MIN_TYPE: 16 } as const;

/** Header flags. Some bits mean one thing in requests and another in replies. */
export const NLM_F = {
  REQUEST: 0x1,
  MULTI: 0x2,
  ACK: 0x4,
  DUMP_INTR: 0x10,
  DUMP: 0x300,
  REPLACE: 0x100,
  EXCL: 0x200,
  CREATE: 0x400,
  APPEND: 0x800,
  /** In an error message: the request's payload is left out. */
  CAPPED: 0x100,
  /** In an error message: extended acknowledgement attributes follow. */
  ACK_TLVS: 0x200,
} as const;

export interface Message {
  readonly type: number;
  readonly flags: number;
  readonly sequence: number;
  readonly portId: number;
  /** What follows the header: a view into the datagram, not a copy. */
  readonly payload: Uint8Array;
}

/** The messages of a datagram, up to where a length leads outside of it. */
export function readMessages(datagram: Uint8Array): {
  readonly messages: Message[];
  readonly error?: DecodeError;
} {
  const view = viewOf(datagram);
  const messages: Message[] = [];
  const broken = (at: number, why: string) => ({
    messages,
    error: new DecodeError(`netlink message at byte ${at}: ${why}`),
  });
  let at = 0;
  while (datagram.length - at >= MESSAGE_HEADER) {
    const length = view.getUint32(at, LITTLE_ENDIAN);
    if (length < MESSAGE_HEADER || length > datagram.length - at)
      return broken(at, `length ${length} of ${datagram.length - at} bytes left`);
    messages.push({
      type: view.getUint16(at + 4, LITTLE_ENDIAN),
      flags: view.getUint16(at + 6, LITTLE_ENDIAN),
      sequence: view.getUint32(at + 8, LITTLE_ENDIAN),
      portId: view.getUint32(at + 12, LITTLE_ENDIAN),
      payload: datagram.subarray(at + MESSAGE_HEADER, at + length),
    });
    at += (length + 3) & ~3;
  }
  if (at < datagram.length) return broken(at, `${datagram.length - at} bytes are too few for a header`);
  return { messages };
}

/** Splits a datagram into its messages. Throws DecodeError where a length leads outside of it. */
export function splitMessages(datagram: Uint8Array): Message[] {
  const { messages, error } = readMessages(datagram);
  if (error) throw error;
  return messages;
}

export type MessageFields = Omit<Message, 'portId'> & { readonly portId?: number };

/** Puts a message together. */
export function joinMessage(fields: MessageFields): Uint8Array {
  const writer = new Writer();
  writer.u32(MESSAGE_HEADER + fields.payload.length);
  writer.u16(fields.type);
  writer.u16(fields.flags);
  writer.u32(fields.sequence);
  writer.u32(fields.portId ?? 0);
  writer.raw(fields.payload);
  writer.align();
  return writer.finish();
}
