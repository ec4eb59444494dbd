import type { Bitrate } from './bitrate.js';
import type { Bss } from './bss.js';
import { defined } from './defined.js';
import type { Station } from './station.js';

/** The network an interface is in: what `iw dev X link` shows. */
export interface WifiLink {
  readonly bssid: string;
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

export function linkOf(bss: Bss, station: Station | undefined): WifiLink {
  return {
    bssid: bss.bssid,
    ssid: bss.ssid,
    frequencyMhz: bss.frequencyMhz,
    authorized: station?.authorized ?? false,
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
