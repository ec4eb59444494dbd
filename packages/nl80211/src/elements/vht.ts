import { vhtInfo } from './capability-fields.js';
import type { Fields } from './fields.js';
import { Cursor, field } from './read.js';

export interface VhtCapabilities {
  readonly maxMpduBytes: 3895 | 7991 | 11454;
  readonly supportedWidth: 80 | 160 | '80+80';
  readonly rxLdpc: boolean;
  readonly shortGi80: boolean;
  readonly shortGi160: boolean;
  readonly txStbc: boolean;
  readonly suBeamformer: boolean;
  readonly suBeamformee: boolean;
  readonly muBeamformer: boolean;
  readonly muBeamformee: boolean;
  /** Highest MCS per number of streams, 1 to 8; `undefined` where a number of streams is not supported. */
  readonly rxMaxMcs: readonly (number | undefined)[];
  readonly txMaxMcs: readonly (number | undefined)[];
  /** Highest rate with a long guard interval; 0 where it follows from the MCS map. */
  readonly rxHighestMbps: number;
  readonly txHighestMbps: number;
  /** Every bit by name; what encodeVhtCapabilities writes. */
  readonly info: Fields<typeof vhtInfo>;
  readonly mcsSet: Uint8Array;
  /** What comes after; nothing, as the standard has it. */
  readonly rest?: Uint8Array;
}

const MPDU = [3895, 7991, 11454] as const;
const WIDTH = [80, 160, '80+80'] as const;

/** Two bits a stream: MCS 0-7, 0-8, 0-9, or none. */
function maxMcs(map: number): (number | undefined)[] {
  return Array.from({ length: 8 }, (_, stream) => {
    const value = field(map, stream * 2, 2);
    return value === 3 ? undefined : 7 + value;
  });
}

/** VHT capabilities element (9.4.2.157). */
export function parseVhtCapabilities(data: Uint8Array): VhtCapabilities | undefined {
  if (data.length < 12) return undefined;
  const info = vhtInfo.read(data);
  const cursor = new Cursor(data.subarray(4));
  const [rx = 0, rxRate = 0, tx = 0, txRate = 0] = [cursor.u16(), cursor.u16(), cursor.u16(), cursor.u16()];
  return {
    maxMpduBytes: MPDU[info.maxMpduLength] ?? 11454,
    supportedWidth: WIDTH[info.supportedWidthSet] ?? 80,
    rxLdpc: info.rxLdpc,
    shortGi80: info.shortGi80,
    shortGi160: info.shortGi160,
    txStbc: info.txStbc,
    suBeamformer: info.suBeamformer,
    suBeamformee: info.suBeamformee,
    muBeamformer: info.muBeamformer,
    muBeamformee: info.muBeamformee,
    rxMaxMcs: maxMcs(rx),
    txMaxMcs: maxMcs(tx),
    rxHighestMbps: field(rxRate, 0, 13),
    txHighestMbps: field(txRate, 0, 13),
    info,
    mcsSet: data.slice(4, 12),
    ...(data.length > 12 && { rest: data.slice(12) }),
  };
}

/** The same octets again. */
export function encodeVhtCapabilities(value: Pick<VhtCapabilities, 'info' | 'mcsSet' | 'rest'>): Uint8Array {
  return Uint8Array.from([...vhtInfo.write(value.info), ...value.mcsSet, ...(value.rest ?? [])]);
}

export interface VhtOperation {
  /** 0 is 20 or 40 MHz, 1 is 80 MHz and more; 160 and 80+80 show in the segments. */
  readonly width: number;
  readonly centerSegment0: number;
  readonly centerSegment1: number;
  /** Most streams of each MCS that every member must know. */
  readonly basicMcsSet: Uint8Array;
}

/** VHT operation element (9.4.2.158). */
export function parseVhtOperation(data: Uint8Array): VhtOperation | undefined {
  const [width, centerSegment0, centerSegment1] = data;
  if (width === undefined || centerSegment0 === undefined || centerSegment1 === undefined) return undefined;
  return { width, centerSegment0, centerSegment1, basicMcsSet: data.slice(3) };
}

/** The same octets again. */
export function encodeVhtOperation(value: VhtOperation): Uint8Array {
  const { width, centerSegment0, centerSegment1, basicMcsSet } = value;
  return Uint8Array.from([width, centerSegment0, centerSegment1, ...basicMcsSet]);
}
