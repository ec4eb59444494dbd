/** The channel number at a frequency in MHz; `undefined` outside of the bands (IEEE 802.11-2020, annex E). */
export function channelOf(frequencyMhz: number): number | undefined {
  if (frequencyMhz === 2484) return 14;
  if (frequencyMhz >= 2412 && frequencyMhz <= 2472) return (frequencyMhz - 2407) / 5;
  if (frequencyMhz >= 5160 && frequencyMhz <= 5925) return (frequencyMhz - 5000) / 5;
  if (frequencyMhz === 5935) return 2;
  if (frequencyMhz >= 5955 && frequencyMhz <= 7115) return (frequencyMhz - 5950) / 5;
  if (frequencyMhz >= 58320 && frequencyMhz <= 69120) return (frequencyMhz - 56160) / 2160;
  return undefined;
}

/** Width names of the kernel in MHz; 80+80 counts as 160. */
export function widthMhz(width: string | number): number | undefined {
  if (typeof width === 'number') return undefined;
  if (width === '20-noht') return 20;
  if (width === '80p80') return 160;
  return Number(width);
}
