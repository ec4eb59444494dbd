import { htAmpdu, htInfo, htOperationInfo } from './capability-fields.js';
import type { Fields } from './fields.js';
import { bit } from './read.js';

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
  /** Every bit by name; what encodeHtCapabilities writes. */
  readonly info: Fields<typeof htInfo>;
  readonly ampdu: Fields<typeof htAmpdu>;
  readonly mcsSet: Uint8Array;
  /** Extended capabilities, beamforming and antenna selection; not there where a radio tells of itself. */
  readonly rest: Uint8Array;
}

const SM_POWER_SAVE = ['static', 'dynamic', 'reserved', 'disabled'] as const;

/** HT capabilities element (9.4.2.55); at least its first 19 octets. */
export function parseHtCapabilities(data: Uint8Array): HtCapabilities | undefined {
  if (data.length < 19) return undefined;
  const info = htInfo.read(data);
  const ampdu = htAmpdu.read(data.subarray(2));
  const mcsSet = data.slice(3, 19);
  return {
    ldpc: info.ldpc,
    width40: info.width40,
    smPowerSave: SM_POWER_SAVE[info.smPowerSave] ?? 'reserved',
    greenfield: info.greenfield,
    shortGi20: info.shortGi20,
    shortGi40: info.shortGi40,
    txStbc: info.txStbc,
    rxStbcStreams: info.rxStbcStreams,
    maxAmsduBytes: info.longAmsdu ? 7935 : 3839,
    dsssCck40: info.dsssCck40,
    maxAmpduBytes: 2 ** (13 + ampdu.maxLengthExponent) - 1,
    minAmpduSpacingUs: ampdu.minSpacing === 0 ? 0 : 2 ** (ampdu.minSpacing - 3),
    rxMcs: mcsIndices(mcsSet),
    info,
    ampdu,
    mcsSet,
    rest: data.slice(19),
  };
}

/** The same octets again. */
export function encodeHtCapabilities(
  value: Pick<HtCapabilities, 'info' | 'ampdu' | 'mcsSet' | 'rest'>,
): Uint8Array {
  const { info, ampdu, mcsSet, rest } = value;
  return Uint8Array.from([...htInfo.write(info), ...htAmpdu.write(ampdu), ...mcsSet, ...rest]);
}

/** The first 77 bits of an HT MCS set. */
export function mcsIndices(set: Uint8Array): number[] {
  const indices: number[] = [];
  for (let i = 0; i <= 76; i++) if (bit(set[i >> 3] ?? 0, i & 7)) indices.push(i);
  return indices;
}

export interface HtOperation extends Fields<typeof htOperationInfo> {
  readonly primaryChannel: number;
  readonly secondaryChannel: 'none' | 'above' | 'below';
  /** MCS indices that every member must know, a bit each. */
  readonly basicMcsSet: Uint8Array;
}

export type HtOperationIn = Omit<HtOperation, 'secondaryChannel'>;

/** HT operation element (9.4.2.56); at least its first 6 octets. */
export function parseHtOperation(data: Uint8Array): HtOperation | undefined {
  const [primaryChannel] = data;
  if (primaryChannel === undefined || data.length < 6) return undefined;
  const fields = htOperationInfo.read(data.subarray(1));
  const { secondaryOffset } = fields;
  const secondaryChannel = secondaryOffset === 1 ? 'above' : secondaryOffset === 3 ? 'below' : 'none';
  return { ...fields, primaryChannel, secondaryChannel, basicMcsSet: data.slice(6) };
}

/** The same octets again. */
export function encodeHtOperation(value: HtOperationIn): Uint8Array {
  const { primaryChannel, basicMcsSet, ...fields } = value;
  return Uint8Array.from([primaryChannel, ...htOperationInfo.write(fields), ...basicMcsSet]);
}
