import { bit, Cursor, field } from './read.js';

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
  const cursor = new Cursor(data);
  const info = cursor.u32();
  const rx = cursor.u16();
  cursor.u16();
  const tx = cursor.u16();
  if (info === undefined || rx === undefined || tx === undefined) return undefined;
  return {
    maxMpduBytes: MPDU[field(info, 0, 2)] ?? 11454,
    supportedWidth: WIDTH[field(info, 2, 2)] ?? 80,
    rxLdpc: bit(info, 4),
    shortGi80: bit(info, 5),
    shortGi160: bit(info, 6),
    txStbc: bit(info, 7),
    suBeamformer: bit(info, 11),
    suBeamformee: bit(info, 12),
    muBeamformer: bit(info, 19),
    muBeamformee: bit(info, 20),
    rxMaxMcs: maxMcs(rx),
    txMaxMcs: maxMcs(tx),
  };
}

export interface VhtOperation {
  /** 0 is 20 or 40 MHz, 1 is 80 MHz and more; 160 and 80+80 show in the segments. */
  readonly width: number;
  readonly centerSegment0: number;
  readonly centerSegment1: number;
}

/** VHT operation element (9.4.2.158). */
export function parseVhtOperation(data: Uint8Array): VhtOperation | undefined {
  const [width, centerSegment0, centerSegment1] = data;
  if (width === undefined || centerSegment0 === undefined || centerSegment1 === undefined) return undefined;
  return { width, centerSegment0, centerSegment1 };
}
