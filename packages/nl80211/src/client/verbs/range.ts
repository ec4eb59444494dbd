import type { Nl80211 } from '../../spec/nl80211/attributes.js';
import { nl80211 } from '../../spec/nl80211/family.js';
import type { Preamble } from '../../spec/nl80211/messages.js';
import { type ChannelWidth, channelDefinition } from '../channel-definition.js';
import { badArgument, checkList, checkWhole } from '../check.js';
import { defined } from '../defined.js';
import type { Place } from '../place.js';
import { runVerb } from '../verb.js';
import type { Cancel } from '../vwifi.js';
import { EventWaiter } from '../waiter.js';

/** Whom to measure; when left out HT20, one burst. */
export interface RangingPeer {
  readonly mac: string;
  readonly frequencyMhz: number;
  readonly width?: ChannelWidth;
  readonly framesPerBurst?: number;
  readonly bursts?: number;
  readonly burstPeriodMs?: number;
}

// The mean of a burst, or why there is none.
export type RangingResult =
  | {
      readonly mac: string;
      readonly burst: number;
      readonly distanceMetres: number;
      readonly deviationMetres: number;
      readonly signalDbm?: number;
    }
  | { readonly mac: string; readonly failed: string | number };

/** The only kind of measurement that there is (NL80211_PMSR_TYPE_FTM). */
const FTM = 1;
/** Half of light's way in a picosecond. */
const METRES_PER_PS = 149.896229e-6;
/** The oldest preamble that is as wide; 6 GHz has none before HE. */
const PREAMBLES: Readonly<Record<string, Preamble>> = { NOHT: 'legacy', '80MHz': 'vht', '160MHz': 'vht' };
const SIX_GHZ = 5950;

function requestOf(peer: RangingPeer) {
  const { mac, frequencyMhz, width = 'HT20', framesPerBurst, bursts = 1, burstPeriodMs } = peer;
  if (!Number.isInteger(Math.log2(bursts)))
    throw badArgument('range', `${bursts} bursts are no power of two`);
  const preamble = frequencyMhz > SIX_GHZ ? 'he' : (PREAMBLES[width] ?? 'ht');
  const ftm = {
    ...{ asap: true, preamble, numBurstsExp: Math.log2(bursts) },
    ...defined({
      ftmsPerBurst: framesPerBurst && checkWhole('range: framesPerBurst', framesPerBurst, 2, 31),
      burstPeriod: burstPeriodMs && Math.ceil(burstPeriodMs / 100),
    }),
  };
  return { addr: mac, chan: channelDefinition(frequencyMhz, width), req: { data: { [FTM]: ftm } } };
}

function resultOf(
  told: NonNullable<NonNullable<Nl80211['peerMeasurements']>['peers']>[number],
): RangingResult {
  const { addr: mac = '', resp } = told;
  const ftm = resp?.data?.[FTM];
  if (resp?.status !== 'success')
    return { mac, failed: (resp?.status === 'failure' ? ftm?.failReason : resp?.status) ?? 'failure' };
  const { burstIndex: burst = 0, rttAvg, rttVariance, distAvg, distVariance, rssiAvg } = ftm ?? {};
  const ofTime = (picoseconds: number): number => picoseconds * METRES_PER_PS;
  return {
    ...{ mac, burst },
    distanceMetres: distAvg === undefined ? ofTime(Number(rttAvg ?? 0n)) : Number(distAvg) / 1000,
    deviationMetres:
      distVariance === undefined
        ? ofTime(Math.sqrt(Number(rttVariance ?? 0n)))
        : Math.sqrt(Number(distVariance)) / 1000,
    ...defined({ signalDbm: rssiAvg === undefined ? undefined : rssiAvg / 2 }),
  };
}

/** As long as sixteen peers with sixteen bursts of 100 ms may take. */
const PATIENCE_MS = 30_000;

// Peers are measured one after the other (NL80211_CMD_PEER_MEASUREMENT_START).

export async function range(
  place: Place,
  peers: readonly RangingPeer[],
  { signal }: Cancel,
): Promise<RangingResult[]> {
  const { ifindex, target } = place;
  const request = { ifindex, peerMeasurements: { peers: checkList('range', peers).map(requestOf) } };
  return runVerb(place, `range ${target}`, { signal, timeoutMs: PATIENCE_MS }, async (verb) => {
    const { netlink } = verb;
    const waiter = new EventWaiter(verb.what);
    const results: RangingResult[] = [];
    // Results come to the socket that asked; the kernel ends the measurement when it closes.
    await netlink.subscribe(
      nl80211,
      [],
      (event) => {
        if (event.kind === 'message' && event.message.command === 'peerMeasurementResult')
          results.push(...(event.message.attributes.peerMeasurements?.peers ?? []).map(resultOf));
        waiter.see(event);
      },
      { signal: verb.signal },
    );
    await netlink.request(nl80211, 'peerMeasurementStart', request, { target, signal: verb.signal });
    await netlink.waiting(waiter.find(({ command }) => command === 'peerMeasurementComplete', verb.signal));
    return results;
  });
}
