import { heMac, hePhy } from './capability-fields.js';
import type { Fields } from './fields.js';
import { bit, field } from './read.js';

/** Highest MCS per number of streams, 1 to 8; `undefined` where not supported. */
export interface HeMcs {
  readonly rx: readonly (number | undefined)[];
  readonly tx: readonly (number | undefined)[];
}

export interface HeCapabilities {
  readonly mac: Fields<typeof heMac>;
  readonly phy: Fields<typeof hePhy>;
  /** At up to 80 MHz, and where the radio can do it at 160 MHz and at 80+80 MHz. */
  readonly mcs80?: HeMcs;
  readonly mcs160?: HeMcs;
  readonly mcs80Plus80?: HeMcs;
  /** MCS and NSS sets as they are, and the packet extension thresholds. */
  readonly mcsSet: Uint8Array;
  readonly ppe: Uint8Array;
}

/** Two bits a stream: MCS 0-7, 0-9, 0-11, or none. */
function maxMcs(set: Uint8Array, at: number): (number | undefined)[] {
  const map = (set[at] ?? 0) | ((set[at + 1] ?? 0) << 8);
  return Array.from({ length: 8 }, (_, stream) => {
    const value = field(map, stream * 2, 2);
    return value === 3 ? undefined : 7 + 2 * value;
  });
}

const mcsAt = (set: Uint8Array, at: number): HeMcs | undefined =>
  at + 4 <= set.length ? { rx: maxMcs(set, at), tx: maxMcs(set, at + 2) } : undefined;

/** The parts of HE capabilities, as an element has them in a row and a radio one by one. */
export function readHeCapabilities(
  mac: Uint8Array,
  phy: Uint8Array,
  mcsSet: Uint8Array,
  ppe: Uint8Array,
): HeCapabilities {
  const read = hePhy.read(phy);
  const mcs80 = mcsAt(mcsSet, 0);
  const mcs160 = read.width160 ? mcsAt(mcsSet, 4) : undefined;
  const mcs80Plus80 = read.width80Plus80 ? mcsAt(mcsSet, read.width160 ? 8 : 4) : undefined;
  return {
    mac: heMac.read(mac),
    phy: read,
    ...(mcs80 && { mcs80 }),
    ...(mcs160 && { mcs160 }),
    ...(mcs80Plus80 && { mcs80Plus80 }),
    mcsSet,
    ppe,
  };
}

/** HE capabilities element (9.4.2.248), after the extension number. */
export function parseHeCapabilities(data: Uint8Array): HeCapabilities | undefined {
  if (data.length < 21) return undefined;
  const widths = data[6] ?? 0;
  const end = 21 + (bit(widths, 3) ? 4 : 0) + (bit(widths, 4) ? 4 : 0);
  return readHeCapabilities(data.subarray(0, 6), data.subarray(6, 17), data.slice(17, end), data.slice(end));
}

/** The same octets again. */
export function encodeHeCapabilities(
  value: Pick<HeCapabilities, 'mac' | 'phy' | 'mcsSet' | 'ppe'>,
): Uint8Array {
  return Uint8Array.from([
    ...heMac.write(value.mac),
    ...hePhy.write(value.phy),
    ...value.mcsSet,
    ...value.ppe,
  ]);
}

export interface HeOperation {
  readonly bssColor: number;
  readonly bssColorDisabled: boolean;
  readonly bssColorPartial: boolean;
  /** What comes before the colour, as it stands. */
  readonly parameters: Uint8Array;
  /** Basic MCS set and what follows. */
  readonly rest: Uint8Array;
}

/** HE operation element (9.4.2.249), after the extension number: parameters, then the colour. */
export function parseHeOperation(data: Uint8Array): HeOperation | undefined {
  const color = data[3];
  if (color === undefined) return undefined;
  return {
    bssColor: field(color, 0, 6),
    bssColorPartial: bit(color, 6),
    bssColorDisabled: bit(color, 7),
    parameters: data.slice(0, 3),
    rest: data.slice(4),
  };
}

/** The same octets again. */
export function encodeHeOperation(value: HeOperation): Uint8Array {
  const { bssColor, bssColorPartial, bssColorDisabled, parameters, rest } = value;
  const color = (bssColor & 63) | (bssColorPartial ? 64 : 0) | (bssColorDisabled ? 128 : 0);
  return Uint8Array.from([...parameters, color, ...rest]);
}
