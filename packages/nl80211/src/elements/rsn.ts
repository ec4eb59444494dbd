import { nameOf } from '../wire/named.js';
import { bit, Cursor, field } from './read.js';
import { AKM_SUITES, type AkmSuite, CIPHER_SUITES, type CipherSuite } from './suites.js';

export interface Rsn {
  readonly version: number;
  readonly groupCipher: CipherSuite;
  readonly pairwiseCiphers: readonly CipherSuite[];
  readonly akms: readonly AkmSuite[];
  readonly preauthentication: boolean;
  /** Management frame protection. */
  readonly managementFrameProtection: 'no' | 'capable' | 'required';
  readonly pmkids: readonly Uint8Array[];
  readonly groupManagementCipher?: CipherSuite;
}

/** Selectors of WPA version 1 have Microsoft's number in front, and the same last byte. */
function cipher(selector: number): CipherSuite {
  const standard = selector >>> 8 === 0x0050f2 ? (0x000fac00 | (selector & 0xff)) >>> 0 : selector;
  return nameOf(CIPHER_SUITES, standard) ?? selector;
}

function akm(selector: number): AkmSuite {
  const standard = selector >>> 8 === 0x0050f2 ? (0x000fac00 | (selector & 0xff)) >>> 0 : selector;
  return nameOf(AKM_SUITES, standard) ?? selector;
}

function suites<T>(cursor: Cursor, name: (selector: number) => T): T[] | undefined {
  const count = cursor.u16();
  if (count === undefined) return undefined;
  const found: T[] = [];
  for (let i = 0; i < count; i++) {
    const selector = cursor.be32();
    if (selector === undefined) break;
    found.push(name(selector));
  }
  return found;
}

/** RSN element (9.4.2.24). Fields that are left out have the standard's defaults: CCMP-128 and 802.1X. */
export function parseRsn(data: Uint8Array): Rsn | undefined {
  return parseSuites(data, 'CCMP-128');
}

/** WPA version 1: the same fields, TKIP by default. */
export function parseWpa(data: Uint8Array): Rsn | undefined {
  return parseSuites(data, 'TKIP');
}

function parseSuites(data: Uint8Array, byDefault: CipherSuite): Rsn | undefined {
  const cursor = new Cursor(data);
  const version = cursor.u16();
  if (version === undefined) return undefined;
  const group = cursor.be32();
  const pairwiseCiphers = suites(cursor, cipher) ?? [byDefault];
  const akms = suites(cursor, akm) ?? ['802.1X' as const];
  const capabilities = cursor.u16() ?? 0;
  const pmkids: Uint8Array[] = [];
  for (let left = cursor.u16() ?? 0; left > 0; left--) {
    const pmkid = cursor.take(16);
    if (!pmkid) break;
    pmkids.push(pmkid);
  }
  const groupManagement = cursor.be32();
  return {
    version,
    groupCipher: group === undefined ? byDefault : cipher(group),
    pairwiseCiphers,
    akms,
    preauthentication: bit(capabilities, 0),
    managementFrameProtection: bit(capabilities, 6) ? 'required' : bit(capabilities, 7) ? 'capable' : 'no',
    pmkids,
    ...(groupManagement === undefined ? {} : { groupManagementCipher: cipher(groupManagement) }),
  };
}

export interface Rsnxe {
  readonly protectedTwt: boolean;
  /** SAE hash-to-element. */
  readonly saeHashToElement: boolean;
}

/** RSN extension element (9.4.2.241): a bitmap whose first four bits are its length. */
export function parseRsnxe(data: Uint8Array): Rsnxe | undefined {
  const first = data[0];
  if (first === undefined) return undefined;
  return { protectedTwt: field(first, 4, 1) === 1, saeHashToElement: bit(first, 5) };
}
