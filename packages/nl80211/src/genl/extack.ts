import type { AnyCodec } from '../wire/codec.js';
import { MESSAGE_HEADER, type Message, NLM_F, NLMSG } from '../wire/message.js';
import { bytes, string, u32 } from '../wire/scalar.js';
import { attributePath, decodeTable, nest } from '../wire/table.js';
import { LITTLE_ENDIAN, viewOf } from '../wire/writer.js';
import { type PolicyAttribute, policyAttribute } from './nlctrl.js';

/** What the kernel says about a request beyond a number. */
export interface Extack {
  /** The kernel's own words. */
  readonly message?: string;
  /** The attribute it is about, outermost first: found by walking the bytes that were sent. */
  readonly attribute?: readonly string[];
  /** The attribute that the kernel wanted and did not find. */
  readonly missing?: string;
  /** What the kernel would have accepted. */
  readonly policy?: PolicyAttribute;
}

const extackAttributes = nest({
  message: [1, string],
  offset: [2, u32],
  cookie: [3, bytes],
  policy: [4, nest(policyAttribute)],
  missingType: [5, u32],
  missingNest: [6, u32],
});

/** The request that an answer is about. */
export interface SentRequest {
  /** The whole message, header included. */
  readonly bytes: Uint8Array;
  /** Bytes between the netlink header and the first attribute: 4 for generic netlink. */
  readonly headerLength: number;
  readonly codec?: AnyCodec;
  /** A number above 0 is no error. */
  readonly statusIsResult?: boolean | undefined;
}

export interface Outcome {
  /** 0 for success. */
  readonly errno: number;
  readonly extack: Extack;
}

/** Reads an acknowledgement, an error, or the end of a dump. A message too short to be one counts as success. */
export function parseOutcome(message: Message, request: SentRequest): Outcome {
  const { payload, type, flags } = message;
  if (payload.length < 4) return { errno: 0, extack: {} };
  const view = viewOf(payload);
  // A negative number; both -N and (of a few odd senders) N mean errno N. Of some commands N is the result.
  const status = view.getInt32(0, LITTLE_ENDIAN);
  const errno = status > 0 && request.statusIsResult ? 0 : Math.abs(status);
  if ((flags & NLM_F.ACK_TLVS) === 0) return { errno, extack: {} };
  const at = type === NLMSG.DONE ? 4 : echoEnd(view, flags);
  if (at >= payload.length) return { errno, extack: {} };
  return { errno, extack: explain(payload.subarray(at), request) };
}

/** Where the echo of the request ends: only its header is there when the kernel capped it. */
function echoEnd(view: DataView, flags: number): number {
  if (view.byteLength < 4 + MESSAGE_HEADER) return view.byteLength;
  if ((flags & NLM_F.CAPPED) !== 0) return 4 + MESSAGE_HEADER;
  return 4 + ((view.getUint32(4, LITTLE_ENDIAN) + 3) & ~3);
}

function explain(tlvs: Uint8Array, request: SentRequest): Extack {
  const { message, offset, policy, missingType, missingNest } = decodeTable(extackAttributes, tlvs);
  const begin = MESSAGE_HEADER + request.headerLength;
  const walk = (at: number): string[] =>
    request.codec && at >= begin
      ? attributePath(request.codec, request.bytes.subarray(begin), at - begin)
      : [];
  const attribute = offset === undefined ? [] : walk(offset);
  return {
    ...(message === undefined ? {} : { message }),
    ...(attribute.length === 0 ? {} : { attribute }),
    ...(missingType === undefined
      ? {}
      : { missing: missingName(missingType, missingNest, request.codec, walk) }),
    ...(policy === undefined ? {} : { policy }),
  };
}

function missingName(
  type: number,
  nestOffset: number | undefined,
  codec: AnyCodec | undefined,
  walk: (at: number) => string[],
): string {
  const outer = nestOffset === undefined ? [] : walk(nestOffset);
  let around = codec;
  for (const name of outer) around = insideByName(around, name);
  return [...outer, around?.inside?.(type)?.name ?? `attribute ${type}`].join('.');
}

function insideByName(codec: AnyCodec | undefined, name: string): AnyCodec | undefined {
  // Attribute numbers are small: looking through them beats a second index that only errors would use.
  for (let id = 0; codec?.inside && id < 1024; id++) {
    const row = codec.inside(id);
    if (row?.name === name) return row.codec;
  }
  return undefined;
}
