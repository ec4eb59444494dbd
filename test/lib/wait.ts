/** Waiting with a deadline: for an event where there is one, otherwise by looking again in the machine's own time. */
import { type MachineClock, passWhile } from '@vwifi/testbed';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1000;

/**
 * Looks until the probe answers something other than undefined or false. The deadline is in the machine's own
 * time, so that a slow host does not fail a scenario.
 */
export async function eventually<T>(
  clock: MachineClock,
  what: string,
  probe: () => Promise<T | undefined | false>,
  withinMs = 10_000,
): Promise<T> {
  const started = await clock.now();
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const answer = await probe();
    if (answer !== undefined && answer !== false) return answer;
    if ((await clock.now()) - started > withinMs) throw new Error(`${what}: not within ${withinMs / 1000} s`);
    await clock.sleep(pause);
  }
}

/** A promise with a deadline in the host's time: for what is announced and only has to arrive. */
export async function within<T>(promise: Promise<T>, what: string, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The same for what the machine will tell: where its time is held, it passes until then. */
export function announced<T>(
  clock: MachineClock,
  promise: Promise<T>,
  what: string,
  milliseconds: number,
): Promise<T> {
  const told = within(promise, what, milliseconds);
  void passWhile(clock, told).catch(() => {});
  return told;
}
