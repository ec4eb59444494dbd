/** Ciphers, by the names that iw and wpa_supplicant print. */
export type CipherSuiteName =
  | 'WEP-40'
  | 'TKIP'
  | 'CCMP-128'
  | 'WEP-104'
  | 'BIP-CMAC-128'
  | 'no-group'
  | 'GCMP-128'
  | 'GCMP-256'
  | 'CCMP-256'
  | 'BIP-GMAC-128'
  | 'BIP-GMAC-256'
  | 'BIP-CMAC-256'
  | 'SMS4';

/** Cipher suite selectors (table 9-188). */
export const CIPHER_SUITES: Readonly<Record<CipherSuiteName, number>> = {
  'WEP-40': 0x000fac01,
  TKIP: 0x000fac02,
  'CCMP-128': 0x000fac04,
  'WEP-104': 0x000fac05,
  'BIP-CMAC-128': 0x000fac06,
  'no-group': 0x000fac07,
  'GCMP-128': 0x000fac08,
  'GCMP-256': 0x000fac09,
  'CCMP-256': 0x000fac0a,
  'BIP-GMAC-128': 0x000fac0b,
  'BIP-GMAC-256': 0x000fac0c,
  'BIP-CMAC-256': 0x000fac0d,
  SMS4: 0x00147201,
};

/** Ways to authenticate and to manage keys. */
export type AkmSuiteName =
  | '802.1X'
  | 'PSK'
  | 'FT-802.1X'
  | 'FT-PSK'
  | '802.1X-SHA256'
  | 'PSK-SHA256'
  | 'TDLS'
  | 'SAE'
  | 'FT-SAE'
  | 'AP-peer'
  | '802.1X-Suite-B'
  | '802.1X-Suite-B-192'
  | 'FT-802.1X-SHA384'
  | 'FILS-SHA256'
  | 'FILS-SHA384'
  | 'FT-FILS-SHA256'
  | 'FT-FILS-SHA384'
  | 'OWE'
  | 'FT-PSK-SHA384'
  | 'PSK-SHA384'
  | 'PASN'
  | 'SAE-EXT-KEY'
  | 'FT-SAE-EXT-KEY'
  | 'DPP';

/** Authentication and key management selectors (table 9-190). */
export const AKM_SUITES: Readonly<Record<AkmSuiteName, number>> = {
  '802.1X': 0x000fac01,
  PSK: 0x000fac02,
  'FT-802.1X': 0x000fac03,
  'FT-PSK': 0x000fac04,
  '802.1X-SHA256': 0x000fac05,
  'PSK-SHA256': 0x000fac06,
  TDLS: 0x000fac07,
  SAE: 0x000fac08,
  'FT-SAE': 0x000fac09,
  'AP-peer': 0x000fac0a,
  '802.1X-Suite-B': 0x000fac0b,
  '802.1X-Suite-B-192': 0x000fac0c,
  'FT-802.1X-SHA384': 0x000fac0d,
  'FILS-SHA256': 0x000fac0e,
  'FILS-SHA384': 0x000fac0f,
  'FT-FILS-SHA256': 0x000fac10,
  'FT-FILS-SHA384': 0x000fac11,
  OWE: 0x000fac12,
  'FT-PSK-SHA384': 0x000fac13,
  'PSK-SHA384': 0x000fac14,
  PASN: 0x000fac15,
  'SAE-EXT-KEY': 0x000fac18,
  'FT-SAE-EXT-KEY': 0x000fac19,
  DPP: 0x506f9a02,
};

/** A suite by name, or the number of one without. */
export type CipherSuite = CipherSuiteName | number;
export type AkmSuite = AkmSuiteName | number;
