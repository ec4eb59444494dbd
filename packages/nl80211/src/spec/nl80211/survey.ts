/** Channel surveys. Rows: name, number, codec. */
import { flag, padding, s8, u32, u64 } from '../../wire/scalar.js';
import type { RowsOf } from '../../wire/table.js';
import type { SurveyInfoAttributes } from './messages.js';

/** Frequency in MHz, noise in dBm, times in milliseconds. */
export const surveyInfo: RowsOf<SurveyInfoAttributes> = {
  frequency: [1, u32],
  noise: [2, s8],
  inUse: [3, flag],
  time: [4, u64],
  timeBusy: [5, u64],
  timeExtBusy: [6, u64],
  timeRx: [7, u64],
  timeTx: [8, u64],
  timeScan: [9, u64],
  pad: [10, padding],
  timeBssRx: [11, u64],
  frequencyOffset: [12, u32],
};
