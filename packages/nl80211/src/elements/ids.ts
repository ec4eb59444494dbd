/** Element numbers, IEEE 802.11-2020 table 9-92. */
export const ELEMENT = {
  SSID: 0,
  SUPPORTED_RATES: 1,
  DS_PARAMETER_SET: 3,
  TIM: 5,
  COUNTRY: 7,
  HT_CAPABILITIES: 45,
  RSN: 48,
  EXTENDED_SUPPORTED_RATES: 50,
  MOBILITY_DOMAIN: 54,
  HT_OPERATION: 61,
  VHT_CAPABILITIES: 191,
  VHT_OPERATION: 192,
  VENDOR: 221,
  RSNX: 244,
  EXTENSION: 255,
} as const;

export const ELEMENT_EXTENSION = {
  HE_CAPABILITIES: 35,
  HE_OPERATION: 36,
  EHT_OPERATION: 106,
  EHT_CAPABILITIES: 108,
} as const;

/** Organisation identifiers of vendor elements. */
export const VENDOR = { MICROSOFT: 0x0050f2, WFA: 0x506f9a } as const;
