import { setTimeout as delay } from 'node:timers/promises';
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
        await delay(milliseconds, undefined, signal ? { signal } : {});
      } finally {
        stop?.();
      }
    },
    ...(brake ? { hold: (held: boolean) => brake.hold(held) } : {}),
  };
}
