import type { MachineClock } from '@vwifi/testbed';
import { eventually, within } from './wait.js';

/** A clock on which every look takes a while, as it does where the host is slow. */
function clockOf(virtual: boolean, lookMs: number): MachineClock {
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

test('looks until there is an answer', async () => {
  let looks = 0;
  const third = async () => (++looks === 3 ? 'there' : undefined);
  expect(await eventually(clockOf(false, 1), 'it is there', third)).toBe('there');
});

test('gives up at the deadline and says what it waited for', async () => {
  const never = async () => false as const;
  await expect(eventually(clockOf(false, 1), 'it is there', never, 2000)).rejects.toThrow(
    'it is there: not within 2 s',
  );
});

test('virtual time that passes between looks does not count', async () => {
  let looks = 0;
  const tenth = async () => ++looks === 10;
  expect(await eventually(clockOf(true, 60_000), 'it is there', tenth)).toBe(true);
});

test('a promise that is late is an error', async () => {
  await expect(within(new Promise(() => {}), 'it is announced', 10)).rejects.toThrow(
    'it is announced: not within',
  );
});
