import type { CallOptions, GenericNetlink } from '../genl/generic.js';
import type { Nl80211 } from '../spec/nl80211/attributes.js';
import { nl80211 } from '../spec/nl80211/family.js';
import type { MloLinkAttributes, StationInfoAttributes } from '../spec/nl80211/messages.js';
import { type Bitrate, bitrateOf } from './bitrate.js';
import { defined } from './defined.js';

/** What is told of a peer; absent is what the driver does not know. */
export interface PeerStatistics {
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

/** A peer on one of its links (802.11be), by its address there. */
export interface StationLink extends PeerStatistics {
  readonly linkId: number;
  readonly mac: string;
}

/** A peer: a client of an access point, or the access point of a client. From NL80211_CMD_GET_STATION. */
export interface Station extends PeerStatistics {
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
  /** Of one over several, where the kernel tells. */
  readonly links?: readonly StationLink[];
}

/** What the kernel tells of all peers, by NL80211_CMD_GET_STATION: of each one message, with what is told of its links. */
export async function readPeers(
  netlink: GenericNetlink,
  ifindex: number,
  options: CallOptions,
): Promise<Nl80211[]> {
  const { items } = await netlink.dump(nl80211, 'getStation', { ifindex, staDumpLinkStats: true }, options);
  return withLinks(items);
}

/** A link has a message of its own, behind that of its peer. */
function withLinks(messages: readonly Nl80211[]): Nl80211[] {
  const peers: Nl80211[] = [];
  for (const message of messages) {
    const last = peers.at(-1);
    if (message.mloLinks && !message.staInfo && last?.mac === message.mac)
      peers[peers.length - 1] = { ...last, mloLinks: [...(last?.mloLinks ?? []), ...message.mloLinks] };
    else peers.push(message);
  }
  return peers;
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
    ...statisticsOf(info),
    ...defined({ links: message.mloLinks?.map(stationLinkOf) }),
  };
}

const stationLinkOf = ({ mloLinkId, mac, staInfo }: MloLinkAttributes): StationLink => ({
  linkId: mloLinkId ?? 0,
  mac: mac ?? '',
  ...statisticsOf(staInfo),
});

export function statisticsOf(info: StationInfoAttributes = {}): PeerStatistics {
  return defined({
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
  });
}

/** Counters stay below 2^53 for centuries. */
function count(value: bigint | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}
