import type { NetlinkSocketFactory } from '@vwifi/nl80211';
import type { MachineClock } from './machine.js';

const STEP_MS = 20;

/**
 * Where time is virtual, lets it pass in steps while something is waited for that the machine will tell: an event comes
 * before the end of the step in which it happened. Elsewhere time passes by itself.
 */
export async function passWhile(clock: MachineClock, until: Promise<unknown>): Promise<void> {
  if (!clock.virtual) return;
  let waiting = true;
  const over = (): void => {
    waiting = false;
  };
  until.then(over, over);
  // What is there already needs no time.
  await new Promise(setImmediate);
  while (waiting) await clock.sleep(STEP_MS);
}

/** Sockets of a machine, for whom time passes while somebody waits for an event of theirs. */
export const passingSockets =
  (open: NetlinkSocketFactory, clock: MachineClock): NetlinkSocketFactory =>
  async (options) => ({
    ...(await open(options)),
    // A machine that is lost tells its sockets.
    waiting: (until) => void passWhile(clock, until).catch(() => {}),
  });
