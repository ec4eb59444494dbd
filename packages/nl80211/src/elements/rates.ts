import { isDeepStrictEqual } from 'node:util';
import { EncodeError } from '../wire/errors.js';
import { nameOf } from '../wire/named.js';

export interface Rate {
  readonly mbps: number;
  /** A station must support it to join. */
  readonly basic: boolean;
}

/** BSS membership selectors: what else a station must support to join. They stand among the rates (9.4.2.3). */
export const MEMBERSHIP_SELECTORS = {
  HT: 127,
  VHT: 126,
  GLK: 125,
  EPD: 124,
  'SAE-H2E': 123,
  HE: 122,
  EHT: 121,
} as const;

export type MembershipSelector = keyof typeof MEMBERSHIP_SELECTORS;

const BASIC = 0x80;
const FIRST_SELECTOR = 121;
/** The first eight rates have an element of their own. */
const RATES_IN_FIRST = 8;

const isSelector = (octet: number): boolean => (octet & BASIC) !== 0 && (octet & 0x7f) >= FIRST_SELECTOR;

/** Supported and extended supported rates as they stand; undefined where there is no such element. */
export interface RateOctets {
  readonly supported?: Uint8Array;
  readonly extended?: Uint8Array;
}

const all = ({ supported, extended }: RateOctets): number[] => [...(supported ?? []), ...(extended ?? [])];

/** Rates in units of 500 kbit/s, the top bit meaning "basic" (9.4.2.3, 9.4.2.12). */
export function parseRates(octets: RateOctets): Rate[] {
  return all(octets)
    .filter((octet) => !isSelector(octet))
    .map((octet) => ({ mbps: (octet & 0x7f) / 2, basic: (octet & BASIC) !== 0 }));
}

export function parseSelectors(octets: RateOctets): MembershipSelector[] {
  return all(octets)
    .filter(isSelector)
    .flatMap((octet) => nameOf(MEMBERSHIP_SELECTORS, octet & 0x7f) ?? []);
}

function rateOctet({ mbps, basic }: Rate): number {
  const octet = mbps * 2;
  if (!Number.isInteger(octet) || octet < 1 || octet >= FIRST_SELECTOR)
    throw new EncodeError(`rates: ${mbps} Mbit/s is no multiple of 0.5 up to 60`);
  return octet | (basic ? BASIC : 0);
}

function selectorOctet(name: MembershipSelector): number {
  const number = Object.hasOwn(MEMBERSHIP_SELECTORS, name) ? MEMBERSHIP_SELECTORS[name] : undefined;
  if (number === undefined)
    throw new EncodeError(
      `membershipSelectors: ${JSON.stringify(name)} is none of ${Object.keys(MEMBERSHIP_SELECTORS).join(', ')}`,
    );
  return number | BASIC;
}

/** The octets of both elements: as they stood while they say the same, else rates first. */
export function encodeRates(
  rates: readonly Rate[] = [],
  selectors: readonly MembershipSelector[] = [],
  stood?: RateOctets,
): RateOctets {
  if (
    stood &&
    isDeepStrictEqual(parseRates(stood), rates) &&
    isDeepStrictEqual(parseSelectors(stood), selectors)
  )
    return stood;
  const octets = Uint8Array.from([...rates.map(rateOctet), ...selectors.map(selectorOctet)]);
  return {
    ...(octets.length > 0 && { supported: octets.subarray(0, RATES_IN_FIRST) }),
    ...(octets.length > RATES_IN_FIRST && { extended: octets.subarray(RATES_IN_FIRST) }),
  };
}
