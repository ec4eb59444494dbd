import { nameOf, numberOf } from '../wire/named.js';
import { faithful } from './faithful.js';
import { bit, Cursor, field } from './read.js';
import { AKM_SUITES, type AkmSuite, CIPHER_SUITES, type CipherSuite } from './suites.js';

export interface Rsn {
  readonly version: number;
  readonly groupCipher: CipherSuite;
  readonly pairwiseCiphers: readonly CipherSuite[];
  readonly akms: readonly AkmSuite[];
  /** The capabilities as they stand; absent where the element ends before them. */
  readonly capabilities?: number;
  readonly preauthentication: boolean;
  /** Management frame protection. */
  readonly managementFrameProtection: 'no' | 'capable' | 'required';
  /** Absent where the element ends before them. */
  readonly pmkids?: readonly Uint8Array[];
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

/** Fields that are left out have the defaults of the standard, or of WPA version 1. */
function readSuites(data: Uint8Array, byDefault: CipherSuite): Rsn | undefined {
  const cursor = new Cursor(data);
  const version = cursor.u16();
  if (version === undefined) return undefined;
  const group = cursor.be32();
  const pairwiseCiphers = suites(cursor, cipher) ?? [byDefault];
  const akms = suites(cursor, akm) ?? ['802.1X' as const];
  const present = cursor.u16();
  const capabilities = present ?? 0;
  const pmkids: Uint8Array[] = [];
  const count = cursor.u16();
  for (let left = count ?? 0; left > 0; left--) {
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
    ...(present === undefined ? {} : { capabilities: present }),
    preauthentication: bit(capabilities, 0),
    managementFrameProtection: bit(capabilities, 6) ? 'required' : bit(capabilities, 7) ? 'capable' : 'no',
    ...(count === undefined ? {} : { pmkids }),
    ...(groupManagement === undefined ? {} : { groupManagementCipher: cipher(groupManagement) }),
  };
}

/** What an RSN element is made of; what is left out has the standard's default. */
export interface RsnIn {
  readonly version?: number;
  readonly groupCipher?: CipherSuite;
  readonly pairwiseCiphers?: readonly CipherSuite[];
  readonly akms: readonly AkmSuite[];
  readonly capabilities?: number;
  readonly pmkids?: readonly Uint8Array[];
  readonly groupManagementCipher?: CipherSuite;
}

/** Selectors, low octet of the number last; those of WPA version 1 have Microsoft's number in front. */
function selectorOctets(number: number, first: boolean): number[] {
  const own = first && number >>> 8 === 0x000fac ? (0x0050f200 | (number & 0xff)) >>> 0 : number;
  return [own >>> 24, (own >>> 16) & 0xff, (own >>> 8) & 0xff, own & 0xff];
}

function encodeSuites(value: RsnIn, byDefault: CipherSuite, first: boolean): number[] {
  const { version = 1, groupCipher = byDefault, pairwiseCiphers = [byDefault], akms } = value;
  const { capabilities, pmkids, groupManagementCipher } = value;
  const cipherOctets = (suite: CipherSuite): number[] =>
    selectorOctets(numberOf(CIPHER_SUITES, suite), first);
  const akmOctets = (suite: AkmSuite): number[] => selectorOctets(numberOf(AKM_SUITES, suite), first);
  const u16 = (number: number): number[] => [number & 0xff, number >> 8];
  const octets = [
    ...u16(version),
    ...cipherOctets(groupCipher),
    ...u16(pairwiseCiphers.length),
    ...pairwiseCiphers.flatMap(cipherOctets),
    ...u16(akms.length),
    ...akms.flatMap(akmOctets),
  ];
  const more = pmkids !== undefined || groupManagementCipher !== undefined;
  if (capabilities !== undefined || more) octets.push(...u16(capabilities ?? 0));
  if (more) octets.push(...u16(pmkids?.length ?? 0), ...(pmkids ?? []).flatMap((pmkid) => [...pmkid]));
  if (groupManagementCipher !== undefined) octets.push(...cipherOctets(groupManagementCipher));
  return octets;
}

/** RSN element (9.4.2.24). Fields that are left out have the standard's defaults: CCMP-128 and 802.1X. */
export const rsn = faithful<Rsn, RsnIn>(
  (data) => readSuites(data, 'CCMP-128'),
  (value) => encodeSuites(value, 'CCMP-128', false),
);

/** WPA version 1: the same fields, TKIP by default. */
export const wpa = faithful<Rsn, RsnIn>(
  (data) => readSuites(data, 'TKIP'),
  (value) => encodeSuites(value, 'TKIP', true),
);

export interface Rsnxe {
  readonly protectedTwt: boolean;
  /** SAE hash-to-element. */
  readonly saeHashToElement: boolean;
  /** The bitmap as it stands. */
  readonly bits: Uint8Array;
}

/** RSN extension element (9.4.2.241): a bitmap whose first four bits are its length. */
export function parseRsnxe(data: Uint8Array): Rsnxe | undefined {
  const first = data[0];
  if (first === undefined) return undefined;
  return { protectedTwt: field(first, 4, 1) === 1, saeHashToElement: bit(first, 5), bits: data.slice() };
}
