/** The words of iw for what the library names otherwise. */
export const INTERFACE_TYPES: Readonly<Record<string, string>> = {
  adhoc: 'IBSS',
  station: 'managed',
  ap: 'AP',
  'ap-vlan': 'AP/VLAN',
  wds: 'WDS',
  monitor: 'monitor',
  'mesh-point': 'mesh point',
  'p2p-client': 'P2P-client',
  'p2p-go': 'P2P-GO',
  'p2p-device': 'P2P-device',
  ocb: 'outside context of a BSS',
  nan: 'NAN',
};

export const CIPHERS: Readonly<Record<string, string>> = {
  'WEP-40': 'WEP40 (00-0f-ac:1)',
  'WEP-104': 'WEP104 (00-0f-ac:5)',
  TKIP: 'TKIP (00-0f-ac:2)',
  'CCMP-128': 'CCMP-128 (00-0f-ac:4)',
  'CCMP-256': 'CCMP-256 (00-0f-ac:10)',
  'GCMP-128': 'GCMP-128 (00-0f-ac:8)',
  'GCMP-256': 'GCMP-256 (00-0f-ac:9)',
  'BIP-CMAC-128': 'CMAC (00-0f-ac:6)',
  'BIP-CMAC-256': 'CMAC-256 (00-0f-ac:13)',
  'BIP-GMAC-128': 'GMAC-128 (00-0f-ac:11)',
  'BIP-GMAC-256': 'GMAC-256 (00-0f-ac:12)',
};

/** In the order in which iw prints them: the feature of the library, the sentence of iw. */
export const FEATURES: readonly (readonly [string, string])[] = [
  ['sk-tx-status', 'Device supports TX status socket option.'],
  ['ht-ibss', 'Device supports HT-IBSS.'],
  ['sae', 'Device supports SAE with AUTHENTICATE command'],
  ['low-priority-scan', 'Device supports low priority scan.'],
  ['scan-flush', 'Device supports scan flush.'],
  ['ap-scan', 'Device supports AP scan.'],
  ['vif-txpower', 'Device supports per-vif TX power setting'],
  ['full-ap-client-state', 'Driver supports full state transitions for AP/GO clients'],
  ['userspace-mpm', 'Driver supports a userspace MPM'],
  ['active-monitor', 'Device supports active monitor (which will ACK incoming frames)'],
  ['ap-mode-chan-width-change', 'Driver/device bandwidth changes during BSS lifetime (AP/GO mode)'],
  ['static-smps', 'Device supports static SMPS'],
  ['dynamic-smps', 'Device supports dynamic SMPS'],
  ['mac-on-create', 'Device supports configuring vdev MAC-addr on create.'],
  ['scan-random-mac-addr', 'Device supports randomizing MAC-addr in scans.'],
  ['ds-param-set-ie-in-probes', 'Device adds DS IE to probe requests'],
];

export const WIDTHS: Readonly<Record<string, string>> = {
  '20-noht': '20 MHz (no HT)',
  '20': '20 MHz',
  '40': '40 MHz',
  '80': '80 MHz',
  '80p80': '80+80 MHz',
  '160': '160 MHz',
  '5': '5 MHz',
  '10': '10 MHz',
  '320': '320 MHz',
};

export const hex = (bytes: Iterable<number>): string =>
  [...bytes].map((octet) => octet.toString(16).padStart(2, '0')).join('');

/** 'setWiphyNetns' is set_wiphy_netns. */
export const snake = (name: string): string =>
  name.replace(/4addr|P2p|[A-Z]/g, (part) => (part === 'P2p' ? '_p2p' : `_${part.toLowerCase()}`));

export const yes = (value: boolean | undefined): string => (value ? 'yes' : 'no');
