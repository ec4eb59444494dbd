/** What an access point of a standard says of itself: what its radio can, and how wide its channel is. */
import { he6Ghz } from '../../elements/capability-fields.js';
import type { ElementsIn } from '../../elements/encode.js';
import type { HeCapabilities } from '../../elements/he.js';
import { ELEMENT } from '../../elements/ids.js';
import { channelOf, widthMhz } from '../channel.js';
import { type ChannelWidth, channelDefinition } from '../channel-definition.js';
import { badArgument, checkName } from '../check.js';
import type { Band, Radio } from '../radio.js';

/** By the letters of 802.11: each has what the older ones have, too. */
export type Standard = 'n' | 'ac' | 'ax' | 'be';

const ORDER: Readonly<Record<Standard, number>> = { n: 0, ac: 1, ax: 2, be: 3 };

export interface StandardSettings {
  readonly standard?: Standard;
  readonly frequencyMhz: number;
  readonly width?: ChannelWidth;
  /** Of 'be': holes in the channel, a bit for each 20 MHz of it from the lowest frequency. */
  readonly punctured?: number;
}

/** Mandatory of every member: one stream, the lowest indices. */
const BASIC_HT = new Uint8Array(16);
/** Extended capabilities, beamforming and antenna selection, of which a radio says nothing. */
const HT_REST = new Uint8Array(7);
const BASIC_VHT_HE = [0xfc, 0xff];
const BASIC_EHT = Uint8Array.of(0x11, 0, 0, 0);
/** No RTS before any frame; below 6 GHz, and at 6 GHz where the channel is told, too (802.11ax, 9.4.2.249). */
const HE_PARAMETERS = [0xf0, 0x3f, 0x00];
const HE_6GHZ_TOLD = 0x02;
const HE_6GHZ_CAPABILITIES = 59;
/** In Mbit/s: the lowest rate at 6 GHz. */
const LOWEST_RATE = 6;
/** Best effort, background, video, voice: 802.11-2020, table 9-155. */
const WMM: NonNullable<ElementsIn['wmm']> = {
  ...{ subtype: 1, version: 1, info: 0 },
  categories: [
    { aifsn: 3, admissionControl: false, cwMin: 15, cwMax: 1023, txopLimitUs: 0 },
    { aifsn: 7, admissionControl: false, cwMin: 15, cwMax: 1023, txopLimitUs: 0 },
    { aifsn: 2, admissionControl: false, cwMin: 7, cwMax: 15, txopLimitUs: 3008 },
    { aifsn: 2, admissionControl: false, cwMin: 3, cwMax: 7, txopLimitUs: 1504 },
  ],
};

/** A channel, and the narrower ones in it that have its primary 20 MHz. */
class Channel {
  readonly mhz: number;
  readonly primary: number;
  private readonly lowest: number;

  constructor(
    private readonly frequency: number,
    width: ChannelWidth,
    private readonly holes: number,
  ) {
    const { channelWidth, centerFreq1 } = channelDefinition(frequency, width);
    this.mhz = widthMhz(channelWidth) ?? 20;
    this.lowest = centerFreq1 - this.mhz / 2;
    this.primary = channelOf(frequency) ?? 0;
  }

  private start(mhz: number): number {
    return this.lowest + Math.floor((this.frequency - this.lowest) / mhz) * mhz;
  }

  /** The channel number of the centre of the part of that width. */
  centre(mhz: number): number {
    const middle = this.start(mhz) + mhz / 2;
    return (middle - (this.frequency < 3000 ? 2407 : this.frequency < 5950 ? 5000 : 5950)) / 5;
  }

  /** The widest part without a hole, of those up to `most`. */
  whole(most: number): number {
    const widths = [20, 40, 80, 160].filter((mhz) => mhz <= Math.min(most, this.mhz));
    const free = (mhz: number): boolean => {
      const from = (this.start(mhz) - this.lowest) / 20;
      return ((this.holes >> from) & (2 ** (mhz / 20) - 1)) === 0;
    };
    return widths.findLast(free) ?? 20;
  }

  /** Segments as VHT and HE write them: the centre of 80 MHz, and of 160 around it. */
  segments(mhz: number): [number, number] {
    if (mhz === 160) return [this.centre(80), this.centre(160)];
    return [this.centre(mhz), 0];
  }
}

const is = (what: string, { interfaceTypes }: { readonly interfaceTypes: readonly (string | number)[] }) =>
  interfaceTypes.includes(what);

/** An element has the sets of its widths alone; a radio tells all three. */
const setsOf = ({ phy, mcsSet, ...rest }: HeCapabilities): HeCapabilities => ({
  ...{ ...rest, phy },
  mcsSet: mcsSet.slice(0, 4 + (phy.width160 ? 4 : 0) + (phy.width80Plus80 ? 4 : 0)),
});

const secondary: Partial<Record<ChannelWidth, number>> = { 'HT40+': 1, 'HT40-': 3 };

