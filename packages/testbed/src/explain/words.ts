/** What rules have in common: looking at records, and saying what they saw. */
import { reasonWords, statusWords } from '@vwifi/nl80211/elements';
import { channelAt } from '../lab/channel.js';
import type { DaemonRecord, FrameRecord, LabRecord } from '../record/record.js';
import type { Evidence, Facts, Finding, PointFacts, StationFacts } from './facts.js';

export const place = (mhz: number): string => {
  const at = channelAt(mhz);
  return at ? `channel ${at.channel} (${mhz} MHz)` : `${mhz} MHz`;
};

export const status = (code: number): string => `status ${code}, ${statusWords(code)}`;
export const reason = (code: number): string => `reason ${code}, ${reasonWords(code)}`;

export const says = (record: LabRecord, text: string): Evidence => ({
  ...{ text, record: record.id, us: record.us },
});
export const seen = (text: string): Evidence => ({ text });

export const isDaemon = (record: LabRecord): record is DaemonRecord => record.kind === 'daemon';
export const isFrame = (record: LabRecord): record is FrameRecord => record.kind === 'frame';

/** A station and all that rules about its way into its network look at. */
export interface Attempt {
  readonly facts: Facts;
  readonly station: StationFacts;
  readonly name: string;
  /** The access points that have its network. */
  readonly peers: readonly PointFacts[];
  /** What its daemon said since it was connected last. */
  readonly events: readonly DaemonRecord[];
  /** Frames to it and from it since then. */
  readonly frames: readonly FrameRecord[];
  /** Lines of its access points since then. */
  readonly lines: readonly DaemonRecord[];
}

/** The name of its network, without quotation marks. */
export const ssidOf = ({ network, node }: StationFacts): string =>
  /^"([\s\S]*)"$/.exec(network.ssid ?? '')?.[1] ?? node.ssid;

/** Why it is not in its network, or nothing where the rule does not know. */
export type Rule = (attempt: Attempt) => Finding | undefined;

export function attemptOf(facts: Facts, station: StationFacts): Attempt {
  const ssid = ssidOf(station);
  const peers = facts.points.filter(({ node }) => node.ssid === ssid);
  const { name } = station.node;
  const own = facts.records.filter(isDaemon).filter(({ node }) => node === name);
  const connected =
    own.findLast(({ event }) => event === 'CTRL-EVENT-CONNECTED')?.us ?? Number.NEGATIVE_INFINITY;
  const points = new Set(peers.map(({ node }) => node.on ?? node.name));
  return {
    ...{ facts, station, name, peers },
    events: own.filter(({ us, event }) => us >= connected && event !== 'CTRL-EVENT-CONNECTED'),
    frames: facts.records
      .filter(isFrame)
      .filter(
        ({ us, from, to }) =>
          us >= connected &&
          station.address !== undefined &&
          (from === station.address || to === station.address),
      ),
    lines: facts.records.filter(isDaemon).filter(({ us, node }) => us >= connected && points.has(node ?? '')),
  };
}

/** The last event of a name. */
export const lastOf = ({ events }: Attempt, name: string): DaemonRecord | undefined =>
  events.findLast(({ event }) => event === name);
