/** Peer measurements and fine timing. Rows: name, number, codec. */
import { bitsOf, enumOf } from '../../wire/named.js';
import { bytes, flag, padding, s32, s64, u8, u16, u32, u64 } from '../../wire/scalar.js';
import { nest } from '../../wire/table.js';
import { rateInfo } from './rate.js';
import { CHANNEL_WIDTHS, FTM_FAILURES, PREAMBLES } from './values.js';

export const ftmResponder = {
  enabled: [1, flag],
  lci: [2, bytes],
  civicloc: [3, bytes],
} as const;

export const ftmResponderStats = {
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
} as const;

export const ftmCapabilities = {
  asap: [1, flag],
  nonAsap: [2, flag],
  reqLci: [3, flag],
  reqCivicloc: [4, flag],
  preambles: [5, bitsOf(PREAMBLES)],
  bandwidths: [6, bitsOf(CHANNEL_WIDTHS)],
  maxBurstsExponent: [7, u8],
  maxFtmsPerBurst: [8, u8],
  triggerBased: [9, flag],
  nonTriggerBased: [10, flag],
} as const;

export const ftmRequest = {
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
} as const;

/** Times in picoseconds, distances in millimetres, signals in halves of a dBm. */
export const ftmResponse = {
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
} as const;
