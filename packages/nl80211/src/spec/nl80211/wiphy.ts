/** What a radio can do. Rows: name, number, codec. */
import { elements } from '../../elements/elements.js';
import { AKM_SUITES } from '../../elements/suites.js';
import { array, list, map } from '../../wire/collection.js';
import { bitsOf, enumOf, flagSetOf } from '../../wire/named.js';
import { bytes, bytesOf, flag, padding, s8, s32, u8, u16, u32, u64 } from '../../wire/scalar.js';
import { nest, type RowsOf } from '../../wire/table.js';
import type {
  BandAttributes,
  BandAttributesIn,
  BandInterfaceTypeAttributes,
  BandInterfaceTypeAttributesIn,
  BitrateAttributes,
  BssParametersAttributes,
  FrequencyAttributes,
  InterfaceCombinationAttributes,
  InterfaceLimitAttributes,
  InterfaceTypeAkmAttributes,
  RadioFrequencyRangeAttributes,
  SarAttributes,
  SarSpecAttributes,
  WiphyRadioAttributes,
  WmmRuleAttributes,
} from './messages.js';
import { CHANNEL_WIDTHS, DFS_REGIONS, DFS_STATES, INTERFACE_TYPES } from './values.js';

export const wmmRule: RowsOf<WmmRuleAttributes> = {
  cwMin: [1, u16],
  cwMax: [2, u16],
  aifsn: [3, u8],
  txop: [4, u16],
};

/**
 * A channel: frequency in MHz, power in hundredths of a dBm, times in milliseconds. `cacStartTime` is there while an access
 * point listens for radars: nanoseconds since the boot.
 */
export const frequency: RowsOf<FrequencyAttributes> = {
  freq: [1, u32],
  disabled: [2, flag],
  noIr: [3, flag],
  noIbss: [4, flag],
  radar: [5, flag],
  maxTxPower: [6, u32],
  dfsState: [7, enumOf(DFS_STATES)],
  dfsTime: [8, u32],
  noHt40Minus: [9, flag],
  noHt40Plus: [10, flag],
  no80mhz: [11, flag],
  no160mhz: [12, flag],
  dfsCacTime: [13, u32],
  indoorOnly: [14, flag],
  irConcurrent: [15, flag],
  no20mhz: [16, flag],
  no10mhz: [17, flag],
  wmm: [18, map(nest(wmmRule))],
  noHe: [19, flag],
  offset: [20, u32],
  allow1Mhz: [21, flag],
  allow2Mhz: [22, flag],
  allow4Mhz: [23, flag],
  allow8Mhz: [24, flag],
  allow16Mhz: [25, flag],
  no320mhz: [26, flag],
  noEht: [27, flag],
  psd: [28, s8],
  dfsConcurrent: [29, flag],
  no6ghzVlpClient: [30, flag],
  no6ghzAfcClient: [31, flag],
  canMonitor: [32, flag],
  allow6ghzVlpAp: [33, flag],
  allow20mhzActivity: [34, flag],
  no4mhz: [35, flag],
  no8mhz: [36, flag],
  no16mhz: [37, flag],
  s1gNoPrimary: [38, flag],
  noUhr: [39, flag],
  cacStartTime: [40, u64],
  pad: [41, padding],
};

/** A legacy rate in units of 100 kbit/s. */
export const bitrate: RowsOf<BitrateAttributes> = {
  rate: [1, u32],
  shortPreamble2Ghz: [2, flag],
};

/** HE, EHT and UHR capabilities of some interface types. */
export const bandInterfaceType: RowsOf<BandInterfaceTypeAttributes, BandInterfaceTypeAttributesIn> = {
  iftypes: [1, flagSetOf(INTERFACE_TYPES)],
  heCapMac: [2, bytes],
  heCapPhy: [3, bytes],
  heCapMcsSet: [4, bytes],
  heCapPpe: [5, bytes],
  he6ghzCapa: [6, u16],
  vendorElems: [7, elements],
  ehtCapMac: [8, bytes],
  ehtCapPhy: [9, bytes],
  ehtCapMcsSet: [10, bytes],
  ehtCapPpe: [11, bytes],
  uhrCapMac: [12, bytes],
  uhrCapPhy: [13, bytes],
};

export const band: RowsOf<BandAttributes, BandAttributesIn> = {
  freqs: [1, list(nest(frequency))],
  rates: [2, list(nest(bitrate))],
  htMcsSet: [3, bytesOf(16, 16)],
  htCapa: [4, u16],
  htAmpduFactor: [5, u8],
  htAmpduDensity: [6, u8],
  vhtMcsSet: [7, bytesOf(8, 8)],
  vhtCapa: [8, u32],
  iftypeData: [9, list(nest(bandInterfaceType))],
  edmgChannels: [10, u8],
  edmgBwConfig: [11, u8],
  s1gMcsNssSet: [12, bytes],
  s1gCapa: [13, bytes],
};

export const interfaceLimit: RowsOf<InterfaceLimitAttributes> = {
  max: [1, u32],
  types: [2, flagSetOf(INTERFACE_TYPES)],
};

export const interfaceCombination: RowsOf<InterfaceCombinationAttributes> = {
  limits: [1, list(nest(interfaceLimit))],
  maxnum: [2, u32],
  staApBiMatch: [3, flag],
  numChannels: [4, u32],
  radarDetectWidths: [5, bitsOf(CHANNEL_WIDTHS)],
  radarDetectRegions: [6, bitsOf(DFS_REGIONS)],
  biMinGcd: [7, u32],
};

export const interfaceTypeAkm: RowsOf<InterfaceTypeAkmAttributes> = {
  iftypes: [1, flagSetOf(INTERFACE_TYPES)],
  suites: [2, array(enumOf(AKM_SUITES))],
};

/** Limits in kHz. */
export const radioFrequencyRange: RowsOf<RadioFrequencyRangeAttributes> = {
  start: [1, u32],
  end: [2, u32],
};

/** One of several physical radios of a wiphy: `antennaMask` is its part of the wiphy's antennas, `rtsThreshold` in bytes. */
export const wiphyRadio: RowsOf<WiphyRadioAttributes> = {
  index: [1, u32],
  freqRange: [2, nest(radioFrequencyRange)],
  interfaceCombination: [3, nest(interfaceCombination)],
  antennaMask: [4, u32],
  rtsThreshold: [5, u32],
};

/** The parameters of a BSS that a driver can set, under the root's numbers. */
export const bssParameters: RowsOf<BssParametersAttributes> = {
  bssCtsProt: [28, flag],
  bssShortPreamble: [29, flag],
  bssShortSlotTime: [30, flag],
  bssBasicRates: [36, flag],
  apIsolate: [96, flag],
  bssHtOpmode: [109, flag],
  p2pCtwindow: [162, flag],
  p2pOppps: [163, flag],
};

export const sarSpec: RowsOf<SarSpecAttributes> = {
  power: [1, s32],
  rangeIndex: [2, u32],
  startFreq: [3, u32],
  endFreq: [4, u32],
};

/** Limits of absorption, power in quarters of a dBm. */
export const sar: RowsOf<SarAttributes> = {
  type: [1, u32],
  specs: [2, list(nest(sarSpec))],
};
