import type { Bitrate } from './bitrate.js';
import type { Bss } from './bss.js';
import { defined } from './defined.js';
import type { Station } from './station.js';

/** One of the links of an association over several (802.11be). */
export interface AffiliatedLink {
  readonly linkId: number;
  readonly bssid: string;
  readonly frequencyMhz: number;
  readonly channel?: number;
  readonly signalDbm?: number;
}

/** The network an interface is in: what `iw dev X link` shows. Over several links, the first of them. */
export interface WifiLink {
  readonly bssid: string;
  /** The address that the access point has over all links; the counters and rates are of all. */
  readonly mldMac?: string;
  /** All of them, where the association is one over several links, be it of one. */
  readonly links?: readonly AffiliatedLink[];
  readonly ssid: string;
  readonly frequencyMhz: number;
  readonly channel?: number;
  readonly signalDbm?: number;
  /** The port is open: keys are in place, where there are any. */
  readonly authorized: boolean;
  readonly rxBytes?: number;
  readonly txBytes?: number;
  readonly rxPackets?: number;
  readonly txPackets?: number;
  readonly rxBitrate?: Bitrate;
  readonly txBitrate?: Bitrate;
  readonly connectedSeconds?: number;
  readonly dtimPeriod?: number;
  readonly beaconIntervalTu?: number;
}

const affiliated = ({ linkId = 0, bssid, frequencyMhz, channel, signalDbm }: Bss): AffiliatedLink => ({
  linkId,
  bssid,
  frequencyMhz,
  ...defined({ channel, signalDbm }),
});

/** The networks that the interface is in: several where they are links of one. */
export function associated(networks: readonly Bss[]): Bss[] {
  return networks
    .filter(({ status }) => status === 'associated' || status === 'ibss-joined')
    .sort((one, other) => (one.linkId ?? 0) - (other.linkId ?? 0));
}

/** The peer is known by its address over all links, where it has one. */
export function linkOf(own: readonly Bss[], stations: readonly Station[]): WifiLink | null {
  const [bss] = own;
  if (!bss) return null;
  const { mldMac } = bss;
  const station = stations.find(({ mac }) => mac === mldMac) ?? stations.find(({ mac }) => mac === bss.bssid);
  return {
    bssid: bss.bssid,
    ssid: bss.ssid,
    frequencyMhz: bss.frequencyMhz,
    authorized: station?.authorized ?? false,
    ...defined({ mldMac, links: mldMac === undefined ? undefined : own.map(affiliated) }),
    ...defined({
      channel: bss.channel,
      signalDbm: station?.signalDbm ?? bss.signalDbm,
      rxBytes: station?.rxBytes,
      txBytes: station?.txBytes,
      rxPackets: station?.rxPackets,
      txPackets: station?.txPackets,
      rxBitrate: station?.rxBitrate,
      txBitrate: station?.txBitrate,
      connectedSeconds: station?.connectedSeconds,
      dtimPeriod: station?.dtimPeriod,
      beaconIntervalTu: station?.beaconIntervalTu ?? bss.beaconIntervalTu,
    }),
  };
}
