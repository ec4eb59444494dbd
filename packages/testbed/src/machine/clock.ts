import { setTimeout as delay } from 'node:timers/promises';
import type { MachineClock } from './machine.js';

/** The clock of the kernel that this process runs on. */
export function localClock(virtual: boolean): MachineClock {
  return {
    virtual,
    now: async () => Number(process.hrtime.bigint()) / 1e6,
    sleep: (milliseconds, signal) => delay(milliseconds, undefined, signal ? { signal } : {}),
  };
}
