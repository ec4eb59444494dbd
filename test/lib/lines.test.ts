import { fakeClock } from './fake-clock.js';
import { Lines } from './lines.js';

test('a line that came before the question counts, once', async () => {
  const lines = new Lines(fakeClock(false));
  lines.add('one\ntwo\non');
  lines.add('ly half\n');
  expect((await lines.next(/^t(wo)/))[1]).toBe('wo');
  expect((await lines.next(/half/))[0]).toBe('half');
  await expect(lines.next(/two/, 10)).rejects.toThrow(
    /no line like .*two.*; the last lines: one \| two \| only half/,
  );
});

test('a line that comes later ends the wait', async () => {
  const lines = new Lines(fakeClock(false));
  const waiting = lines.next(/connected/);
  lines.add('not yet\nvw1: connected\n');
  expect((await waiting)[0]).toBe('connected');
});
