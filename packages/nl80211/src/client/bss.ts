import { Elements } from '../elements/elements.js';
import type { AkmSuite } from '../elements/suites.js';
import type { Nl80211 } from '../spec/nl80211/attributes.js';
import { channelOf } from './channel.js';
import { defined } from './defined.js';

/** A network that was heard. From NL80211_CMD_GET_SCAN. */
export interface Bss {
  readonly bssid: string;
  /** As text (see Ssid.toString); '' when hidden. */
  readonly ssid: string;
  readonly ssidBytes: Uint8Array;
  readonly frequencyMhz: number;
  readonly channel?: number;
  readonly signalDbm?: number;
  /** 0 to 100, from drivers that know no dBm. */
  readonly signalPercent?: number;
  readonly lastSeenMs?: number;
  readonly beaconIntervalTu?: number;
  /** The access point's clock in microseconds. */
  readonly tsfUs?: number;
  /** What the interface is to it. */
  readonly status?: 'authenticated' | 'associated' | 'ibss-joined';
  /** Of an association over several links: which of them this is, and the address that the access point has for all. */
  readonly linkId?: number;
  readonly mldMac?: string;
  /** Infrastructure, not ad hoc. */
  readonly ess: boolean;
  /** Something is encrypted. */
  readonly privacy: boolean;
  /** How stations may join, for instance ['PSK'], ['PSK', 'SAE'], ['WEP']; [] is open. */
  readonly security: readonly string[];
  /** Elements of the latest probe response or beacon. */
  readonly elements: Elements;
  readonly beaconElements?: Elements;
}

export function bssOf(message: Nl80211): Bss | undefined {
  const bss = message.bss;
  if (!bss?.bssid) return undefined;
  const elements = bss.informationElements ?? bss.beaconIes ?? new Elements(new Uint8Array());
  const capability = bss.capability ?? 0;
  const privacy = (capability & 0x10) !== 0;
  const status = typeof bss.status === 'string' ? bss.status : undefined;
  const frequencyMhz = bss.frequency ?? 0;
  return {
    bssid: bss.bssid,
    ssid: elements.ssid?.toString() ?? '',
    ssidBytes: elements.ssid?.bytes ?? new Uint8Array(),
    frequencyMhz,
    ...defined({
      channel: channelOf(frequencyMhz),
      signalDbm: bss.signalMbm === undefined ? undefined : bss.signalMbm / 100,
      signalPercent: bss.signalUnspec,
      lastSeenMs: bss.seenMsAgo,
      beaconIntervalTu: bss.beaconInterval,
      tsfUs: bss.tsf === undefined ? undefined : Number(bss.tsf),
      status,
      linkId: bss.mloLinkId,
      mldMac: bss.mldAddr,
    }),
    ess: (capability & 0x1) !== 0,
    privacy,
    security: securityOf(elements, privacy),
    elements,
    ...defined({ beaconElements: bss.beaconIes }),
  };
}

function securityOf(elements: Elements, privacy: boolean): string[] {
  const { rsn, wpa } = elements;
  if (!rsn && !wpa) return privacy ? ['WEP'] : [];
  const names = [
    ...(wpa?.akms ?? []).map((akm) => `WPA1-${akmName(akm)}`),
    ...(rsn?.akms ?? []).map(akmName),
  ];
  return [...new Set(names)];
}

function akmName(akm: AkmSuite): string {
  return typeof akm === 'number' ? `0x${akm.toString(16).padStart(8, '0')}` : akm;
}
