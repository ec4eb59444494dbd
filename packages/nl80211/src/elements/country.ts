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

/** Country element (9.4.2.8). Operating triplets (first byte 201 and above) are in `triplets` only. */
export function parseCountry(data: Uint8Array): Country | undefined {
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
