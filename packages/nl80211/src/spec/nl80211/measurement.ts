/** Peer measurements and fine timing. Rows: name, number, codec. */
import { bitsOf, enumOf } from '../../wire/named.js';
import { bytes, flag, padding, s32, s64, u8, u8OrU32, u16, u32, u64 } from '../../wire/scalar.js';
import { nest, type RowsOf } from '../../wire/table.js';
import type {
  FtmCapabilitiesAttributes,
  FtmRequestAttributes,
  FtmResponderAttributes,
  FtmResponderStatsAttributes,
  FtmResponseAttributes,
  FtmRoleAttributes,
  FtmTypesAttributes,
} from './messages.js';
import { rateInfo } from './rate.js';
import { CHANNEL_WIDTHS, FTM_FAILURES, PREAMBLES } from './values.js';

export const ftmResponder: RowsOf<FtmResponderAttributes> = {
  enabled: [1, flag],
  lci: [2, bytes],
  civicloc: [3, bytes],
};

export const ftmResponderStats: RowsOf<FtmResponderStatsAttributes> = {
  successNum: [1, u32],
  partialNum: [2, u32],
  failedNum: [3, u32],
  asapNum: [4, u32],
  nonAsapNum: [5, u32],
  totalDurationMsec: [6, u64],
  unknownTriggersNum: [7, u32],
  rescheduleRequestsNum: [8, u32],
  outOfWindowTriggersNum: [9, u32],
  pad: [10, padding],
};

/** What a radio can do as the initiator (ISTA) or the responder (RSTA) of a measurement, with so many peers at once. */
export const ftmRole: RowsOf<FtmRoleAttributes> = {
  maxPeerIstaRole: [6, u32],
  maxPeerRstaRole: [7, u32],
  supportNtb: [21, flag],
  supportTb: [22, flag],
  supportEdca: [23, flag],
};

export const ftmTypes: RowsOf<FtmTypesAttributes> = {
  infraSupport: [1, flag],
  pdSupport: [2, flag],
};

/** Intervals in milliseconds; `maxTxSts` and `maxRxSts` count from zero. */
export const ftmCapabilities: RowsOf<FtmCapabilitiesAttributes> = {
  asap: [1, flag],
  nonAsap: [2, flag],
  reqLci: [3, flag],
  reqCivicloc: [4, flag],
  preambles: [5, bitsOf(PREAMBLES)],
  bandwidths: [6, bitsOf(CHANNEL_WIDTHS)],
  maxBurstsExponent: [7, u32],
  maxFtmsPerBurst: [8, u32],
  triggerBased: [9, flag],
  nonTriggerBased: [10, flag],
  '6ghzSupport': [11, flag],
  maxTxLtfRep: [12, u32],
  maxRxLtfRep: [13, u32],
  maxTxSts: [14, u32],
  maxRxSts: [15, u32],
  maxTotalLtfTx: [16, u32],
  maxTotalLtfRx: [17, u32],
  rstaSupport: [18, flag],
  istaCaps: [19, nest(ftmRole)],
  rstaCaps: [20, nest(ftmRole)],
  typeCaps: [24, nest(ftmTypes)],
  concurrentIstaRstaSupport: [25, flag],
  maxNumTxAntennas: [26, u8OrU32],
  maxNumRxAntennas: [27, u8OrU32],
  minIntervalEdca: [28, u32],
  minIntervalNtb: [29, u32],
  pdPreambles: [30, bitsOf(PREAMBLES)],
  pdBandwidths: [31, bitsOf(CHANNEL_WIDTHS)],
};

/**
 * The time between measurements is at least `min...` times 100 microseconds and at most `max...` times 10 milliseconds; the
 * nominal time and the duration of an availability window in milliseconds, `ingress` and `egress` in millimetres.
 */
export const ftmRequest: RowsOf<FtmRequestAttributes> = {
  asap: [1, flag],
  preamble: [2, enumOf(PREAMBLES)],
  numBurstsExp: [3, u8],
  burstPeriod: [4, u16],
  burstDuration: [5, u8],
  ftmsPerBurst: [6, u8],
  numFtmrRetries: [7, u8],
  requestLci: [8, flag],
  requestCivicloc: [9, flag],
  triggerBased: [10, flag],
  nonTriggerBased: [11, flag],
  lmrFeedback: [12, flag],
  bssColor: [13, u8],
  rsta: [14, flag],
  minTimeBetweenMeasurements: [15, u32],
  maxTimeBetweenMeasurements: [16, u32],
  nominalTime: [17, u32],
  awDuration: [18, u32],
  numMeasurements: [19, u32],
  pad: [20, padding],
  ingress: [21, u64],
  egress: [22, u64],
  pdSuppressResults: [23, flag],
};

/**
 * Times in picoseconds, distances in millimetres, signals in halves of a dBm; what was agreed with the peer (from
 * `burstPeriod` on) in the units of {@link ftmRequest}, the availability window in milliseconds.
 */
export const ftmResponse: RowsOf<FtmResponseAttributes> = {
  failReason: [1, enumOf(FTM_FAILURES)],
  burstIndex: [2, u32],
  numFtmrAttempts: [3, u32],
  numFtmrSuccesses: [4, u32],
  busyRetryTime: [5, u32],
  numBurstsExp: [6, u8],
  burstDuration: [7, u8],
  ftmsPerBurst: [8, u8],
  rssiAvg: [9, s32],
  rssiSpread: [10, u32],
  txRate: [11, nest(rateInfo)],
  rxRate: [12, nest(rateInfo)],
  rttAvg: [13, s64],
  rttVariance: [14, u64],
  rttSpread: [15, u64],
  distAvg: [16, s64],
  distVariance: [17, u64],
  distSpread: [18, u64],
  lci: [19, bytes],
  civicloc: [20, bytes],
  pad: [21, padding],
  burstPeriod: [22, u16],
  txLtfRepetitionCount: [23, u32],
  rxLtfRepetitionCount: [24, u32],
  maxTimeBetweenMeasurements: [25, u32],
  minTimeBetweenMeasurements: [26, u32],
  numTxSpatialStreams: [27, u8OrU32],
  numRxSpatialStreams: [28, u8OrU32],
  nominalTime: [29, u32],
  availabilityWindow: [30, u8OrU32],
  channelWidth: [31, enumOf(CHANNEL_WIDTHS)],
  preamble: [32, enumOf(PREAMBLES)],
  isDelayedLmr: [33, flag],
};
