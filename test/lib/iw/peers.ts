/** Interfaces, links, stations and surveys as iw prints them. */
import type { Bitrate, RegulatoryDomain, Station, Survey, WifiInterface, WifiLink } from '@vwifi/nl80211';
import { INTERFACE_TYPES, yes } from './words.js';

const dbm = (value = 0): string => value.toFixed(2);

export function interfaceLines(each: WifiInterface): string[] {
  const { channel, frequencyMhz, widthMhz, centerFrequency1Mhz: center } = each;
  return [
    `Interface ${each.name}`,
    `ifindex ${each.index}`,
    `wdev 0x${each.wdev.toString(16)}`,
    `addr ${each.mac}`,
    ...(each.ssid ? [`ssid ${each.ssid}`] : []),
    `type ${INTERFACE_TYPES[each.type] ?? each.type}`,
    `wiphy ${each.radio}`,
    ...(frequencyMhz === undefined
      ? []
      : [`channel ${channel} (${frequencyMhz} MHz), width: ${widthMhz} MHz, center1: ${center} MHz`]),
    ...(each.txPowerDbm === undefined ? [] : [`txpower ${dbm(each.txPowerDbm)} dBm`]),
  ];
}

export function rateText(rate: Bitrate): string {
  const { mode, mcs, streams, widthMhz, shortGuardInterval } = rate;
  const prefix = { legacy: '', ht: '', vht: 'VHT-', he: 'HE-', eht: 'EHT-', uhr: 'UHR-', s1g: 'S1G-' }[mode];
  return [
    `${rate.mbps.toFixed(1)} MBit/s`,
    ...(mcs === undefined ? [] : [`${prefix}MCS ${mcs}`]),
    ...(widthMhz > 20 ? [`${widthMhz}MHz`] : []),
    ...(shortGuardInterval ? ['short GI'] : []),
    ...(streams === undefined ? [] : [`${prefix}NSS ${streams}`]),
  ].join(' ');
}

export function linkLines(name: string, link: WifiLink, station: Station): string[] {
  const flags = [
    station.ctsProtection && 'CTS-protection',
    station.shortPreamble && 'short-preamble',
    station.shortSlotTime && 'short-slot-time',
  ].filter(Boolean);
  return [
    `Connected to ${link.bssid} (on ${name})`,
    `SSID: ${link.ssid}`,
    `freq: ${link.frequencyMhz}`,
    `RX: ${link.rxBytes} bytes (${link.rxPackets} packets)`,
    `TX: ${link.txBytes} bytes (${link.txPackets} packets)`,
    `signal: ${link.signalDbm} dBm`,
    ...(link.rxBitrate ? [`rx bitrate: ${rateText(link.rxBitrate)}`] : []),
    ...(link.txBitrate ? [`tx bitrate: ${rateText(link.txBitrate)}`] : []),
    `bss flags: ${flags.join(' ')}`.trim(),
    `dtim period: ${link.dtimPeriod}`,
    `beacon int: ${link.beaconIntervalTu}`,
  ];
}

