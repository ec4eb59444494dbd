/** BSS entries: what a scan finds. Rows: name, number, codec. */
import { elements } from '../../elements/elements.js';
import { map, struct } from '../../wire/collection.js';
import { bitsOf, enumOf } from '../../wire/named.js';
import { flag, mac, padding, s8, s32, u8, u16, u32, u64 } from '../../wire/scalar.js';
import { ssid } from '../../wire/ssid.js';
import type { RowsOf } from '../../wire/table.js';
import type {
  BssAttributes,
  BssAttributesIn,
  BssSelectAttributes,
  SchedScanMatchAttributes,
  SchedScanMatchAttributesIn,
  SchedScanPlanAttributes,
} from './messages.js';
import { BANDS, BSS_SCAN_WIDTHS, BSS_STATUS, BSS_USE_FOR } from './values.js';

/** A preference for a band, in dB. */
export const rssiAdjust = struct({ band: enumOf(BANDS, u8), delta: s8 });

/** Frequency in MHz, signal in hundredths of a dBm, `lastSeenBoottime` in nanoseconds. */
export const bss: RowsOf<BssAttributes, BssAttributesIn> = {
  bssid: [1, mac],
  frequency: [2, u32],
  tsf: [3, u64],
  beaconInterval: [4, u16],
  capability: [5, u16],
  informationElements: [6, elements],
  signalMbm: [7, s32],
  signalUnspec: [8, u8],
  status: [9, enumOf(BSS_STATUS)],
  seenMsAgo: [10, u32],
  beaconIes: [11, elements],
  chanWidth: [12, enumOf(BSS_SCAN_WIDTHS)],
  beaconTsf: [13, u64],
  prespData: [14, flag],
  lastSeenBoottime: [15, u64],
  pad: [16, padding],
  parentTsf: [17, u64],
  parentBssid: [18, mac],
  chainSignal: [19, map(s8)],
  frequencyOffset: [20, u32],
  mloLinkId: [21, u8],
  mldAddr: [22, mac],
  useFor: [23, bitsOf(BSS_USE_FOR)],
  cannotUseReasons: [24, u64],
};

/** What a scheduled scan looks for. */
export const schedScanMatch: RowsOf<SchedScanMatchAttributes, SchedScanMatchAttributesIn> = {
  ssid: [1, ssid],
  rssi: [2, s32],
  relativeRssi: [3, s8],
  rssiAdjust: [4, rssiAdjust],
  bssid: [5, mac],
  perBandRssi: [6, map(s32)],
};

/** Interval in seconds. */
export const schedScanPlan: RowsOf<SchedScanPlanAttributes> = {
  interval: [1, u32],
  iterations: [2, u32],
};

export const bssSelect: RowsOf<BssSelectAttributes> = {
  rssi: [1, flag],
  bandPref: [2, enumOf(BANDS)],
  rssiAdjust: [3, rssiAdjust],
};
