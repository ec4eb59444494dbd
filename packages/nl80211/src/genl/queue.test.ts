import { BoundedQueue } from './queue.js';

const make = (limit: number) => new BoundedQueue<number | string>(limit, (lost) => `lost ${lost}`);

test('a slow reader is told how much it lost, where it lost it', async () => {
  const queue = make(2);
  for (const item of [1, 2, 3, 4]) queue.push(item);
  const read = [await queue.next(), await queue.next(), await queue.next()].map(({ value }) => value);
  queue.push(5);
  expect([...read, (await queue.next()).value]).toEqual([1, 2, 'lost 2', 5]);
});

test('a waiting reader gets the next item, and the end', async () => {
  const queue = make(2);
  const first = queue.next();
  const second = queue.next();
  queue.push(1);
  queue.end();
  expect(await first).toEqual({ done: false, value: 1 });
  expect((await second).done).toBe(true);
});

test('an error ends the iteration once, after what was queued', async () => {
  const queue = make(2);
  queue.push(1);
  queue.end(new Error('lost'));
  expect((await queue.next()).value).toBe(1);
  await expect(queue.next()).rejects.toThrow('lost');
  expect((await queue.next()).done).toBe(true);
});
