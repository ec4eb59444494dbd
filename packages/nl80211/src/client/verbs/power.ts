import type { Cancel } from '../vwifi.js';

export interface TxPowerOptions extends Cancel {
  /** A bound rather than the power itself. */
  readonly limit?: boolean;
}

/** Power in dBm as the kernel wants it: hundredths of a dBm. */
export function txPowerAttributes(dbm: number | 'auto', limit = false) {
  if (dbm === 'auto') return { wiphyTxPowerSetting: 'automatic' as const };
  return {
    wiphyTxPowerSetting: limit ? ('limited' as const) : ('fixed' as const),
    wiphyTxPowerLevel: Math.round(dbm * 100),
  };
}
