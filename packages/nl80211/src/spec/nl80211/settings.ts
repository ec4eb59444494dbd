/** Smaller sets: queues, connection quality, access point parameters. Rows: name, number, codec. */
import { elements } from '../../elements/elements.js';
import { array } from '../../wire/collection.js';
import { enumOf } from '../../wire/named.js';
import { bytes, bytesOf, flag, padding, s32, u8, u16, u32, u64 } from '../../wire/scalar.js';
import { nest, type RowsOf } from '../../wire/table.js';
import type {
  BssColorAttributes,
  CqmAttributes,
  FilsDiscoveryAttributes,
  MbssidConfigAttributes,
  ObssPdAttributes,
  S1gShortBeaconAttributes,
  S1gShortBeaconAttributesIn,
  TidConfigAttributes,
  TxqParamsAttributes,
  UnsolicitedProbeResponseAttributes,
} from './messages.js';
import { txRates } from './rate.js';
import { ACCESS_CATEGORIES, CQM_RSSI_EVENTS, TID_SETTINGS, TX_RATE_SETTINGS } from './values.js';

export const txqParams: RowsOf<TxqParamsAttributes> = {
  ac: [1, enumOf(ACCESS_CATEGORIES, u8)],
  txop: [2, u16],
  cwmin: [3, u16],
  cwmax: [4, u16],
  aifs: [5, u8],
};

/** Signals in dBm. */
export const cqm: RowsOf<CqmAttributes> = {
  rssiThold: [1, array(s32)],
  rssiHyst: [2, u32],
  rssiThresholdEvent: [3, enumOf(CQM_RSSI_EVENTS)],
  pktLossEvent: [4, u32],
  txeRate: [5, u32],
  txePkts: [6, u32],
  txeIntvl: [7, u32],
  beaconLossEvent: [8, flag],
  rssiLevel: [9, s32],
};

export const tidConfig: RowsOf<TidConfigAttributes> = {
  pad: [1, padding],
  vifSupp: [2, u64],
  peerSupp: [3, u64],
  override: [4, flag],
  tids: [5, u16],
  noack: [6, enumOf(TID_SETTINGS, u8)],
  retryShort: [7, u8],
  retryLong: [8, u8],
  ampduCtrl: [9, enumOf(TID_SETTINGS, u8)],
  rtsctsCtrl: [10, enumOf(TID_SETTINGS, u8)],
  amsduCtrl: [11, enumOf(TID_SETTINGS, u8)],
  txRateType: [12, enumOf(TX_RATE_SETTINGS, u8)],
  txRate: [13, nest(txRates)],
};

export const obssPd: RowsOf<ObssPdAttributes> = {
  minOffset: [1, u8],
  maxOffset: [2, u8],
  nonSrgMaxOffset: [3, u8],
  bssColorBitmap: [4, bytesOf(8, 8)],
  partialBssidBitmap: [5, bytesOf(8, 8)],
  srCtrl: [6, u8],
};

export const bssColor: RowsOf<BssColorAttributes> = {
  color: [1, u8],
  disabled: [2, flag],
  partial: [3, flag],
};

export const filsDiscovery: RowsOf<FilsDiscoveryAttributes> = {
  intMin: [1, u32],
  intMax: [2, u32],
  tmpl: [3, bytes],
};

export const unsolicitedProbeResponse: RowsOf<UnsolicitedProbeResponseAttributes> = {
  int: [1, u32],
  tmpl: [2, bytes],
};

export const mbssidConfig: RowsOf<MbssidConfigAttributes> = {
  maxInterfaces: [1, u8],
  maxEmaProfilePeriodicity: [2, u8],
  index: [3, u8],
  txIfindex: [4, u32],
  ema: [5, flag],
  txLinkId: [6, u8],
};

/** The beacon that an S1G access point sends between the long ones. */
export const s1gShortBeacon: RowsOf<S1gShortBeaconAttributes, S1gShortBeaconAttributesIn> = {
  head: [1, bytes],
  tail: [2, elements],
};
