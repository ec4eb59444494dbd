import { filtered, parseSince } from './log-lines.js';

const clocks = () => ({ realS: 1000, uptimeS: 100 });
const daemon = ['900.000000: old', '  more of it', '990.000000: young', '  more of it'];

test('so many of the last lines, also none and more than there are', () => {
  expect(filtered(['a', 'b', 'c'], { tail: 2 })).toEqual(['b', 'c']);
  expect(filtered(['a'], { tail: 0 })).toEqual([]);
  expect(filtered(['a'], { tail: 9 })).toEqual(['a']);
});

test('what was said so long ago at most, with the lines that belong to it', () => {
  expect(filtered(daemon, { since: { agoS: 20 } }, clocks)).toEqual(daemon.slice(2));
  expect(filtered(daemon, { since: { atS: 950 } }, clocks)).toEqual(daemon.slice(2));
  expect(filtered(daemon, { since: { agoS: 500 }, tail: 1 }, clocks)).toEqual(['  more of it']);
});

test("the kernel's lines count from its start, each guest's from its own", () => {
  const lines = ['ap: [   10.000000] old', 'ap: [   95.500000] young', 'sta1: [   10.000000] young too'];
  const of = (guest: string | undefined) => ({ realS: 1000, uptimeS: guest === 'sta1' ? 12 : 100 });
  expect(filtered(lines, { since: { agoS: 5 } }, of)).toEqual(lines.slice(1));
});

test('times in words', () => {
  expect(parseSince('90s')).toEqual({ agoS: 90 });
  expect(parseSince('1.5h')).toEqual({ agoS: 5400 });
  expect(parseSince('2026-03-01T00:00:00Z')).toEqual({ atS: Date.UTC(2026, 2, 1) / 1000 });
  for (const text of ['', '5', 'm', '-5m', '2026-99-99', 'yesterday'])
    expect(parseSince(text)).toBeUndefined();
});
