import { wordOf } from './shared-cable.js';

/** What a kernel says: fourteen bytes of nobody, a kind, and two times. */
function word(kind: number, now: bigint, next: bigint): Buffer {
  const data = Buffer.alloc(32);
  data.writeUInt16LE(kind, 14);
  data.writeBigUInt64LE(now, 16);
  data.writeBigUInt64LE(next, 24);
  return data;
}

test.each([
  [0, 'rests'],
  [1, 'waits'],
  [2, 'input'],
] as const)('kind %i is a kernel that %s', (kind, name) => {
  expect(wordOf(word(kind, 5n, 7n))).toEqual({ kind: name, now: 5n, next: 7n });
});

test('frames are frames: of another length, from somebody, or of no kind', () => {
  const frame = word(0, 5n, 7n);
  frame[11] = 1;
  for (const data of [frame, word(0, 5n, 7n).subarray(1), Buffer.alloc(33), word(3, 5n, 7n)])
    expect(wordOf(data)).toBeUndefined();
});
