import { firstFrom, marks, timeText, within, zoomed } from './times.js';

test('the first from a moment on is found among any number', () => {
  const times = [1, 2, 2, 5, 9];
  const at = (us: number) => firstFrom(times.length, (index) => times[index] ?? 0, us);
  expect([0, 1, 2, 3, 9, 10].map(at)).toEqual([0, 0, 1, 3, 4, 5]);
  expect(firstFrom(0, () => 0, 5)).toBe(0);
});

test('marks are round, few, and inside', () => {
  for (const [from, to] of [
    [0, 1],
    [123, 4567],
    [1e6, 601e6],
    [5_000_000, 5_000_020],
  ] as const) {
    const found = marks(from, to, 8);
    expect(found.length).toBeLessThanOrEqual(9);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((us) => us >= from && us <= to)).toBe(true);
  }
  expect(marks(0, 10e6, 5)).toEqual([0, 2e6, 4e6, 6e6, 8e6, 10e6]);
});

test('times have the digits that can be told apart', () => {
  expect(timeText(1_234_567)).toBe('1.234567 s');
  expect(timeText(1_234_567, 2e6)).toBe('1.235 s');
  expect(timeText(1_234_567, 600e6)).toBe('1.2 s');
});

test('a span keeps the moment that it is zoomed around, and stays within all there is', () => {
  const all = { fromUs: 0, toUs: 1000 };
  expect(zoomed(all, 0.5, 250, all)).toEqual({ fromUs: 125, toUs: 625 });
  expect(zoomed({ fromUs: 100, toUs: 200 }, 100, 150, all)).toEqual(all);
  const close = zoomed({ fromUs: 500, toUs: 530 }, 0.0001, 515, all);
  expect(close.toUs - close.fromUs).toBeCloseTo(20);
  expect(within({ fromUs: -50, toUs: 50 }, all)).toEqual({ fromUs: 0, toUs: 100 });
  expect(within({ fromUs: 990, toUs: 1090 }, all)).toEqual({ fromUs: 900, toUs: 1000 });
});
