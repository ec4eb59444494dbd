import type { HtCapabilities } from '../elements/ht.js';
import type { VhtCapabilities } from '../elements/vht.js';
import type { Nl80211 } from '../spec/nl80211/attributes.js';
import type { BandAttributes } from '../spec/nl80211/messages.js';
import { BANDS } from '../spec/nl80211/values.js';
import { nameOf } from '../wire/named.js';
import { htOf, type InterfaceTypeCapabilities, interfaceTypesOf, vhtOf } from './capabilities.js';
import { channelOf } from './channel.js';
import { defined } from './defined.js';

export interface Frequency {
  readonly frequencyMhz: number;
  readonly channel?: number;
  /** Not allowed in this regulatory domain. */
  readonly disabled: boolean;
  /** Sending first is not allowed: no active scan, no access point. */
  readonly noInitiate: boolean;
  readonly radar: boolean;
  readonly maxTxPowerDbm?: number;
}

export interface Band {
  /** '2ghz', '5ghz', '6ghz', '60ghz', 's1ghz', 'lc'. */
  readonly name: string;
  readonly frequencies: readonly Frequency[];
  /** Legacy rates in Mbit/s. */
  readonly rates: readonly number[];
  readonly ht?: HtCapabilities;
  readonly vht?: VhtCapabilities;
  /** HE and EHT, which differ by interface type. */
  readonly capabilities: readonly InterfaceTypeCapabilities[];
}

/** A radio: what iw calls a phy, the kernel a wiphy. From NL80211_CMD_GET_WIPHY. */
export interface Radio {
  readonly index: number;
  readonly name: string;
  readonly bands: readonly Band[];
  readonly interfaceTypes: readonly (string | number)[];
  /** Commands that the driver supports. */
  readonly commands: readonly (string | number)[];
  readonly cipherSuites: readonly (string | number)[];
  readonly features: readonly (string | number)[];
  readonly extendedFeatures: readonly (string | number)[];
  readonly maxScanSsids?: number;
  readonly maxScanElementsBytes?: number;
  readonly maxRemainOnChannelMs?: number;
  readonly retryShort?: number;
  readonly retryLong?: number;
  /** Absent when off. */
  readonly rtsThreshold?: number;
  readonly fragmentationThreshold?: number;
  readonly interfaceCombinations: readonly {
    readonly maxInterfaces: number;
    readonly channels: number;
    readonly limits: readonly { readonly max: number; readonly types: readonly (string | number)[] }[];
  }[];
}

const OFF = 0xffff_ffff;

export function radioOf(message: Nl80211): Radio {
  return {
    index: message.wiphy ?? -1,
    name: message.wiphyName ?? '',
    bands: Object.entries(message.wiphyBands ?? {}).map(([key, each]) => bandOf(Number(key), each)),
    interfaceTypes: message.supportedIftypes ?? [],
    commands: message.supportedCommands ?? [],
    cipherSuites: message.cipherSuites ?? [],
    features: message.featureFlags ?? [],
    extendedFeatures: message.extFeatures ?? [],
    ...defined({
      maxScanSsids: message.maxNumScanSsids,
      maxScanElementsBytes: message.maxScanIeLen,
      maxRemainOnChannelMs: message.maxRemainOnChannelDuration,
      retryShort: message.wiphyRetryShort,
      retryLong: message.wiphyRetryLong,
      rtsThreshold: message.wiphyRtsThreshold === OFF ? undefined : message.wiphyRtsThreshold,
      fragmentationThreshold: message.wiphyFragThreshold === OFF ? undefined : message.wiphyFragThreshold,
    }),
    interfaceCombinations: (message.interfaceCombinations ?? []).map(
      ({ maxnum = 0, numChannels = 0, limits = [] }) => ({
        maxInterfaces: maxnum,
        channels: numChannels,
        limits: limits.map(({ max = 0, types = [] }) => ({ max, types })),
      }),
    ),
  };
}

function bandOf(key: number, attributes: BandAttributes): Band {
  return {
    name: nameOf(BANDS, key) ?? `band ${key}`,
    frequencies: (attributes.freqs ?? []).map((each) => ({
      frequencyMhz: each.freq ?? 0,
      ...defined({ channel: channelOf(each.freq ?? 0) }),
      disabled: each.disabled ?? false,
      noInitiate: each.noIr ?? false,
      radar: each.radar ?? false,
      ...defined({ maxTxPowerDbm: each.maxTxPower === undefined ? undefined : each.maxTxPower / 100 }),
    })),
    rates: (attributes.rates ?? []).map(({ rate = 0 }) => rate / 10),
    ...defined({ ht: htOf(attributes), vht: vhtOf(attributes) }),
    capabilities: interfaceTypesOf(attributes),
  };
}
