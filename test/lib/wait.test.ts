import { fakeClock } from './fake-clock.js';
import { announced, eventually, within } from './wait.js';

test('looks until there is an answer', async () => {
  let looks = 0;
  const third = async () => (++looks === 3 ? 'there' : undefined);
  expect(await eventually(fakeClock(false), 'it is there', third)).toBe('there');
});

test('gives up at the deadline and says what it waited for', async () => {
  const never = async () => false as const;
  await expect(eventually(fakeClock(false), 'it is there', never, 2000)).rejects.toThrow(
    'it is there: not within 2 s',
  );
});

test('virtual time passes until what is waited for is told, and then stands', async () => {
  const clock = fakeClock(true);
  let sleeps = 0;
  let tell = (_: string): void => {};
  const told = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const sleep = async () => {
    if (++sleeps === 3) tell('now');
  };
  expect(await announced({ ...clock, sleep }, told, 'it is told', 1000)).toBe('now');
  const after = sleeps;
  await new Promise(setImmediate);
  expect(sleeps).toBe(after);
  expect(await announced({ ...clock, sleep }, Promise.resolve('there'), 'it is told', 1000)).toBe('there');
  expect(sleeps).toBe(after);
});

test('a promise that is late is an error', async () => {
  await expect(within(new Promise(() => {}), 'it is announced', 10)).rejects.toThrow(
    'it is announced: not within',
  );
});
