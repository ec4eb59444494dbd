/** Bit rates. Rows: name, number, codec. */
import { array } from '../../wire/collection.js';
import { enumOf } from '../../wire/named.js';
import { bytes, flag, u8, u16, u32 } from '../../wire/scalar.js';
import type { RowsOf } from '../../wire/table.js';
import type { RateInfoAttributes, TxRatesAttributes } from './messages.js';
import { EHT_GI, EHT_LTF, EHT_RU, HE_GI, HE_RU, TX_RATE_GI } from './values.js';

/** A bit rate; `bitrate` and `bitrate32` count 100 kbit/s. With `uhrMcs` go `ehtNss`, `ehtGi` and `ehtRuAlloc`. */
export const rateInfo: RowsOf<RateInfoAttributes> = {
  bitrate: [1, u16],
  mcs: [2, u8],
  width40Mhz: [3, flag],
  shortGi: [4, flag],
  bitrate32: [5, u32],
  vhtMcs: [6, u8],
  vhtNss: [7, u8],
  width80Mhz: [8, flag],
  width80Plus80Mhz: [9, flag],
  width160Mhz: [10, flag],
  width10Mhz: [11, flag],
  width5Mhz: [12, flag],
  heMcs: [13, u8],
  heNss: [14, u8],
  heGi: [15, enumOf(HE_GI, u8)],
  heDcm: [16, u8],
  heRuAlloc: [17, enumOf(HE_RU, u8)],
  width320Mhz: [18, flag],
  ehtMcs: [19, u8],
  ehtNss: [20, u8],
  ehtGi: [21, enumOf(EHT_GI, u8)],
  ehtRuAlloc: [22, enumOf(EHT_RU, u8)],
  s1gMcs: [23, u8],
  s1gNss: [24, u8],
  width1Mhz: [25, flag],
  width2Mhz: [26, flag],
  width4Mhz: [27, flag],
  width8Mhz: [28, flag],
  width16Mhz: [29, flag],
  uhrMcs: [30, u8],
  uhrElr: [31, flag],
  uhrIm: [32, flag],
};

/** Allowed transmit rates of a band; `legacy` counts 500 kbit/s. */
export const txRates: RowsOf<TxRatesAttributes> = {
  legacy: [1, bytes],
  ht: [2, bytes],
  vht: [3, array(u16)],
  gi: [4, enumOf(TX_RATE_GI, u8)],
  he: [5, array(u16)],
  heGi: [6, enumOf(HE_GI, u8)],
  heLtf: [7, u8],
  eht: [8, array(u16)],
  ehtGi: [9, enumOf(EHT_GI, u8)],
  ehtLtf: [10, enumOf(EHT_LTF, u8)],
};
