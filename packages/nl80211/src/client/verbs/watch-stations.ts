import { type OverrunEvent, openStream, type Stream } from '../../genl/stream.js';
import type { nl80211 } from '../../spec/nl80211/family.js';
import { checkWhole } from '../check.js';
import type { Place } from '../place.js';
import { readPeers, type Station, stationOf } from '../station.js';
import type { Cancel } from '../vwifi.js';
import { ofInterface } from './of-interface.js';

/** The counters of a station of which differences make sense. */
const COUNTERS = [
  ...(['rxBytes', 'txBytes', 'rxPackets', 'txPackets'] as const),
  ...(['txRetries', 'txFailed', 'rxDropped', 'beaconLosses'] as const),
] as const;
export type StationCounter = (typeof COUNTERS)[number];

/** What was counted between two looks; a counter that the driver does not have is absent. */
export interface StationDelta extends Partial<Readonly<Record<StationCounter, number>>> {
  /** Between the two looks. */
  readonly elapsedMs: number;
  readonly rxBitsPerSecond?: number;
  readonly txBitsPerSecond?: number;
}

export interface StationSample extends Station {
  /** Since the look before. Absent the first time, and of one that has joined anew. */
  readonly delta?: StationDelta;
}

/** The peers of an interface at one moment. */
export interface StationsEvent {
  readonly name: 'stations';
  readonly stations: readonly StationSample[];
}

export interface WatchStationsOptions extends Cancel {
  /** From one look to the next; 1000 when left out. */
  readonly intervalMs?: number;
  /** Looks kept for a slow reader; 64 when left out. */
  readonly limit?: number;
}

const LONGEST_MS = 2 ** 31 - 1;

function deltaOf(before: Station, now: Station, elapsedMs: number): StationDelta | undefined {
  const counted: Partial<Record<StationCounter, number>> = {};
  for (const counter of COUNTERS) {
    const [from, to] = [before[counter], now[counter]];
    if (from === undefined || to === undefined) continue;
    // Counters only grow: this is another association.
    if (to < from) return undefined;
    counted[counter] = to - from;
  }
  const perSecond = (bytes: number): number => (elapsedMs > 0 ? Math.round((bytes * 8000) / elapsedMs) : 0);
  const { rxBytes, txBytes } = counted;
  return {
    elapsedMs,
    ...counted,
    ...(rxBytes === undefined ? {} : { rxBitsPerSecond: perSecond(rxBytes) }),
    ...(txBytes === undefined ? {} : { txBitsPerSecond: perSecond(txBytes) }),
  };
}

/** Samples, each compared with the one before. */
function sampler(): (stations: readonly Station[], atMs: number) => StationSample[] {
  let last = new Map<string, Station>();
  let lastMs = 0;
  return (stations, atMs) => {
    const samples = stations.map((now) => {
      const before = last.get(now.mac);
      const delta = before && deltaOf(before, now, atMs - lastMs);
      return delta ? { ...now, delta } : now;
    });
    last = new Map(stations.map((each) => [each.mac, each]));
    lastMs = atMs;
    return samples;
  };
}

/** Looks again and again, one look after the other, until it is told to stop. */
function poll(intervalMs: number, look: () => Promise<void>): () => void {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const next = (): void => {
    timer = setTimeout(async () => {
      // An interface that is down for a while has no peers; the stream's end is told otherwise.
      await look().catch(() => {});
      if (!stopped) next();
    }, intervalMs);
  };
  next();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** The peers of an interface, as often as is asked for. Source: NL80211_CMD_GET_STATION. */
export function watchStations(
  place: Place,
  options: WatchStationsOptions,
): Stream<StationsEvent | OverrunEvent> {
  const { ifindex, target } = place;
  const { intervalMs = 1000, limit = 64, signal } = options;
  checkWhole(`watchStations ${target}`, intervalMs, 1, LONGEST_MS);
  let stop = (): void => {};
  return openStream<typeof nl80211, StationsEvent>({
    ...place,
    ...ofInterface(place, []),
    signal,
    limit,
    read: () => undefined,
    async begin(netlink, tell) {
      stop();
      const sample = sampler();
      const look = async (): Promise<void> => {
        const peers = await readPeers(netlink, ifindex, { target });
        tell({ name: 'stations', stations: sample(peers.map(stationOf), performance.now()) });
      };
      await look();
      stop = poll(intervalMs, look);
    },
    finish: async () => stop(),
  });
}
