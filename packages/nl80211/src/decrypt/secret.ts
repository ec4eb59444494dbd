import { pbkdf2Sync } from 'node:crypto';
import { VWifiError } from '../wire/errors.js';
import { type SsidLike, ssidBytes } from '../wire/ssid.js';
import { SEALS, type SealKey, type SealName } from './seal.js';

/** Octets, or their hexadecimal digits. */
export type KeyOctets = Uint8Array | string;

/** What opens frames. */
export type Secret =
  /** Of WPA2: the keys of each association follow from its handshake. 64 hexadecimal digits are the pre-shared key itself. */
  | { readonly ssid: SsidLike; readonly passphrase: string }
  /** The pairwise master key of an association: of SAE, OWE, DPP and 802.1X, which make a new one each time. */
  | { readonly pmk: KeyOctets }
  /** A temporal key, of a pair or of a group, as a driver is given it. `CCMP-128`, or `GCMP-256` of 32 octets, when left out. */
  | { readonly temporalKey: KeyOctets; readonly cipher?: SealName };

const bad = (why: string): VWifiError => new VWifiError('BAD_ARGUMENT', `decrypt: ${why}`);

function octetsOf(what: string, key: KeyOctets, lengths: readonly number[]): Uint8Array {
  const hex = typeof key === 'string' && /^([0-9a-f]{2})+$/i.test(key);
  const octets = key instanceof Uint8Array ? key : hex ? Buffer.from(key, 'hex') : undefined;
  if (!octets || !lengths.includes(octets.length))
    throw bad(`${what} is no key of ${lengths.join(' or ')} octets, nor their hexadecimal digits`);
  return Uint8Array.from(octets);
}

/** A master key, or a temporal one. Throws VWifiError `BAD_ARGUMENT`. */
export function keyOf(secret: Secret): { readonly pmk: Uint8Array } | { readonly temporal: SealKey } {
  if ('passphrase' in secret) {
    const { passphrase, ssid } = secret;
    if (/^[0-9a-f]{64}$/i.test(passphrase)) return { pmk: octetsOf('passphrase', passphrase, [32]) };
    const length = Buffer.byteLength(passphrase);
    if (length < 8 || length > 63) throw bad(`a passphrase of ${length} octets; WPA2 has 8 to 63`);
    return { pmk: pbkdf2Sync(passphrase, ssidBytes(ssid), 4096, 32, 'sha1') };
  }
  if ('pmk' in secret) return { pmk: octetsOf('pmk', secret.pmk, [32, 48, 64]) };
  const { cipher } = secret;
  if (cipher !== undefined && !Object.hasOwn(SEALS, cipher))
    throw bad(`cipher ${JSON.stringify(cipher)} is none of ${Object.keys(SEALS).join(', ')}`);
  const lengths = cipher === undefined ? [16, 32] : [SEALS[cipher].key];
  const temporal = octetsOf('temporalKey', secret.temporalKey, lengths);
  return { temporal: { cipher: cipher ?? (temporal.length === 16 ? 'CCMP-128' : 'GCMP-256'), temporal } };
}
