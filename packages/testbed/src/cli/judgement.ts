/** A laboratory made, its time line played to the end, and taken down: what `test` and `sweep` have in common. */
import { randomBytes } from 'node:crypto';
import { VWifi } from '@vwifi/nl80211';
import { Testbed, type UpOptions } from '../api/testbed.js';
import type { StepEvent } from '../lab/run-plan.js';
import { type Outcome, play } from './play.js';
import type { FlowOutcome } from './traffic.js';

export interface Played {
  readonly moments: Outcome[];
  /** In the order of its beginning. */
  readonly flows: FlowOutcome[];
}

export interface Playing {
  readonly file: string;
  /** What counts instead of what the file says. */
  readonly conditions: Pick<UpOptions, 'backend' | 'kernel' | 'seed' | 'time' | 'variables'>;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly onStep: (event: StepEvent) => void;
  /** When it is up, or will not be. */
  readonly onMade: () => void;
  readonly onHappened: (event: Outcome | FlowOutcome) => void;
  /** While it is still up, and something was not as expected, or could not be done. */
  readonly onFailed?: (laboratory: string) => Promise<void>;
  /** While what was made of it is still there, where it could not be made whole. */
  readonly onUnmade?: UpOptions['onUnmade'];
}

/** Whether all was as expected, as far as it went. */
export const isGood = ({ moments, flows }: Played): boolean =>
  [...moments, ...flows].every((outcome) => outcome.ok);

/** Kernels ask for routers, and whether neighbours are there still, at moments of their own choice: each takes a loss that was another frame's. */
const CALM = `for each in /proc/sys/net/ipv6/conf/*/router_solicitations; do echo 0 >"$each"; done
for each in /proc/sys/net/ipv[46]/neigh/*/base_reachable_time_ms; do echo 3600000 >"$each"; done`;
/** Until they have said what they say of a new link. */
const CALM_MS = 5000;

/**
 * What was lost while it was made took from each link's sequence of chance; the time line begins with its first, and with
 * kernels that send nothing by themselves. In real time nothing repeats.
 */
async function seedAnew(testbed: Testbed, signal: AbortSignal): Promise<void> {
  const { lab, machine, nodes } = testbed;
  if (lab.seed === undefined || lab.fleet || lab.driver !== 'vwifi' || lab.time !== 'virtual') return;
  await Promise.all(nodes.map((node) => node.exec(['/bin/sh', '-c', CALM])));
  await testbed.sleep(CALM_MS, signal);
  await using wifi = await VWifi.open({ socket: machine.openNetlink });
  await wifi.vwifi.medium.set({ seed: BigInt(lab.seed) }, { signal });
}

/** Puts into `played` what happens, so that it is there when something ends it: then this throws. */
export async function playThrough(playing: Playing, played: Played): Promise<void> {
  const { file, conditions, signal, timeoutMs, onStep, onMade, onHappened, onFailed, onUnmade } = playing;
  await using testbed = await Testbed.up(file, {
    name: `judged-${process.pid}-${randomBytes(3).toString('hex')}`,
    ...{ ...conditions, signal, timeoutMs, onEvent: onStep, record: true },
    ...(onUnmade ? { onUnmade } : {}),
  }).finally(onMade);
  try {
    await seedAnew(testbed, signal);
    for await (const event of play(testbed, signal)) {
      if ('atMs' in event) played.moments.push(event);
      else played.flows.push(event);
      onHappened(event);
    }
  } catch (error) {
    // What ended it is told, whatever became of its trace.
    if (!signal.aborted) await onFailed?.(testbed.name).catch(() => {});
    throw error;
  }
  if (onFailed && !isGood(played)) await onFailed(testbed.name);
}
