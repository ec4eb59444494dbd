/** How modern an access point is, and how wide its channel: what fits together, and hostapd's lines for it. */
import { channelAt } from './channel.js';

export const standards = ['n', 'ac', 'ax', 'be'] as const;
export type Standard = (typeof standards)[number];

export const widths = [20, 40, 80, 160, 320] as const;
export type Width = (typeof widths)[number];

/** What an access point says of it; left out: as hostapd does by itself, which is 802.11a and g. */
export interface Modern {
  readonly standard?: Standard;
  readonly width?: Width;
}

const ORDER: Readonly<Record<Standard, number>> = { n: 0, ac: 1, ax: 2, be: 3 };

/** First channels of the blocks of 5 GHz (802.11-2020, annex E); of 6 GHz they follow each other from channel 1 on. */
const BLOCKS: Readonly<Record<number, readonly number[]>> = {
  40: [36, 44, 52, 60, 100, 108, 116, 124, 132, 140, 149, 157],
  80: [36, 52, 100, 116, 132, 149],
  160: [36, 100],
};

/** The channel number of the middle of the block that a channel is in; undefined where it is in none. */
function middle(frequencyMhz: number, width: Width): number | undefined {
  const { band, channel = 0 } = channelAt(frequencyMhz) ?? {};
  const span = width / 5;
  const first =
    band === '6GHz'
      ? channel - ((channel - 1) % span)
      : BLOCKS[width]?.find((start) => start <= channel && channel < start + span);
  return first === undefined ? undefined : first + span / 2 - 2;
}

/** The oldest that has the width. */
const standardOf = ({ standard, width = 20 }: Modern, band: string | undefined): Standard =>
  standard ?? (width === 320 ? 'be' : band === '6GHz' ? 'ax' : width > 40 ? 'ac' : 'n');

/** Whether anything is said of it, or has to be. */
const isAsked = ({ standard, width }: Modern, band: string | undefined): boolean =>
  standard !== undefined || width !== undefined || band === '6GHz';

/** Channels of 5 GHz, by their number, where somebody has to listen for radars first (ETSI EN 301 893). */
const RADARS = { from: 52, to: 144 } as const;

/** Whether a channel that is asked for here has a part where radars are. */
export function hasRadars(modern: Modern, frequencyMhz: number): boolean {
  const { band, channel = 0 } = channelAt(frequencyMhz) ?? {};
  if (band !== '5GHz' || !isAsked(modern, band)) return false;
  const { width = 20 } = modern;
  const centre = width === 20 ? channel : (middle(frequencyMhz, width) ?? channel);
  const edge = width / 10 - 2;
  return centre + edge >= RADARS.from && centre - edge <= RADARS.to;
}

/** What does not fit together, at which key. */
export function standardProblem(
  modern: Modern,
  frequencyMhz: number,
  around: { readonly country: string | undefined; readonly security: string },
): { readonly key: 'standard' | 'width' | 'band' | 'security'; readonly message: string } | undefined {
  const { band } = channelAt(frequencyMhz) ?? {};
  if (!isAsked(modern, band)) return undefined;
  const { width = 20 } = modern;
  const standard = standardOf(modern, band);
  const most = { n: 40, ac: band === '5GHz' ? 160 : 40, ax: band === '2.4GHz' ? 40 : 160, be: 320 }[standard];
  if (band === '6GHz' && ORDER[standard] < ORDER.ax)
    return { key: 'standard', message: `is ${standard}, and there is nothing older than ax at 6GHz` };
  if (width > most || (width === 320 && band !== '6GHz') || (band === '2.4GHz' && width > 40))
    return { key: 'width', message: `is ${width} MHz, which ${standard} does not have at ${band}` };
  if (width > 20 && band !== '2.4GHz' && middle(frequencyMhz, width) === undefined)
    return {
      key: 'width',
      message: `is ${width} MHz, and channel ${channelAt(frequencyMhz)?.channel} is in no block of that`,
    };
  if (band === '6GHz' && !['wpa3-sae', 'owe', 'wpa3-eap'].includes(around.security))
    return { key: 'security', message: `is ${around.security}: at 6GHz it is wpa3-sae, owe or wpa3-eap` };
  if (hasRadars(modern, frequencyMhz) && around.country === undefined)
    return {
      key: modern.width === undefined ? 'standard' : 'width',
      message: 'wants a channel with radars on it: set country, for instance DE',
    };
  if (band === '6GHz' && around.country === undefined)
    return { key: 'band', message: 'is 6GHz, which a country has to allow: set country, for instance DE' };
  return undefined;
}

