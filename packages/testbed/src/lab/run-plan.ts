/** Runs a plan: every step as soon as what it needs is done, all of them at once where possible. */

import { setMaxListeners } from 'node:events';
import { limited } from '../deadline.js';
import type { Step } from './plan.js';

/** How far a step is. Plain data: it crosses sockets. */
export interface StepEvent {
  readonly step: string;
  readonly title: string;
  /** `stopped`: nothing was wrong with it; another step failed, or somebody interrupted. */
  readonly state: 'running' | 'done' | 'failed' | 'stopped';
  /** Milliseconds since the step began. */
  readonly ms: number;
}

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly onEvent?: (event: StepEvent) => void;
  readonly now?: () => number;
}

/** The same steps, each after the one before. */
export const inTurn = (steps: readonly Step[]): Step[] =>
  steps.map((step, index) => ({
    ...step,
    after: steps.slice(Math.max(0, index - 1), index).map(({ id }) => id),
  }));

/**
 * Runs all steps. The first one that fails gives the others the signal to stop, and its error is thrown when all
 * of them have: nothing is still at work when this returns.
 */
export async function runPlan(
  steps: readonly Step[],
  perform: (step: Step, signal: AbortSignal) => Promise<void>,
  { signal, onEvent, now = () => performance.now() }: RunOptions,
): Promise<void> {
  const stop = new AbortController();
  using either = limited([signal, stop.signal]);
  // Every step listens to it, and there are as many as there are nodes.
  setMaxListeners(0, either);
  const done = new Map<string, Promise<void>>();
  let failure: { readonly error: unknown } | undefined;

  const run = async (step: Step): Promise<void> => {
    await Promise.all(
      step.after.map(
        (id) =>
          done.get(id) ??
          Promise.reject(new Error(`${step.id} waits for ${id}, which is later or not there`)),
      ),
    );
    either.throwIfAborted();
    const began = now();
    const say = (state: StepEvent['state']) =>
      onEvent?.({ step: step.id, title: step.title, state, ms: Math.round(now() - began) });
    say('running');
    try {
      await perform(step, either);
      say('done');
    } catch (error) {
      say(either.aborted ? 'stopped' : 'failed');
      failure ??= { error };
      stop.abort(error);
      throw error;
    }
  };

  for (const step of steps) {
    const result = run(step);
    // A step that waits for a failed one rejects with the same error; the first is the one that counts.
    result.catch(() => {});
    done.set(step.id, result);
  }
  const results = await Promise.allSettled(done.values());
  signal.throwIfAborted();
  if (failure) throw failure.error;
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
