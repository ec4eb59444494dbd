/** From a pairwise master key to the keys of an association, by its key management (802.11-2020, table 12-10). */
import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import type { AkmSuite, CipherSuite } from '../elements/suites.js';
import { MIC_AT } from '../frames/eapol.js';
import { addressOctets, joined } from '../frames/octets.js';
import { aesCmac, deriveKey, type Hash } from './kdf.js';
import { SEALS, type SealName } from './seal.js';

interface KeyManagement {
  readonly hash: Hash;
  /** Octets of the key that confirms, of the one that seals keys, and of the MIC. */
  readonly kck: number;
  readonly kek: number;
  readonly mic: number;
  readonly code: 'hmac' | 'cmac';
}

const SHORT = { kck: 16, kek: 16, mic: 16 } as const;
const OLD: KeyManagement = { ...SHORT, hash: 'sha1', code: 'hmac' };
const SHA256: KeyManagement = { ...SHORT, hash: 'sha256', code: 'cmac' };
/** Of those whose master key has the length of their hash, by that length. */
const BY_LENGTH: Readonly<Record<number, KeyManagement>> = {
  32: { ...SHORT, hash: 'sha256', code: 'hmac' },
  48: { hash: 'sha384', kck: 24, kek: 32, mic: 24, code: 'hmac' },
  64: { hash: 'sha512', kck: 32, kek: 32, mic: 32, code: 'hmac' },
};

/** Fast transition (FT) and FILS are not among them: their keys come of other handshakes. */
const KNOWN: { readonly [name in AkmSuite]?: KeyManagement | 'by-length' } = {
  '802.1X': OLD,
  PSK: OLD,
  '802.1X-SHA256': SHA256,
  'PSK-SHA256': SHA256,
  SAE: SHA256,
  'SAE-EXT-KEY': 'by-length',
  OWE: 'by-length',
  DPP: 'by-length',
  '802.1X-Suite-B': 'by-length',
  '802.1X-Suite-B-192': 'by-length',
};

/** The keys of two stations. */
export interface PairwiseKeys {
  readonly management: KeyManagement;
  readonly confirmation: Buffer;
  readonly encryption: Buffer;
  readonly temporal: Buffer;
  readonly cipher: SealName;
}

export interface Exchange {
  /** Addresses of the two, in either order. */
  readonly stations: readonly [string, string];
  readonly nonces: readonly [Uint8Array, Uint8Array];
  readonly akm: AkmSuite;
  readonly cipher: CipherSuite;
}

const ordered = (one: Uint8Array, two: Uint8Array): [Uint8Array, Uint8Array] =>
  Buffer.compare(one, two) <= 0 ? [one, two] : [two, one];

export const isSeal = (cipher: CipherSuite): cipher is SealName =>
  typeof cipher === 'string' && Object.hasOwn(SEALS, cipher);

/** undefined: a kind of key management, or a cipher, that is not known here. */
export function pairwiseKeys(pmk: Uint8Array, exchange: Exchange): PairwiseKeys | undefined {
  const { stations, nonces, akm, cipher } = exchange;
  const named = KNOWN[akm];
  const management = named === 'by-length' ? BY_LENGTH[pmk.length] : named;
  if (!management || !isSeal(cipher)) return undefined;
  const { hash, kck, kek } = management;
  const context = joined(
    ...ordered(addressOctets(stations[0]), addressOctets(stations[1])),
    ...ordered(...nonces),
  );
  const end = kck + kek + SEALS[cipher].key;
  const keys = deriveKey(hash, pmk, 'Pairwise key expansion', context, end);
  return {
    management,
    confirmation: keys.subarray(0, kck),
    encryption: keys.subarray(kck, kck + kek),
    temporal: keys.subarray(kck + kek),
    cipher,
  };
}

/** The integrity code of a key frame: of the whole EAPOL packet, as if there were none in it yet. */
export function integrityOf({ management, confirmation }: PairwiseKeys, octets: Uint8Array): Uint8Array {
  const { mic, code, hash } = management;
  // A copy, also of a Buffer, whose slice() is none.
  const blank = new Uint8Array(octets);
  blank.fill(0, MIC_AT, MIC_AT + mic);
  const made =
    code === 'cmac' ? aesCmac(confirmation, blank) : createHmac(hash, confirmation).update(blank).digest();
  return made.subarray(0, mic);
}

/** Whether a key frame was made by who has these keys. `octets` are the whole EAPOL packet. */
export function confirms(keys: PairwiseKeys, octets: Uint8Array): boolean {
  const { mic } = keys.management;
  if (octets.length < MIC_AT + mic) return false;
  return timingSafeEqual(integrityOf(keys, octets), octets.subarray(MIC_AT, MIC_AT + mic));
}

const WRAP_START = Buffer.alloc(8, 0xa6);
/** What stands behind key data so that it can be sealed (12.7.2 b). */
const PADDING = 0xdd;

/** Seals key data by AES key wrap (RFC 3394). */
export function wrap({ encryption }: PairwiseKeys, data: Uint8Array): Uint8Array {
  const padded = Buffer.alloc(Math.max(16, Math.ceil(data.length / 8) * 8));
  padded.set(data);
  if (padded.length > data.length) padded[data.length] = PADDING;
  const cipher = createCipheriv(`id-aes${encryption.length * 8}-wrap`, encryption, WRAP_START);
  return Buffer.concat([cipher.update(padded), cipher.final()]);
}

/** Opens key data that AES key wrap (RFC 3394) sealed; undefined when it is not of these keys. */
export function unwrap({ encryption }: PairwiseKeys, data: Uint8Array): Uint8Array | undefined {
  if (data.length < 16 || data.length % 8 !== 0) return undefined;
  try {
    const decipher = createDecipheriv(`id-aes${encryption.length * 8}-wrap`, encryption, WRAP_START);
    return Buffer.concat([decipher.update(data), decipher.final()]);
  } catch {
    return undefined;
  }
}
