/** What a tap says of a frame before the frame: when it was on the air, where, and what became of it. */

export interface AirWords {
  /** Octets of the header: the frame begins there. */
  readonly length: number;
  /** The TSF of the kernel, which is its time since its start. */
  readonly us?: number;
  readonly frequencyMhz?: number;
  /** Nobody acknowledged it, and somebody should have. */
  readonly failed: boolean;
  readonly retries?: number;
}

/** The first fields by their bits: octets, alignment. */
const FIELDS: readonly (readonly [number, number])[] = [
  ...([
    [8, 8],
    [1, 1],
    [1, 1],
    [4, 2],
    [2, 2],
    [1, 1],
    [1, 1],
    [2, 2],
    [2, 2],
  ] as const),
  ...([
    [2, 2],
    [1, 1],
    [1, 1],
    [1, 1],
    [1, 1],
    [2, 2],
    [2, 2],
    [1, 1],
    [1, 1],
  ] as const),
];
const BIT = { tsft: 0, channel: 3, txFlags: 15, retries: 17 } as const;
const MORE_WORDS = 0x8000_0000;
const TX_FAIL = 1;

/** Reads the header; undefined for what is none. Never throws. */
export function airWords(data: Buffer): AirWords | undefined {
  if (data.length < 8 || data[0] !== 0) return undefined;
  const length = data.readUInt16LE(2);
  if (length < 8 || length > data.length) return undefined;
  const present = data.readUInt32LE(4);
  let at = 8;
  for (let word = present; word & MORE_WORDS && at + 4 <= length; at += 4) word = data.readUInt32LE(at);
  const places = new Map<number, number>();
  for (const [bit, [size, align]] of FIELDS.entries()) {
    if (!(present & (1 << bit))) continue;
    at = Math.ceil(at / align) * align;
    if (at + size > length) break;
    places.set(bit, at);
    at += size;
  }
  const read = <T>(bit: number, how: (at: number) => T): T | undefined => {
    const place = places.get(bit);
    return place === undefined ? undefined : how(place);
  };
  const us = read(BIT.tsft, (place) => Number(data.readBigUInt64LE(place)));
  const frequencyMhz = read(BIT.channel, (place) => data.readUInt16LE(place));
  const flags = read(BIT.txFlags, (place) => data.readUInt16LE(place)) ?? 0;
  const retries = read(BIT.retries, (place) => data.readUInt8(place));
  return {
    length,
    ...(us === undefined ? {} : { us }),
    ...(frequencyMhz === undefined ? {} : { frequencyMhz }),
    failed: (flags & TX_FAIL) !== 0,
    ...(retries === undefined ? {} : { retries }),
  };
}
