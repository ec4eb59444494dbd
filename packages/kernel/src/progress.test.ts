import fc from 'fast-check';
import { estimate, type Progress, Steps } from './progress.js';
import { progressLine, progressPrinter } from './report.js';

test('half of the objects in a minute leaves a minute', () => {
  expect(estimate(600, 1200, 60)).toEqual({ percent: 50, secondsLeft: 60 });
});

test('nothing is claimed before there is something to tell from', () => {
  expect(estimate(0, 1200, 10)).toEqual({});
  expect(estimate(10, 0, 10)).toEqual({});
  expect(estimate(12, 1200, 0.5)).toEqual({ percent: 1 });
});

test('an estimate never reaches the end, never goes back and never turns negative', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: 1, max: 3000 }),
      fc.float({ min: 3, max: 9999, noNaN: true }),
      (done, total, seconds) => {
        const now = estimate(done, total, seconds);
        const next = estimate(done + 1, total, seconds);
        expect(now.percent).toBeLessThanOrEqual(99);
        expect(next.percent).toBeGreaterThanOrEqual(now.percent ?? 0);
        expect(now.secondsLeft).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});

test('each step ends once, with its time', () => {
  const seen: Progress[] = [];
  let now = 0;
  const steps = new Steps(
    (progress) => seen.push(progress),
    () => now,
  );
  steps.begin('unpacking');
  now = 2000;
  steps.begin('compiling');
  now = 12_000;
  steps.count(50, 100);
  steps.count(50, 100);
  now = 22_000;
  steps.end();
  steps.end();
  expect(seen).toEqual([
    { step: 'unpacking', seconds: 0 },
    { step: 'unpacking', seconds: 2, percent: 100, done: true },
    { step: 'compiling', seconds: 0 },
    { step: 'compiling', seconds: 10, percent: 50, secondsLeft: 10 },
    { step: 'compiling', seconds: 20, percent: 100, done: true },
  ]);
});

test('a log gets a line every tenth part and one at the end', () => {
  const lines: string[] = [];
  const print = progressPrinter({ write: (text) => lines.push(text) });
  print({ step: 'compiling', seconds: 0 });
  for (let percent = 1; percent < 100; percent += 1) print({ step: 'compiling', percent, seconds: percent });
  print({ step: 'compiling', percent: 100, seconds: 100, done: true });
  expect(lines).toHaveLength(10);
  expect(lines.at(-1)).toBe('  100.0 s  compiling\n');
});

test('a terminal shows one line that is written over', () => {
  expect(progressLine({ step: 'compiling', percent: 42, secondsLeft: 200, seconds: 100 })).toBe(
    '[  42 %]  compiling, 3 min left',
  );
  const written: string[] = [];
  const print = progressPrinter({ isTTY: true, write: (text) => written.push(text) });
  print({ step: 'compiling', percent: 42, seconds: 1 });
  expect(written).toEqual(['\r\x1b[K[  42 %]  compiling']);
});
