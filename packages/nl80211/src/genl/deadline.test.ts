import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { limited, pause, startTimer, withDeadline } from './deadline.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
/** What a promise comes to within a while, else 'never'. */
async function soon(promise: Promise<unknown>, withinMs: number): Promise<unknown> {
  let ring = (_: string) => {};
  const late = new Promise<string>((resolve) => {
    ring = resolve;
  });
  using _timer = startTimer(withinMs, () => ring('never'));
  return await Promise.race([promise, late]);
}
const nothing = new Promise<never>(() => {});
/** Nobody but the listener's promise holds the signal. */
const fired = (signal: AbortSignal) =>
  new Promise<unknown>((resolve) => signal.addEventListener('abort', () => resolve(signal.reason)));

/** Twice, with a turn between: what holds weakly is cleared in the second. */
async function collected(): Promise<void> {
  for (let i = 0; i < 2; i++) {
    await new Promise(setImmediate);
    collect();
  }
}

test('a deadline fires though nobody holds it and all garbage was collected', async () => {
  const never = new AbortController();
  const end = fired(limited([never.signal], { afterMs: 50, late: () => new Error('late') }));
  const nested = fired(limited([limited([never.signal], { afterMs: 50, late: () => new Error('inner') })]));
  await collected();
  expect(await soon(end, 5000)).toMatchObject({ message: 'late' });
  expect(await soon(nested, 5000)).toMatchObject({ message: 'inner' });
});

test("a source's reason is the reason, also of one that has fired before", () => {
  const source = new AbortController();
  using before = limited([undefined, source.signal]);
  source.abort('enough');
  using after = limited([source.signal], { afterMs: 1000 });
  expect([before.reason, after.reason]).toEqual(['enough', 'enough']);
});

test('what is disposed does not fire, and leaves nothing at its source', async () => {
  const source = new AbortController();
  const signal = limited([source.signal], { afterMs: 1 });
  signal[Symbol.dispose]();
  source.abort();
  await soon(nothing, 20);
  expect(signal.aborted).toBe(false);
});

test('no limit and a limit beyond what a timer of the system takes do not fire at once', async () => {
  const signals = [Number.POSITIVE_INFINITY, 2 ** 31, 1e15].map((limit) => withDeadline('it', limit));
  await soon(nothing, 50);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, false, false]);
  for (const signal of signals) signal[Symbol.dispose]();
  const stop = new AbortController();
  const paused = pause(2 ** 31, stop.signal).catch((error: Error) => error.name);
  expect(await soon(paused, 50)).toBe('never');
  stop.abort();
  expect(await paused).toBe('AbortError');
  expect(() => withDeadline('it', Number.NaN)).toThrow('not a number');
});
