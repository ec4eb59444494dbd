import type { MachineClock } from '@vwifi/testbed';

/** A clock for tests of what waits: it stands but for sleeps, and for looks at it where the host is slow. */
export function fakeClock(virtual: boolean, lookMs = 1): MachineClock {
  let now = 0;
  return {
    virtual,
    now: async () => {
      now += lookMs;
      return now;
    },
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
  };
}
