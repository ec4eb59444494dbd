/** EAPOL-Key frames: the messages of the 4-way handshake and of new group keys (802.11-2020, 12.7.2). */
import { be16, be16Octets, joined, plainOctets } from './octets.js';

/** Bits of key information. */
export const KEY_INFORMATION = {
  version: 0x0007,
  pairwise: 0x0008,
  install: 0x0040,
  ack: 0x0080,
  mic: 0x0100,
  secure: 0x0200,
  error: 0x0400,
  request: 0x0800,
  encrypted: 0x1000,
} as const;

export interface EapolKey {
  /** Of EAPOL: 1 to 3. */
  readonly version: number;
  /** 2 for RSN, 254 for WPA version 1. */
  readonly descriptor: number;
  /** See KEY_INFORMATION. */
  readonly information: number;
  readonly keyLength: number;
  readonly replayCounter: bigint;
  /** 32 octets. */
  readonly nonce: Uint8Array;
  /** 16 octets. */
  readonly iv: Uint8Array;
  /** Receive sequence counter of the group key: 8 octets. */
  readonly rsc: Uint8Array;
  /** Reserved: 8 octets. */
  readonly id: Uint8Array;
  /** 16 octets, or 0, 24 or 32, by the key management. */
  readonly mic: Uint8Array;
  /** Elements and keys; sealed where the information says `encrypted`. */
  readonly data: Uint8Array;
}

const KEY = 3;
const HEADER = 4;
/** Octets of the body before the MIC. */
const BEFORE_MIC = 77;
const MIC_LENGTHS = [16, 24, 32, 0] as const;

/** Where the MIC stands in the octets of a frame. */
export const MIC_AT: number = HEADER + BEFORE_MIC;

/**
 * Reads the payload of an EAPOL packet; undefined when it is no whole key frame. How long the MIC is, is not said: the
 * first of the lengths that there are with which all others fit. Octets behind it (padding) are left out. Never throws.
 */
export function parseEapolKey(octets: Uint8Array): EapolKey | undefined {
  const payload = plainOctets(octets);
  if (payload.length < HEADER + BEFORE_MIC + 2 || payload[1] !== KEY) return undefined;
  const end = HEADER + be16(payload, 2);
  if (end > payload.length) return undefined;
  const micLength = MIC_LENGTHS.find(
    (length) => MIC_AT + length + 2 <= end && MIC_AT + length + 2 + be16(payload, MIC_AT + length) === end,
  );
  if (micLength === undefined) return undefined;
  const slice = (from: number, length: number): Uint8Array => payload.slice(from, from + length);
  return {
    version: payload[0] ?? 0,
    descriptor: payload[4] ?? 0,
    information: be16(payload, 5),
    keyLength: be16(payload, 7),
    replayCounter: Buffer.from(payload.buffer, payload.byteOffset, payload.length).readBigUInt64BE(9),
    nonce: slice(17, 32),
    iv: slice(49, 16),
    rsc: slice(65, 8),
    id: slice(73, 8),
    mic: slice(MIC_AT, micLength),
    data: payload.slice(MIC_AT + micLength + 2, end),
  };
}

/** The octets of a key frame. */
export function buildEapolKey(key: EapolKey): Uint8Array {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(key.replayCounter);
  const body = joined(
    [key.descriptor, ...be16Octets(key.information), ...be16Octets(key.keyLength)],
    ...[counter, key.nonce, key.iv, key.rsc, key.id, key.mic],
    ...[be16Octets(key.data.length), key.data],
  );
  return joined([key.version, KEY, ...be16Octets(body.length)], body);
}

/** Which message of which handshake it is. */
export interface KeyMessage {
  readonly handshake: 'pairwise' | 'group';
  /** 1 to 4, of a group handshake 1 and 2. */
  readonly message: number;
}

export function keyMessageOf({ information, data, nonce }: EapolKey): KeyMessage {
  const { pairwise, ack, mic } = KEY_INFORMATION;
  const asks = (information & ack) !== 0;
  if ((information & pairwise) === 0) return { handshake: 'group', message: asks ? 1 : 2 };
  if (asks) return { handshake: 'pairwise', message: information & mic ? 3 : 1 };
  // Of the two that a station sends, the first has elements and a nonce; who has several links says its address in both.
  return { handshake: 'pairwise', message: data.length > 0 && nonce.some((octet) => octet !== 0) ? 2 : 4 };
}

/** 'message 3 of 4', 'group message 1 of 2'. */
export function keyMessageName(key: EapolKey): string {
  const { handshake, message } = keyMessageOf(key);
  return handshake === 'pairwise' ? `message ${message} of 4` : `group message ${message} of 2`;
}

const KDE = 0xdd;

/** An element of key data, or a key of it: `kind` is the type of a KDE of 00-0F-AC. */
export interface KeyDataItem {
  readonly id: number;
  readonly kind?: number;
  readonly data: Uint8Array;
}

/** What key data in the clear is made of (12.7.2, figure 12-35); ends at the padding, or where it is cut off. */
export function* keyDataItems(data: Uint8Array): Generator<KeyDataItem> {
  for (let at = 0; at + 2 <= data.length; ) {
    const id = data[at] ?? 0;
    const length = data[at + 1] ?? 0;
    const end = at + 2 + length;
    if (end > data.length || (id === KDE && length === 0)) return;
    const body = data.slice(at + 2, end);
    const own = id === KDE && body[0] === 0x00 && body[1] === 0x0f && body[2] === 0xac && body.length >= 4;
    yield own ? { id, kind: body[3] ?? 0, data: body.slice(4) } : { id, data: body };
    at = end;
  }
}