/** 1 where the secondary channel is above the primary, 3 below, 0 where there is none. */
const offsetOf = (channel: Channel, width: ChannelWidth): number =>
  secondary[width] ?? (channel.whole(40) < 40 ? 0 : channel.centre(40) > channel.primary ? 1 : 3);

/** Capabilities of a radio's band and the operation of one channel, to be written into beacons and answers. */
export function standardElements(radio: Radio, settings: StandardSettings): ElementsIn {
  const { standard, frequencyMhz: frequency, width = 'HT20', punctured = 0 } = settings;
  if (standard === undefined) return {};
  const what = `standard ${standard}`;
  const order = ORDER[checkName('standard', standard, ORDER)];
  const name = frequency < 3000 ? '2ghz' : frequency < 5950 ? '5ghz' : '6ghz';
  const band = radio.bands.find((each) => each.name === name);
  if (!band) throw badArgument(what, `${radio.name} has no band of ${frequency} MHz`);
  const channel = new Channel(frequency, width, punctured);
  if (channel.mhz === 320 && order < ORDER.be) throw badArgument(what, '320 MHz are of be alone');
  if (punctured && order < ORDER.be) throw badArgument(what, 'holes in a channel are of be alone');
  if (name === '6ghz' && order < ORDER.ax) throw badArgument(what, 'there is nothing older than ax at 6 GHz');
  const newer = band.capabilities.find((each) => is('ap', each));
  const he = order >= ORDER.ax ? newer?.he : undefined;
  const eht = order >= ORDER.be ? newer?.eht : undefined;
  if ((order >= ORDER.ax && !he) || (order >= ORDER.be && !eht))
    throw badArgument(what, `${radio.name} does not know it at ${frequency} MHz`);
  return {
    wmm: WMM,
    ...(name === '6ghz' ? {} : older(band, channel, order, width)),
    ...(he && {
      heCapabilities: setsOf(he),
      heOperation: {
        ...{ bssColor: 0, bssColorDisabled: true, bssColorPartial: false },
        parameters: Uint8Array.from(HE_PARAMETERS, (octet, index) =>
          index === 2 && name === '6ghz' ? HE_6GHZ_TOLD : octet,
        ),
        rest: Uint8Array.from([...BASIC_VHT_HE, ...(name === '6ghz' ? sixGhz(channel) : [])]),
      },
    }),
    ...(eht && { ehtCapabilities: eht, ehtOperation: ehtOperation(channel, punctured) }),
    ...(name === '6ghz' && newer?.he6Ghz
      ? {
          others: [
            { id: ELEMENT.EXTENSION, extension: HE_6GHZ_CAPABILITIES, data: he6Ghz.write(newer.he6Ghz) },
          ],
        }
      : {}),
  };
}

/** HT, and VHT where there is any. */
function older({ ht, vht, name }: Band, channel: Channel, order: number, width: ChannelWidth): ElementsIn {
  const offset = offsetOf(channel, width);
  const mhz = channel.whole(160);
  const [centerSegment0, centerSegment1] = mhz >= 80 ? channel.segments(mhz) : [0, 0];
  const wide = mhz >= 80 ? 1 : 0;
  return {
    ...(ht && {
      htCapabilities: { ...ht, rest: HT_REST },
      htOperation: {
        ...{ secondaryOffset: offset, anyWidth: offset !== 0, rifs: false, protection: 0 },
        ...{ nonGreenfieldPresent: false, obssNonHtPresent: false, dualBeacon: false },
        ...{ dualCtsProtection: false, stbcBeacon: false, lSigTxopProtection: false },
        ...{ pcoActive: false, pcoPhase: false, primaryChannel: channel.primary, basicMcsSet: BASIC_HT },
      },
    }),
    ...(vht && order >= ORDER.ac && name === '5ghz'
      ? {
          vhtCapabilities: vht,
          vhtOperation: {
            ...{ width: wide, centerSegment0, centerSegment1 },
            basicMcsSet: Uint8Array.from(BASIC_VHT_HE),
          },
        }
      : {}),
  };
}

/** 6 GHz Operation Information (802.11ax, 9.4.2.249). */
function sixGhz(channel: Channel): number[] {
  const mhz = channel.whole(160);
  return [channel.primary, Math.log2(mhz / 20), ...channel.segments(mhz), LOWEST_RATE];
}

/** Told where it differs from what HE says (802.11be, 9.4.2.321). */
function ehtOperation(channel: Channel, punctured: number): NonNullable<ElementsIn['ehtOperation']> {
  const { mhz } = channel;
  const rest = { basicMcsSet: BASIC_EHT, rest: new Uint8Array() };
  if (mhz !== 320 && !punctured) return { parameters: 0, ...rest };
  return {
    ...{ ...rest, parameters: punctured ? 3 : 1, width: mhz as 20 | 40 | 80 | 160 | 320 },
    centerSegment0: channel.centre(mhz >= 160 ? mhz / 2 : mhz),
    centerSegment1: mhz >= 160 ? channel.centre(mhz) : 0,
    ...(punctured ? { disabledSubchannels: punctured } : {}),
  };
}
