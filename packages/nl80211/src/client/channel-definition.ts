import type { Nl80211In } from '../spec/nl80211/attributes.js';
import { VWifiError } from '../wire/errors.js';
import { badArgument, checkName, checkWhole } from './check.js';

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

/** Where channels of 40 MHz begin: the lower half of each. Any two of 2.4 GHz may be one. */
const PAIRS_5GHZ = [5180, 5220, 5260, 5300, 5500, 5540, 5580, 5620, 5660, 5700, 5745, 5785, 5825, 5865];
const FIRST_2GHZ = 2412;
const LAST_2GHZ = 2472;

/** Whether the second half of a channel of 40 MHz is in the band, and on the side where others look for it. */
function checkPair(frequency: number, offset: number): void {
  const lower = offset > 0 ? frequency : frequency - 20;
  // Elsewhere (900 MHz, 4.9 GHz, ...) the kernel knows.
  const right =
    frequency < 2400 || (frequency > 2500 && frequency < 5160)
      ? true
      : frequency <= 2500
        ? lower >= FIRST_2GHZ && lower + 20 <= LAST_2GHZ
        : frequency < SIX_GHZ
          ? PAIRS_5GHZ.includes(lower)
          : (lower - SIX_GHZ) % 40 === 0;
  if (right) return;
  const [here, there] = offset > 0 ? ['HT40+', 'HT40-'] : ['HT40-', 'HT40+'];
  throw badArgument(
    `channel ${frequency} MHz`,
    `${here} has no second half ${offset > 0 ? 'above' : 'below'} it; take ${there}, or HT20`,
  );
}

const MOST_MHZ = 100_000;

/**
 * The attributes of a channel, for commands that take one: `setWiphy({ dev: 'vw1', ...channelDefinition(2437, 'HT40+') })`.
 * Throws VWifiError `BAD_ARGUMENT` for a width that the frequency cannot have.
 */
export function channelDefinition(frequency: number, width: ChannelWidth = 'NOHT') {
  checkWhole('channel in MHz', frequency, 1, MOST_MHZ);
  const row: (typeof WIDTHS)[ChannelWidth] =
    WIDTHS[checkName(`channel ${frequency} MHz: width`, width, WIDTHS)];
  if ('offset' in row && row.offset !== 0) checkPair(frequency, row.offset);
  const centre = 'mhz' in row ? blockCentre(frequency, row.mhz) : frequency + row.offset;
  return {
    wiphyFreq: frequency,
    channelWidth: row.width,
    ...('type' in row ? { wiphyChannelType: row.type } : {}),
    centerFreq1: centre,
  } satisfies Nl80211In;
}
