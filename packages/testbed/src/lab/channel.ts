/** The channels of IEEE 802.11 (annex E) that the radios have, and their centre frequencies. */

export const bands = ['2.4GHz', '5GHz', '6GHz'] as const;
export type Band = (typeof bands)[number];

const range = (first: number, last: number, step: number): number[] =>
  Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);

const channels: Record<Band, readonly number[]> = {
  '2.4GHz': range(1, 14, 1),
  '5GHz': [...range(36, 64, 4), ...range(100, 144, 4), ...range(149, 165, 4)],
  '6GHz': range(1, 233, 4),
};

const describeChannels: Record<Band, string> = {
  '2.4GHz': '1 to 14',
  '5GHz': '36 to 64 and 100 to 144 in steps of 4, 149, 153, 157, 161 and 165',
  '6GHz': '1 to 233 in steps of 4',
};

/** The channels of a band, in words, for a message. */
export const channelsOf = (band: Band): string => describeChannels[band];

/** The first band that has this channel number; undefined when none has. */
export const bandOfChannel = (channel: number): Band | undefined =>
  bands.find((band) => channels[band].includes(channel));

/** The centre frequency in MHz; undefined when the band has no such channel. */
export function frequencyOf(band: Band, channel: number): number | undefined {
  if (!channels[band].includes(channel)) return undefined;
  if (band === '5GHz') return 5000 + 5 * channel;
  if (band === '6GHz') return 5950 + 5 * channel;
  return channel === 14 ? 2484 : 2407 + 5 * channel;
}

/** The channel at a centre frequency in MHz; undefined when there is none. */
export function channelAt(
  frequencyMhz: number,
): { readonly band: Band; readonly channel: number } | undefined {
  for (const band of bands)
    for (const channel of channels[band])
      if (frequencyOf(band, channel) === frequencyMhz) return { band, channel };
  return undefined;
}
