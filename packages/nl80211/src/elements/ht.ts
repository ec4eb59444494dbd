import { bit, Cursor, field } from './read.js';

export interface HtCapabilities {
  readonly ldpc: boolean;
  readonly width40: boolean;
  readonly smPowerSave: 'static' | 'dynamic' | 'reserved' | 'disabled';
  readonly greenfield: boolean;
  readonly shortGi20: boolean;
  readonly shortGi40: boolean;
  readonly txStbc: boolean;
  readonly rxStbcStreams: number;
  readonly maxAmsduBytes: 3839 | 7935;
  readonly dsssCck40: boolean;
  readonly maxAmpduBytes: number;
  readonly minAmpduSpacingUs: number;
  /** MCS indices that can be received, 0 to 76. */
  readonly rxMcs: readonly number[];
}

const SM_POWER_SAVE = ['static', 'dynamic', 'reserved', 'disabled'] as const;

/** HT capabilities element (9.4.2.55). */
export function parseHtCapabilities(data: Uint8Array): HtCapabilities | undefined {
  const cursor = new Cursor(data);
  const info = cursor.u16();
  const ampdu = cursor.u8();
  const mcs = cursor.take(16);
  if (info === undefined || ampdu === undefined || !mcs) return undefined;
  return {
    ldpc: bit(info, 0),
    width40: bit(info, 1),
    smPowerSave: SM_POWER_SAVE[field(info, 2, 2)] ?? 'reserved',
    greenfield: bit(info, 4),
    shortGi20: bit(info, 5),
    shortGi40: bit(info, 6),
    txStbc: bit(info, 7),
    rxStbcStreams: field(info, 8, 2),
    maxAmsduBytes: bit(info, 11) ? 7935 : 3839,
    dsssCck40: bit(info, 12),
    maxAmpduBytes: 2 ** (13 + field(ampdu, 0, 2)) - 1,
    minAmpduSpacingUs: field(ampdu, 2, 3) === 0 ? 0 : 2 ** (field(ampdu, 2, 3) - 3),
    rxMcs: mcsIndices(mcs),
  };
}

/** The first 77 bits of an HT MCS set. */
export function mcsIndices(set: Uint8Array): number[] {
  const indices: number[] = [];
  for (let i = 0; i <= 76; i++) if (bit(set[i >> 3] ?? 0, i & 7)) indices.push(i);
  return indices;
}

export interface HtOperation {
  readonly primaryChannel: number;
  readonly secondaryChannel: 'none' | 'above' | 'below';
  readonly anyWidth: boolean;
}

/** HT operation element (9.4.2.56). */
export function parseHtOperation(data: Uint8Array): HtOperation | undefined {
  const [primaryChannel, info] = data;
  if (primaryChannel === undefined || info === undefined) return undefined;
  const secondary = field(info, 0, 2);
  return {
    primaryChannel,
    secondaryChannel: secondary === 1 ? 'above' : secondary === 3 ? 'below' : 'none',
    anyWidth: bit(info, 2),
  };
}
