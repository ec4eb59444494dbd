import type { rateInfo } from '../spec/nl80211/rate.js';
import type { Attributes } from '../wire/table.js';

export interface Bitrate {
  readonly mbps: number;
  readonly mode: 'legacy' | 'ht' | 'vht' | 'he' | 'eht' | 's1g';
  readonly mcs?: number;
  /** Spatial streams, where the mode names them. */
  readonly streams?: number;
  readonly widthMhz: number;
  readonly shortGuardInterval: boolean;
}

/** A rate as numbers; `undefined` where the driver does not know it. */
export function bitrateOf(rate: Attributes<typeof rateInfo> | undefined): Bitrate | undefined {
  if (!rate) return undefined;
  const hundreds = rate.bitrate32 ?? rate.bitrate;
  if (hundreds === undefined) return undefined;
  const mcs = rate.ehtMcs ?? rate.heMcs ?? rate.vhtMcs ?? rate.mcs ?? rate.s1gMcs;
  const streams = rate.ehtNss ?? rate.heNss ?? rate.vhtNss ?? rate.s1gNss;
  return {
    mbps: hundreds / 10,
    mode: modeOf(rate),
    ...(mcs === undefined ? {} : { mcs }),
    ...(streams === undefined ? {} : { streams }),
    widthMhz: widthOf(rate),
    shortGuardInterval: rate.shortGi ?? false,
  };
}

function modeOf(rate: Attributes<typeof rateInfo>): Bitrate['mode'] {
  if (rate.ehtMcs !== undefined) return 'eht';
  if (rate.heMcs !== undefined) return 'he';
  if (rate.vhtMcs !== undefined) return 'vht';
  if (rate.mcs !== undefined) return 'ht';
  return rate.s1gMcs === undefined ? 'legacy' : 's1g';
}

function widthOf(rate: Attributes<typeof rateInfo>): number {
  if (rate.width320Mhz) return 320;
  if (rate.width160Mhz || rate.width80Plus80Mhz) return 160;
  if (rate.width80Mhz) return 80;
  if (rate.width40Mhz) return 40;
  if (rate.width10Mhz) return 10;
  return rate.width5Mhz ? 5 : 20;
}