/** Operating classes of 6 GHz by the width (802.11-2020, annex E). */
const CLASSES: Readonly<Record<Width, number>> = { 20: 131, 40: 132, 80: 133, 160: 134, 320: 137 };
/** As hostapd numbers widths of VHT and later; 20 and 40 MHz are one, which HT tells apart. */
const OPERATION: Readonly<Record<Width, number>> = { 20: 0, 40: 0, 80: 1, 160: 2, 320: 9 };

/** The channel above or below that 40 MHz take beside it. */
export function beside(frequencyMhz: number): '+' | '-' {
  const { band, channel = 0 } = channelAt(frequencyMhz) ?? {};
  if (band === '2.4GHz') return channel <= 7 ? '+' : '-';
  return (middle(frequencyMhz, 40) ?? 0) > channel ? '+' : '-';
}

/** Lines of hostapd.conf. */
export function standardLines(modern: Modern, frequencyMhz: number): (readonly [string, string])[] {
  const { band } = channelAt(frequencyMhz) ?? {};
  if (!isAsked(modern, band)) return [];
  const { width = 20 } = modern;
  const order = ORDER[standardOf(modern, band)];
  const centre = (mhz: Width): string => String(mhz === 20 ? 0 : (middle(frequencyMhz, mhz) ?? 0));
  const wide = (name: string, mhz: Width): (readonly [string, string])[] => [
    [`${name}_oper_chwidth`, String(OPERATION[mhz])],
    ...(mhz > 40 || band === '6GHz' ? [[`${name}_oper_centr_freq_seg0_idx`, centre(mhz)] as const] : []),
  ];
  // HE at 6 GHz goes to 160 MHz; EHT tells the rest.
  const older = width === 320 ? 160 : width;
  return [
    ['wmm_enabled', '1'],
    ...(hasRadars(modern, frequencyMhz) ? ([['ieee80211h', '1']] as const) : []),
    ...(band === '6GHz'
      ? ([
          ['op_class', String(CLASSES[width])],
          ['sae_pwe', '1'],
        ] as const)
      : ([
          ['ieee80211n', '1'],
          ['ht_capab', `${width > 20 ? `[HT40${beside(frequencyMhz)}][SHORT-GI-40]` : ''}[SHORT-GI-20]`],
        ] as const)),
    ...(order >= ORDER.ac && band === '5GHz'
      ? ([
          ['ieee80211ac', '1'],
          ...wide('vht', older),
          ['vht_capab', `[SHORT-GI-80]${older === 160 ? '[VHT160][SHORT-GI-160]' : ''}`],
        ] as const)
      : []),
    ...(order >= ORDER.ax ? ([['ieee80211ax', '1'], ...wide('he', older)] as const) : []),
    ...(order >= ORDER.be ? ([['ieee80211be', '1'], ...wide('eht', width)] as const) : []),
  ];
}

/** Lines of wpa_supplicant.conf before the network: at 6 GHz SAE makes its element from a hash alone. */
export const sixGhzLines = (frequencies: readonly number[]): Readonly<Record<string, string>> =>
  frequencies.some((frequency) => channelAt(frequency)?.band === '6GHz') ? { sae_pwe: '1' } : {};

/** Whether hostapd has to know 802.11be for it. */
export const isWifi7 = (modern: Modern, frequencyMhz: number): boolean => {
  const { band } = channelAt(frequencyMhz) ?? {};
  return isAsked(modern, band) && standardOf(modern, band) === 'be';
};
