/**
 * Limits of time. The signals that AbortSignal makes itself, of others or of a time, hold each other weakly: on Node 20 one
 * made of the other is collected as garbage and never fires. What is made here is held by its timer and its sources until it is disposed.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { VWifiError } from '../wire/errors.js';

/** The longest that a timer of the system takes; more would be one millisecond. */
const LONGEST_MS = 2 ** 31 - 1;

export type LimitedSignal = AbortSignal & Disposable;

export interface Limit {
  /** Milliseconds; left out or `Infinity`: no limit. */
  readonly afterMs?: number | undefined;
  /** What the signal's reason is then. */
  readonly late?: (() => Error) | undefined;
}

/** Calls `ring` after a while of any length, unless it is disposed before. `Infinity` is never. */
export function startTimer(afterMs: number, ring: () => void): Disposable {
  if (Number.isNaN(afterMs)) throw new VWifiError('BAD_ARGUMENT', 'a limit of time is not a number');
  let timer: NodeJS.Timeout | undefined;
  const wind = (left: number): void => {
    timer = left > LONGEST_MS ? setTimeout(wind, LONGEST_MS, left - LONGEST_MS) : setTimeout(ring, left);
  };
  if (afterMs !== Number.POSITIVE_INFINITY) wind(Math.max(0, afterMs));
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}

/** Waits so long, of any length; rejects with an AbortError when the signal fires. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  const options = signal ? { signal } : {};
  let left = milliseconds;
  for (; left > LONGEST_MS; left -= LONGEST_MS) await delay(LONGEST_MS, undefined, options);
  await delay(left, undefined, options);
}

/** A signal that fires with the first of the others, for its reason, or after a while. Dispose it when the work is done. */
export function limited(
  sources: readonly (AbortSignal | undefined)[],
  { afterMs = Number.POSITIVE_INFINITY, late }: Limit = {},
): LimitedSignal {
  const controller = new AbortController();
  const { signal } = controller;
  const timer = startTimer(afterMs, () =>
    controller.abort(late?.() ?? new DOMException(`nothing after ${afterMs} ms`, 'TimeoutError')),
  );
  const undo = sources.map((source) => {
    const onAbort = (): void => controller.abort(source?.reason);
    if (source?.aborted) onAbort();
    else source?.addEventListener('abort', onAbort, { once: true });
    return () => source?.removeEventListener('abort', onAbort);
  });
  return Object.assign(signal, {
    [Symbol.dispose]() {
      timer[Symbol.dispose]();
      for (const each of undo) each();
    },
  });
}

/** A signal that fires when the caller's does, or after a while; with an error that says what took too long. */
export function withDeadline(what: string, timeoutMs: number, signal?: AbortSignal): LimitedSignal {
  return limited([signal], {
    afterMs: timeoutMs,
    late: () =>
      new VWifiError('TIMEOUT', `${what}: nothing after ${timeoutMs} ms; allow more with timeoutMs`),
  });
}
