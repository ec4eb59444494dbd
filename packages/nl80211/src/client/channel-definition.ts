import type { Nl80211In } from '../spec/nl80211/attributes.js';
import { VWifiError } from '../wire/errors.js';

/** As iw says them: 'HT40+' has its second half above the first. */
export type ChannelWidth =
  | 'NOHT'
  | 'HT20'
  | 'HT40+'
  | 'HT40-'
  | '5MHz'
  | '10MHz'
  | '80MHz'
  | '160MHz'
  | '320MHz';

/** Width and old channel type by their names in the kernel, and where the centre lies from the frequency given. */
const WIDTHS = {
  NOHT: { width: '20-noht', type: 'no-ht', offset: 0 },
  HT20: { width: '20', type: 'ht20', offset: 0 },
  'HT40+': { width: '40', type: 'ht40plus', offset: 10 },
  'HT40-': { width: '40', type: 'ht40minus', offset: -10 },
  '5MHz': { width: '5', offset: 0 },
  '10MHz': { width: '10', offset: 0 },
  '80MHz': { width: '80', mhz: 80 },
  '160MHz': { width: '160', mhz: 160 },
  '320MHz': { width: '320', mhz: 320 },
} as const;

/** First channels of the blocks of 5 GHz; those of 6 GHz follow each other from 5955 MHz on (802.11-2020, annex E). */
const BLOCKS: Readonly<Record<number, readonly number[]>> = {
  80: [5180, 5260, 5500, 5580, 5660, 5745, 5825],
  160: [5180, 5500, 5745],
};
const SIX_GHZ = 5955;

function blockCentre(frequency: number, mhz: number): number {
  const starts =
    frequency >= SIX_GHZ ? [SIX_GHZ + Math.floor((frequency - SIX_GHZ) / mhz) * mhz] : (BLOCKS[mhz] ?? []);
  const start = starts.find((each) => frequency >= each && frequency < each + mhz);
  if (start === undefined) {
    throw new VWifiError('BAD_ARGUMENT', `channel ${frequency} MHz: it is in no block of ${mhz} MHz`);
  }
  return start - 10 + mhz / 2;
}

/**
 * The attributes of a channel, for commands that take one: `setWiphy({ dev: 'vw1', ...channelDefinition(2437, 'HT40+') })`.
 * Throws VWifiError `BAD_ARGUMENT` for a width that the frequency cannot have.
 */
export function channelDefinition(frequency: number, width: ChannelWidth = 'NOHT') {
  const row = WIDTHS[width];
  const centre = 'mhz' in row ? blockCentre(frequency, row.mhz) : frequency + row.offset;
  return {
    wiphyFreq: frequency,
    channelWidth: row.width,
    ...('type' in row ? { wiphyChannelType: row.type } : {}),
    centerFreq1: centre,
  } satisfies Nl80211In;
}
