import type { RateInfoAttributes } from '../spec/nl80211/messages.js';

export interface Bitrate {
  readonly mbps: number;
  readonly mode: 'legacy' | 'ht' | 'vht' | 'he' | 'eht' | 'uhr' | 's1g';
  readonly mcs?: number;
  /** Spatial streams, where the mode names them. */
  readonly streams?: number;
  readonly widthMhz: number;
  readonly shortGuardInterval: boolean;
}

/** A rate as numbers; `undefined` where the driver does not know it. */
export function bitrateOf(rate: RateInfoAttributes | undefined): Bitrate | undefined {
  if (!rate) return undefined;
  const hundreds = rate.bitrate32 ?? rate.bitrate;
  if (hundreds === undefined) return undefined;
  const mcs = rate.uhrMcs ?? rate.ehtMcs ?? rate.heMcs ?? rate.vhtMcs ?? rate.mcs ?? rate.s1gMcs;
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

function modeOf(rate: RateInfoAttributes): Bitrate['mode'] {
  if (rate.uhrMcs !== undefined) return 'uhr';
  if (rate.ehtMcs !== undefined) return 'eht';
  if (rate.heMcs !== undefined) return 'he';
  if (rate.vhtMcs !== undefined) return 'vht';
  if (rate.mcs !== undefined) return 'ht';
  return rate.s1gMcs === undefined ? 'legacy' : 's1g';
}

/** Flags that say the width in MHz; without one it is 20. */
const WIDTHS = [
  ['width320Mhz', 320],
  ['width160Mhz', 160],
  ['width80Plus80Mhz', 160],
  ['width80Mhz', 80],
  ['width40Mhz', 40],
  ['width16Mhz', 16],
  ['width10Mhz', 10],
  ['width8Mhz', 8],
  ['width5Mhz', 5],
  ['width4Mhz', 4],
  ['width2Mhz', 2],
  ['width1Mhz', 1],
] as const;

function widthOf(rate: RateInfoAttributes): number {
  return WIDTHS.find(([flag]) => rate[flag])?.[1] ?? 20;
}
