import type { Nl80211 } from '../spec/nl80211/attributes.js';
import { type Bitrate, bitrateOf } from './bitrate.js';
import { defined } from './defined.js';

/** A peer: a client of an access point, or the access point of a client. From NL80211_CMD_GET_STATION. */
export interface Station {
  readonly mac: string;
  /** The interface it is a peer of. */
  readonly ifindex: number;
  readonly authorized: boolean;
  readonly authenticated: boolean;
  readonly associated: boolean;
  readonly wmm: boolean;
  readonly shortPreamble: boolean;
  readonly tdlsPeer: boolean;
  /** Management frame protection. */
  readonly mfp: boolean;
  readonly inactiveMs?: number;
  readonly connectedSeconds?: number;
  readonly rxBytes?: number;
  readonly txBytes?: number;
  readonly rxPackets?: number;
  readonly txPackets?: number;
  readonly txRetries?: number;
  readonly txFailed?: number;
  readonly rxDropped?: number;
  readonly beaconLosses?: number;
  readonly beaconsReceived?: number;
  readonly signalDbm?: number;
  readonly averageSignalDbm?: number;
  readonly rxBitrate?: Bitrate;
  readonly txBitrate?: Bitrate;
  readonly expectedThroughputKbps?: number;
  readonly beaconSignalDbm?: number;
  readonly ackSignalDbm?: number;
  /** Signal of each antenna. */
  readonly chainSignalsDbm?: readonly number[];
  /** Time on the air. */
  readonly rxDurationUs?: number;
  readonly txDurationUs?: number;
  /** On the clock that counts from the boot. */
  readonly associatedAtMs?: number;
  readonly ctsProtection?: boolean;
  readonly shortSlotTime?: boolean;
  readonly dtimPeriod?: number;
  readonly beaconIntervalTu?: number;
}

export function stationOf(message: Nl80211): Station {
  const info = message.staInfo ?? {};
  const flags = info.staFlags?.set ?? [];
  return {
    mac: message.mac ?? '',
    ifindex: message.ifindex ?? 0,
    authorized: flags.includes('authorized'),
    authenticated: flags.includes('authenticated'),
    associated: flags.includes('associated'),
    wmm: flags.includes('wme'),
    shortPreamble: flags.includes('short-preamble'),
    tdlsPeer: flags.includes('tdls-peer'),
    mfp: flags.includes('mfp'),
    ...defined({
      inactiveMs: info.inactiveTime,
      connectedSeconds: info.connectedTime,
      rxBytes: count(info.rxBytes64) ?? info.rxBytes,
      txBytes: count(info.txBytes64) ?? info.txBytes,
      rxPackets: info.rxPackets,
      txPackets: info.txPackets,
      txRetries: info.txRetries,
      txFailed: info.txFailed,
      rxDropped: count(info.rxDropMisc),
      beaconLosses: info.beaconLoss,
      beaconsReceived: count(info.beaconRx),
      signalDbm: info.signal,
      averageSignalDbm: info.signalAvg,
      rxBitrate: bitrateOf(info.rxBitrate),
      txBitrate: bitrateOf(info.txBitrate),
      expectedThroughputKbps: info.expectedThroughput,
      beaconSignalDbm: info.beaconSignalAvg,
      ackSignalDbm: info.ackSignal,
      chainSignalsDbm: info.chainSignal && Object.values(info.chainSignal),
      rxDurationUs: count(info.rxDuration),
      txDurationUs: count(info.txDuration),
      associatedAtMs:
        info.assocAtBoottime === undefined ? undefined : Number(info.assocAtBoottime / 1_000_000n),
      ctsProtection: info.bssParam?.ctsProt,
      shortSlotTime: info.bssParam?.shortSlotTime,
      dtimPeriod: info.bssParam?.dtimPeriod,
      beaconIntervalTu: info.bssParam?.beaconInterval,
    }),
  };
}

/** Counters stay below 2^53 for centuries. */
function count(value: bigint | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}
