import { setTimeout as delay } from 'node:timers/promises';
import { pause } from '../deadline.js';
import type { Brake } from './brake.js';
import type { MachineClock } from './machine.js';

/** The clock of the kernel that this process runs on; with a brake where its time is virtual. */
export function localClock(brake: Brake | undefined): MachineClock {
  return {
    virtual: brake !== undefined,
    now: async () => Number(process.hrtime.bigint()) / 1e6,
    async sleep(milliseconds, signal) {
      const stop = brake?.pass();
      try {
        if (brake) await exactDelay(milliseconds, signal);
        else await pause(milliseconds, signal);
      } finally {
        stop?.();
      }
    },
    ...(brake ? { hold: async (held: boolean) => brake.hold(held) } : {}),
  };
}

/** Node's time of day to the microsecond is that of its start and what has passed since. */
const SET_MS = 5;

/** The time of day in milliseconds, to the microsecond; to the millisecond where somebody has set the clock since the start. */
export function wallNowMs(): number {
  const fine = performance.timeOrigin + performance.now();
  const now = Date.now();
  return Math.abs(now - fine) < SET_MS ? fine : now;
}

/** The kernel may let a thousandth of a timeout more pass: nothing outside, but a minute is 60 ms late. In ever shorter parts it is one. */
async function exactDelay(milliseconds: number, signal?: AbortSignal): Promise<void> {
  const end = performance.now() + milliseconds;
  for (let left = milliseconds; left > 0; left = end - performance.now())
    await delay(Math.max(1, Math.floor(left * 0.998)), undefined, signal ? { signal } : {});
}
