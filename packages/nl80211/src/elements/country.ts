import { EncodeError } from '../wire/errors.js';
import { faithful } from './faithful.js';

export interface Country {
  /** Two letters, for instance 'DE'. */
  readonly alpha2: string;
  readonly environment: 'any' | 'indoor' | 'outdoor' | number;
  readonly ranges: readonly {
    readonly firstChannel: number;
    readonly channels: number;
    readonly maxPowerDbm: number;
  }[];
  /** All triplets as they stand, those of operating classes and padding too; written instead of the ranges. */
  readonly triplets?: Uint8Array;
}

const ENVIRONMENTS: Readonly<Record<number, 'any' | 'indoor' | 'outdoor'>> = {
  32: 'any',
  73: 'indoor',
  79: 'outdoor',
};

/** Operating triplets (first octet 201 and above) are in `triplets` only. */
function readCountry(data: Uint8Array): Country | undefined {
  const [first, second, third] = data;
  if (first === undefined || second === undefined || third === undefined) return undefined;
  const ranges = [];
  for (let at = 3; at + 3 <= data.length; at += 3) {
    const [firstChannel = 0, channels = 0, power = 0] = data.subarray(at, at + 3);
    if (firstChannel < 201) ranges.push({ firstChannel, channels, maxPowerDbm: (power << 24) >> 24 });
  }
  return {
    alpha2: String.fromCharCode(first, second),
    environment: ENVIRONMENTS[third] ?? third,
    ranges,
    triplets: data.slice(3),
  };
}

const NUMBERS: Readonly<Record<string, number>> = { any: 32, indoor: 73, outdoor: 79 };

function writeCountry({ alpha2, environment, ranges, triplets: whole }: Country): number[] {
  if (!/^[A-Za-z0-9]{2}$/.test(alpha2))
    throw new EncodeError(`country: ${JSON.stringify(alpha2)} is not two letters`);
  const where = typeof environment === 'number' ? environment : NUMBERS[environment];
  if (where === undefined || !Number.isInteger(where) || where < 0 || where > 255)
    throw new EncodeError(
      `country: environment ${JSON.stringify(environment)} is none of any, indoor, outdoor`,
    );
  const head = [alpha2.charCodeAt(0), alpha2.charCodeAt(1), where];
  if (whole) return [...head, ...whole];
  const triplets = ranges.flatMap(({ firstChannel, channels, maxPowerDbm }) => [
    firstChannel,
    channels,
    maxPowerDbm & 0xff,
  ]);
  const octets = [...head, ...triplets];
  // The element's length is even (9.4.2.8).
  return octets.length % 2 === 0 ? octets : [...octets, 0];
}

/** Country element (9.4.2.8). */
export const country = faithful<Country, Country>(readCountry, writeCountry);
