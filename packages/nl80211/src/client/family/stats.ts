import type { FamilyMessage } from '../../genl/family.js';
import { type OverrunEvent, openStream, type Stream } from '../../genl/stream.js';
import { vwifi } from '../../spec/vwifi.js';
import type { Home } from '../place.js';
import { explainMissing } from './caller.js';
import { type Pair, pairOf } from './pair.js';
import { type VirtualRadio, virtualRadioOf } from './radios.js';

/** All counters at one moment. From VWIFI_CMD_STATS_ROUND and what comes before it. */
export interface StatsRound {
  readonly name: 'round';
  /** Microseconds since the boot of the kernel. */
  readonly timeUs: number;
  /** Every radio. */
  readonly radios: readonly VirtualRadio[];
  /** The pairs that have a link, or frames. */
  readonly pairs: readonly Pair[];
  /** Rounds since the last one that were left out, because this reader was slow. */
  readonly missed: number;
}

export interface StatsOptions {
  /** From one round to the next, 10 ms to an hour; a second when left out. */
  readonly intervalMs?: number;
  readonly signal?: AbortSignal;
  /** Rounds kept for a slow reader; 16 when left out. */
  readonly limit?: number;
}

export type StatsStream = Stream<StatsRound | OverrunEvent>;

/** Puts the messages of a round together. */
export function roundReader(): (message: FamilyMessage<typeof vwifi>) => StatsRound | undefined {
  let radios: VirtualRadio[] = [];
  let pairs: Pair[] = [];
  return ({ command, attributes }) => {
    if (command === 'radioGet') {
      // Numbers rise: what goes back begins a new round, and the one before was cut short.
      if ((attributes.id ?? 0) <= (radios.at(-1)?.id ?? -1)) {
        radios = [];
        pairs = [];
      }
      radios.push(virtualRadioOf(attributes));
    } else if (command === 'linkGet') pairs.push(pairOf(attributes));
    else if (command === 'statsRound') {
      const time = Number((attributes.time ?? 0n) / 1000n);
      const round = { name: 'round', timeUs: time, radios, pairs, missed: attributes.missed ?? 0 } as const;
      radios = [];
      pairs = [];
      return round;
    }
    return undefined;
  };
}

/** Opens a socket of its own, on which the driver tells its counters at an interval. */
export function openStats(home: Home, { intervalMs = 1000, signal, limit = 16 }: StatsOptions): StatsStream {
  return openStream({
    ...home,
    spec: vwifi,
    groups: [],
    read: roundReader(),
    begin: (netlink) => netlink.request(vwifi, 'statsSubscribe', { interval: intervalMs }),
    signal,
    limit,
    explain: explainMissing,
  });
}
