/**
 * How a network is protected, in the daemons' words. Each type is one row here: what hostapd is told and what
 * wpa_supplicant is told. A new type is a new row, and one in security.ts; nothing else knows the types.
 */
import type { Security, SecurityType } from './security.js';

/** Types that want a passphrase. */
export const wantsPassphrase = (type: SecurityType): boolean =>
  !['open', 'owe', 'owe-transition', 'wpa2-eap', 'wpa3-eap'].includes(type);

export type Enterprise = Extract<Security, { type: 'wpa2-eap' | 'wpa3-eap' }>;
export const isEnterprise = (security: Security): security is Enterprise => 'method' in security;

type Lines = readonly (readonly [key: string, value: string])[];
type Row<T extends SecurityType> = {
  /** Lines of hostapd.conf. */
  readonly hostapd: (security: Extract<Security, { type: T }>) => Lines;
  /** Lines of the network block of wpa_supplicant.conf. */
  readonly supplicant: (security: Extract<Security, { type: T }>) => Lines;
};

/** A passphrase in quotation marks, a 64-digit key bare, as wpa_supplicant wants them. */
const quotePsk = (text: string) => (text.length === 64 ? text : `"${text}"`);
const hostapdPsk = (text: string) => [text.length === 64 ? 'wpa_psk' : 'wpa_passphrase', text] as const;

/** Protected management frames: 0 off, 1 for peers that can, 2 demanded (802.11, 12.6.19). */
const pmf = (value: 0 | 1 | 2) => ['ieee80211w', String(value)] as const;

/** What goes through the tunnel, by method. */
const INNER = { PEAP: 'auth=MSCHAPV2', TTLS: 'auth=PAP' } as const;

/** The group's too: without a word wpa_supplicant takes CCMP and TKIP for it, and an access point has the pairwise one. */
const ciphersOf = ({ cipher }: { readonly cipher: string }): Lines =>
  cipher === 'CCMP'
    ? [['pairwise', cipher]]
    : [
        ['pairwise', cipher],
        ['group', cipher],
      ];

const enterpriseHostapd = (s: Enterprise, management: string): Lines => [
  ...([
    ['wpa', '2'],
    ['ieee8021x', '1'],
    ['wpa_key_mgmt', management],
  ] as const),
  ['rsn_pairwise', s.cipher],
];

const enterpriseSupplicant = (s: Enterprise, management: string): Lines => [
  ['key_mgmt', management],
  ...ciphersOf(s),
  ['eap', s.method],
  ['identity', `"${s.identity ?? ''}"`],
  ...(s.method === 'TLS'
    ? []
    : ([
        ['anonymous_identity', '"anonymous"'],
        ['password', `"${s.password ?? ''}"`],
        ['phase2', `"${INNER[s.method]}"`],
      ] as const)),
];

const rows: { readonly [T in SecurityType]: Row<T> } = {
  open: {
    hostapd: () => [],
    supplicant: () => [['key_mgmt', 'NONE']],
  },
  owe: {
    hostapd: (s) => [['wpa', '2'], ['wpa_key_mgmt', 'OWE'], ['rsn_pairwise', s.cipher], pmf(2)],
    supplicant: (s) => [['key_mgmt', 'OWE'], ...ciphersOf(s), pmf(2)],
  },
  // An open network, and a hidden one beside it that encrypts (Wi-Fi Alliance, OWE, 2.2): it is a node of its own.
  'owe-transition': {
    hostapd: () => [],
    supplicant: (s) => [['key_mgmt', 'OWE'], ...ciphersOf(s), pmf(2)],
  },
  'wpa2-psk': {
    hostapd: (s) => [
      ['wpa', '2'],
      ['wpa_key_mgmt', 'WPA-PSK'],
      ['rsn_pairwise', s.cipher],
      hostapdPsk(s.passphrase),
    ],
    supplicant: (s) => [['key_mgmt', 'WPA-PSK'], ...ciphersOf(s), ['psk', quotePsk(s.passphrase)]],
  },
  'wpa3-sae': {
    hostapd: (s) => [
      ['wpa', '2'],
      ['wpa_key_mgmt', 'SAE'],
      ['rsn_pairwise', s.cipher],
      ['sae_password', s.passphrase],
      pmf(2),
    ],
    supplicant: (s) => [['key_mgmt', 'SAE'], ...ciphersOf(s), ['sae_password', `"${s.passphrase}"`], pmf(2)],
  },
  'wpa2-wpa3': {
    hostapd: (s) => [
      ['wpa', '2'],
      ['wpa_key_mgmt', 'WPA-PSK SAE'],
      ['rsn_pairwise', s.cipher],
      hostapdPsk(s.passphrase),
      ...(s.passphrase.length === 64 ? [] : [['sae_password', s.passphrase] as const]),
      pmf(1),
    ],
    supplicant: (s) => [
      ['key_mgmt', 'SAE WPA-PSK'],
      ...ciphersOf(s),
      ['psk', quotePsk(s.passphrase)],
      pmf(1),
    ],
  },
  'wpa2-eap': {
    hostapd: (s) => enterpriseHostapd(s, 'WPA-EAP'),
    supplicant: (s) => enterpriseSupplicant(s, 'WPA-EAP'),
  },
  'wpa3-eap': {
    hostapd: (s) => [...enterpriseHostapd(s, 'WPA-EAP-SHA256'), pmf(2)],
    supplicant: (s) => [...enterpriseSupplicant(s, 'WPA-EAP-SHA256'), pmf(2)],
  },
};

/** The rows differ in their parameter, so the table's type cannot be indexed by a union without this. */
const rowOf = (security: Security) => rows[security.type] as Row<SecurityType>;

/** How keys are managed where access points hand stations over (802.11r), beside how they are elsewhere. */
const FAST: Readonly<Record<string, string>> = {
  'WPA-PSK': 'FT-PSK',
  SAE: 'FT-SAE',
  'WPA-EAP': 'FT-EAP',
  'WPA-EAP-SHA256': 'FT-EAP',
};

const withFast = (lines: Lines, roaming: boolean): Lines =>
  lines.map(([key, value]) => {
    if (!roaming || !/^(wpa_)?key_mgmt$/.test(key)) return [key, value] as const;
    const words = value.split(' ');
    return [key, [...words, ...words.flatMap((word) => FAST[word] ?? [])].join(' ')] as const;
  });

/** Whether there are keys that access points could hand over. */
export const isFast = (security: Security): boolean =>
  !['open', 'owe', 'owe-transition'].includes(security.type);
/** Whether each access point makes them by itself, of what all of them know (802.11-2020, 13.2.2). */
export const isLocalKey = (security: Security): boolean => security.type === 'wpa2-psk';

export const hostapdSecurity = (security: Security, roaming = false): Lines =>
  withFast(rowOf(security).hostapd(security), roaming);
export const supplicantSecurity = (security: Security, roaming = false): Lines =>
  withFast(rowOf(security).supplicant(security), roaming);
