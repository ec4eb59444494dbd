/** Regulatory domains. Rows: name, number, codec. */
import { bitsOf } from '../../wire/named.js';
import { s8, u32 } from '../../wire/scalar.js';
import type { RowsOf } from '../../wire/table.js';
import type { RegulatoryRuleAttributes } from './messages.js';
import { REGULATORY_RULE_FLAGS } from './values.js';

/** Frequencies in kHz, power in hundredths of a dBm, times in milliseconds. */
export const regulatoryRule: RowsOf<RegulatoryRuleAttributes> = {
  regRuleFlags: [1, bitsOf(REGULATORY_RULE_FLAGS)],
  freqRangeStart: [2, u32],
  freqRangeEnd: [3, u32],
  freqRangeMaxBw: [4, u32],
  powerRuleMaxAntGain: [5, u32],
  powerRuleMaxEirp: [6, u32],
  dfsCacTime: [7, u32],
  powerRulePsd: [8, s8],
};
