/** Frames that CCMP and GCMP sealed (802.11-2020, 12.5.3 and 12.5.5), opened and sealed. */
import { type CipherGCMTypes, createCipheriv, createDecipheriv } from 'node:crypto';
import { FRAME_FLAGS } from '../frames/names.js';
import { joined, le16 } from '../frames/octets.js';

interface Seal {
  /** Octets of the key, and of the integrity code. */
  readonly key: number;
  readonly mic: number;
  readonly mode: 'ccm' | 'gcm';
}

export const SEALS = {
  'CCMP-128': { key: 16, mic: 8, mode: 'ccm' },
  'CCMP-256': { key: 32, mic: 16, mode: 'ccm' },
  'GCMP-128': { key: 16, mic: 16, mode: 'gcm' },
  'GCMP-256': { key: 32, mic: 16, mode: 'gcm' },
} as const satisfies Readonly<Record<string, Seal>>;
export type SealName = keyof typeof SEALS;

export interface SealKey {
  readonly cipher: SealName;
  readonly temporal: Uint8Array;
}

const SEAL_HEADER = 8;
const EXTENDED_IV = 0x20;
const ADDRESS_4 = 24;

/** A frame's octets, and where its body begins. */
export interface SealedFrame {
  readonly octets: Uint8Array;
  readonly headerLength: number;
}

/** The number of the key that sealed a frame; undefined when it has no header of CCMP or GCMP. */
export function keyIdOf({ octets, headerLength }: SealedFrame): number | undefined {
  const field = octets[headerLength + 3];
  if (field === undefined || octets.length < headerLength + SEAL_HEADER || (field & EXTENDED_IV) === 0)
    return undefined;
  return field >> 6;
}

interface Header {
  readonly data: boolean;
  /** The QoS Control field; absent where there is none. */
  readonly qos?: number;
  readonly four: boolean;
}

function headerOf(octets: Uint8Array): Header {
  const [first = 0, flags = 0] = octets;
  const data = (first & 0x0c) === 0x08;
  const four = data && (flags & 3) === 3;
  const at = ADDRESS_4 + (four ? 6 : 0);
  return { data, four, ...(data && first & 0x80 ? { qos: le16(octets, at) } : {}) };
}

/** What the code protects of the header (12.5.3.3.3): what changes when a frame is repeated is left out. */
function protectedHeader(octets: Uint8Array, { data, qos, four }: Header, amsdu: boolean): Uint8Array {
  const [first = 0, flags = 0] = octets;
  const { retry, powerManagement, moreData, htControl } = FRAME_FLAGS;
  const changing = retry | powerManagement | moreData | (qos === undefined ? 0 : htControl);
  return joined(
    [data ? first & 0x8f : first, (flags & ~changing) | FRAME_FLAGS.protected],
    octets.subarray(4, 22),
    [(octets[22] ?? 0) & 0x0f, 0],
    four ? octets.subarray(ADDRESS_4, ADDRESS_4 + 6) : [],
    qos === undefined ? [] : [qos & (amsdu ? 0x8f : 0x0f), 0],
  );
}

function nonceOf(
  mode: Seal['mode'],
  octets: Uint8Array,
  { data, qos = 0 }: Header,
  number: Uint8Array,
): Uint8Array {
  const transmitter = octets.subarray(10, 16);
  return mode === 'gcm'
    ? joined(transmitter, number)
    : joined([data ? qos & 0x0f : 0x10], transmitter, number);
}

/** The packet number, highest octet first, of a header of CCMP or GCMP. */
function packetNumber(header: Uint8Array): Uint8Array {
  return Uint8Array.from([7, 6, 5, 4, 1, 0], (at) => header[at] ?? 0);
}

/** Both modes have the same calls; the types name one. */
const algorithm = ({ key, mode }: Seal): CipherGCMTypes => `aes-${key * 8}-${mode}` as CipherGCMTypes;

/** What a key reads in a frame; undefined when it is not of this key, or was changed. Never throws. */
export function unseal(key: SealKey, { octets, headerLength }: SealedFrame): Uint8Array | undefined {
  const seal: Seal = SEALS[key.cipher];
  const from = headerLength + SEAL_HEADER;
  const end = octets.length - seal.mic;
  if (end < from || key.temporal.length !== seal.key) return undefined;
  const header = headerOf(octets);
  const number = packetNumber(octets.subarray(headerLength, from));
  const nonce = nonceOf(seal.mode, octets, header, number);
  // Whether the bit for A-MSDUs is protected, the two have agreed upon at the beginning.
  for (const amsdu of (header.qos ?? 0) & 0x80 ? [false, true] : [false]) {
    try {
      const decipher = createDecipheriv(algorithm(seal), key.temporal, nonce, { authTagLength: seal.mic });
      decipher.setAuthTag(octets.subarray(end));
      decipher.setAAD(protectedHeader(octets, header, amsdu), { plaintextLength: end - from });
      const plain = decipher.update(octets.subarray(from, end));
      decipher.final();
      return new Uint8Array(plain);
    } catch {}
  }
  return undefined;
}

/** Seals a frame: its octets in the clear, where the body begins, and the packet number to seal it by. */
export function seal(
  key: SealKey,
  { octets, headerLength }: SealedFrame,
  packet: { readonly number: bigint; readonly keyId: number },
): Uint8Array {
  const shape: Seal = SEALS[key.cipher];
  const head = new Uint8Array(octets.subarray(0, headerLength));
  head[1] = (head[1] ?? 0) | FRAME_FLAGS.protected;
  const octet = (index: number): number => Number((packet.number >> BigInt(8 * index)) & 0xffn);
  const sealHeader = Uint8Array.of(
    octet(0),
    octet(1),
    0,
    (packet.keyId << 6) | EXTENDED_IV,
    ...[2, 3, 4, 5].map(octet),
  );
  const header = headerOf(head);
  const plain = octets.subarray(headerLength);
  const nonce = nonceOf(shape.mode, head, header, packetNumber(sealHeader));
  const cipher = createCipheriv(algorithm(shape), key.temporal, nonce, { authTagLength: shape.mic });
  cipher.setAAD(protectedHeader(head, header, false), { plaintextLength: plain.length });
  const sealed = joined(cipher.update(plain), cipher.final());
  return joined(head, sealHeader, sealed, cipher.getAuthTag());
}
