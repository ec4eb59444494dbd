/** A network that was heard, as `iw scan dump -u` prints it. */
import type { Bss, Elements } from '@vwifi/nl80211';
import { htLines } from './ht.js';

const CAPABILITIES = [
  'ESS',
  'IBSS',
  'CfPollable',
  'CfPollReq',
  'Privacy',
  'ShortPreamble',
  'PBCC',
  'ChannelAgility',
  'SpectrumMgmt',
  'QoS',
  'ShortSlotTime',
  'APSD',
  'RadioMeasure',
  'DSSS-OFDM',
  'DelayedBACK',
  'ImmediateBACK',
];
const SUITES: Readonly<Record<string, string>> = { 'CCMP-128': 'CCMP', 'BIP-CMAC-128': 'AES-128-CMAC' };
const ENVIRONMENTS = { any: 'Indoor/Outdoor', indoor: 'Indoor only', outdoor: 'Outdoor only' };
const REPLAY_COUNTERS = [1, 2, 4, 16];
const PROTECTION = ['no', 'nonmember', '20 MHz', 'non-HT mixed'];
const EXTENDED: Readonly<Record<number, string>> = {
  2: 'Extended Channel Switching',
  22: 'Multiple BSSID',
  25: 'SSID List',
  62: 'Operating Mode Notification',
};

const rates = (list: Elements['rates']): string =>
  list.map(({ mbps, basic }) => `${mbps.toFixed(1)}${basic ? '*' : ''}`).join(' ');

function rsnLines({ rsn }: Elements): string[] {
  if (!rsn) return [];
  const bits = rsn.capabilities ?? 0;
  const counters = (shift: number): number => REPLAY_COUNTERS[(bits >> shift) & 3] ?? 0;
  return [
    `RSN: * Version: ${rsn.version}`,
    `* Group cipher: ${SUITES[rsn.groupCipher] ?? rsn.groupCipher}`,
    `* Pairwise ciphers: ${rsn.pairwiseCiphers.map((suite) => SUITES[suite] ?? suite).join(' ')}`,
    `* Authentication suites: ${rsn.akms.join(' ')}`,
    `* Capabilities: ${counters(2)}-PTKSA-RC ${counters(4)}-GTKSA-RC (0x${bits.toString(16).padStart(4, '0')})`,
  ];
}

function htOperationLines({ htOperation: operation }: Elements): string[] {
  if (!operation) return [];
  const secondary = { none: 'no secondary', above: 'above', below: 'below' }[operation.secondaryChannel];
  const bit = (name: string, value: boolean): string => `* ${name}: ${value ? 1 : 0}`;
  return [
    'HT operation:',
    `* primary channel: ${operation.primaryChannel}`,
    `* secondary channel offset: ${secondary}`,
    `* STA channel width: ${operation.anyWidth ? 'any' : '20 MHz'}`,
    bit('RIFS', operation.rifs),
    `* HT protection: ${PROTECTION[operation.protection]}`,
    bit('non-GF present', operation.nonGreenfieldPresent),
    bit('OBSS non-GF present', operation.obssNonHtPresent),
    bit('dual beacon', operation.dualBeacon),
    bit('dual CTS protection', operation.dualCtsProtection),
    bit('STBC beacon', operation.stbcBeacon),
    bit('L-SIG TXOP Prot', operation.lSigTxopProtection),
    bit('PCO active', operation.pcoActive),
    bit('PCO phase', operation.pcoPhase),
  ];
}

function wmmLines({ wmm }: Elements): string[] {
  if (!wmm) return [];
  const names = ['BE', 'BK', 'VI', 'VO'];
  const categories = wmm.categories.map(
    ({ cwMin, cwMax, aifsn, txopLimitUs }, index) =>
      `* ${names[index]}: CW ${cwMin}-${cwMax}, AIFSN ${aifsn}${txopLimitUs > 0 ? `, TXOP ${txopLimitUs} usec` : ''}`,
  );
  return [`WMM: * Parameter version ${wmm.version}`, ...(wmm.uapsd ? ['* u-APSD'] : []), ...categories];
}

export function bssLines(name: string, bss: Bss, capability: number): string[] {
  const { elements } = bss;
  const { country, erp, operatingClasses, htCapabilities } = elements;
  const listed = [...elements].filter(({ id }) => id === 1)[0]?.data.length ?? 0;
  const names = CAPABILITIES.filter((_, bit) => (capability >> bit) & 1).join(' ');
  const status =
    bss.status === undefined ? '' : ` -- ${bss.status === 'ibss-joined' ? 'joined' : bss.status}`;
  return [
    `BSS ${bss.bssid}(on ${name})${status}`,
    `TSF: ${bss.tsfUs} usec`,
    `freq: ${bss.frequencyMhz}`,
    `beacon interval: ${bss.beaconIntervalTu} TUs`,
    `capability: ${names} (0x${capability.toString(16).padStart(4, '0')})`,
    `signal: ${bss.signalDbm?.toFixed(2)} dBm`,
    `last seen: ${bss.lastSeenMs} ms ago`,
    `SSID: ${bss.ssid}`,
    `Supported rates: ${rates(elements.rates.slice(0, listed))}`,
    `DS Parameter set: channel ${elements.dsChannel}`,
    ...(country
      ? [
          `Country: ${country.alpha2} Environment: ${ENVIRONMENTS[country.environment as 'any']}`,
          ...country.ranges.map(
            ({ firstChannel, channels, maxPowerDbm }) =>
              `Channels [${firstChannel} - ${firstChannel + channels - 1}] @ ${maxPowerDbm} dBm`,
          ),
        ]
      : []),
    ...(erp ? [`ERP: ${erp.barkerPreamble ? 'Barker_Preamble_Mode' : '<no flags>'}`] : []),
    `Extended supported rates: ${rates(elements.rates.slice(listed))}`,
    ...rsnLines(elements),
    ...(operatingClasses
      ? ['Supported operating classes:', `* current operating class: ${operatingClasses.current}`]
      : []),
    ...(htCapabilities ? ['HT capabilities:', ...htLines(htCapabilities, elements.get(45)?.[0] ?? 0)] : []),
    ...htOperationLines(elements),
    ...(elements.extendedCapabilities
      ? ['Extended capabilities:', ...elements.extendedCapabilities.map((bit) => `* ${EXTENDED[bit] ?? bit}`)]
      : []),
    ...wmmLines(elements),
  ];
}

export const BSS_UNCOMPARED: readonly RegExp[] = [
  // The same moment twice: on the clock of the boot, and as an age, which is compared.
  /^\tlast seen: .*\[boottime\]/,
  // A heading of iw's.
  /^\tInformation elements from Probe Response frame:/,
];