export function stationLines(name: string, station: Station): string[] {
  const line = (title: string, value: unknown, unit = ''): string[] =>
    value === undefined ? [] : [`${title}: ${value}${unit}`];
  const { associatedAtMs } = station;
  return [
    `Station ${station.mac} (on ${name})`,
    ...line('inactive time', station.inactiveMs, ' ms'),
    ...line('rx bytes', station.rxBytes),
    ...line('rx packets', station.rxPackets),
    ...line('tx bytes', station.txBytes),
    ...line('tx packets', station.txPackets),
    ...line('tx retries', station.txRetries),
    ...line('tx failed', station.txFailed),
    ...line('beacon loss', station.beaconLosses),
    ...line('beacon rx', station.beaconsReceived),
    ...line('rx drop misc', station.rxDropped),
    ...line('signal', station.signalDbm, ' dBm'),
    ...line('signal avg', station.averageSignalDbm, ' dBm'),
    ...line('beacon signal avg', station.beaconSignalDbm, ' dBm'),
    ...line('last ack signal', station.ackSignalDbm, ' dBm'),
    ...line('tx bitrate', station.txBitrate && rateText(station.txBitrate)),
    ...line('tx duration', station.txDurationUs, ' us'),
    ...line('rx bitrate', station.rxBitrate && rateText(station.rxBitrate)),
    ...line('rx duration', station.rxDurationUs, ' us'),
    ...line('expected throughput', throughput(station.expectedThroughputKbps), 'Mbps'),
    `authorized: ${yes(station.authorized)}`,
    `authenticated: ${yes(station.authenticated)}`,
    `associated: ${yes(station.associated)}`,
    `preamble: ${station.shortPreamble ? 'short' : 'long'}`,
    `WMM/WME: ${yes(station.wmm)}`,
    `MFP: ${yes(station.mfp)}`,
    ...line('DTIM period', station.dtimPeriod),
    ...line('beacon interval', station.beaconIntervalTu),
    ...(station.ctsProtection ? ['CTS protection: yes'] : []),
    ...(station.shortSlotTime ? ['short slot time: yes'] : []),
    ...line('connected time', station.connectedSeconds, ' seconds'),
    ...(associatedAtMs === undefined ? [] : [`associated at [boottime]: ${seconds(associatedAtMs)}s`]),
  ];
}

/** iw's Mbps are 1024 of the kernel's kbps, and what is left of them stands behind the point without zeros in front. */
function throughput(kbps: number | undefined): string | undefined {
  if (!kbps) return undefined;
  return `${Math.floor(kbps / 1024)}.${Math.floor(((kbps % 1024) * 1000) / 1024)}`;
}

const seconds = (ms: number): string => `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, '0')}`;

export const STATION_UNCOMPARED: readonly RegExp[] = [
  // iw adds its own clock to what the kernel told in the line before.
  /^\t(associated at|current time):/,
  // Whether the kernel knows of TDLS shows only in a mask; the library tells the flag.
  /^\tTDLS peer:\tno/,
];

export function surveyLines(name: string, survey: Survey): string[] {
  const line = (title: string, value: number | undefined, unit: string): string[] =>
    value === undefined ? [] : [`${title}: ${value} ${unit}`];
  return [
    `Survey data from ${name}`,
    `frequency: ${survey.frequencyMhz} MHz${survey.inUse ? ' [in use]' : ''}`,
    ...line('noise', survey.noiseDbm, 'dBm'),
    ...line('channel active time', survey.activeMs, 'ms'),
    ...line('channel busy time', survey.busyMs, 'ms'),
    ...line('channel receive time', survey.receiveMs, 'ms'),
    ...line('channel transmit time', survey.transmitMs, 'ms'),
  ];
}

const REGIONS: Readonly<Record<string, string>> = { unset: 'UNSET', fcc: 'FCC', etsi: 'ETSI', jp: 'JP' };
const RULE_FLAGS: Readonly<Record<string, string>> = { 'no-ir': 'PASSIVE-SCAN' };

export function regulatoryLines(domain: RegulatoryDomain): string[] {
  const power = (value: number): string => (value === 0 ? 'N/A' : `${Math.floor(value)}`);
  const rules = domain.rules.map(({ startMhz, endMhz, maxWidthMhz, maxPowerDbm, cacMs, flags }) => {
    const cac = flags.includes('dfs') ? `${cacMs ?? 0} ms` : 'N/A';
    const names = flags.map((flag) => RULE_FLAGS[flag] ?? String(flag).toUpperCase());
    const range = `(${Math.floor(startMhz)} - ${Math.floor(endMhz)} @ ${Math.floor(maxWidthMhz)})`;
    return [`${range}, (N/A, ${power(maxPowerDbm)}), (${cac})`, ...names].join(', ');
  });
  return [
    domain.radio === undefined ? 'global' : `phy#${domain.radio}`,
    `country ${domain.alpha2}: DFS-${REGIONS[domain.dfsRegion ?? 'unset'] ?? domain.dfsRegion}`,
    ...rules,
  ];
}
