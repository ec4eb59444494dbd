/** What a page says of other projects, it has from somewhere. */
import { readFileSync } from 'node:fs';

const page = readFileSync(new URL('../../docs/comparison.md', import.meta.url), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const [head = [], , ...body] = rows;
const sources = new Map([...page.matchAll(/^\[(\d+)\] (.+)$/gm)].map(([, number, text]) => [number, text]));
const cells = body.flatMap(([what = '', , ...others]) =>
  others.map((cell, index) => [`${what}: ${head[index + 2]}`, cell] as const),
);

it('has a table, each of whose rows has all columns', () => {
  expect(head).toHaveLength(6);
  expect(body.length).toBeGreaterThan(8);
  for (const row of body) expect(row).toHaveLength(head.length);
});

it.each(cells)('says of %s where that is from, or that it is not known', (_, cell) => {
  expect(cell).toMatch(/\[\d+\]|^not known to us$/);
});

it('names every source that it refers to, and refers to every one that it names', () => {
  const referred = new Set([...page.matchAll(/\[(\d+)\](?! [A-Za-z])/g)].map(([, number]) => number));
  expect([...referred].sort()).toEqual([...sources.keys()].sort());
});

it('names a scenario in every cell of ours but the first', () => {
  for (const [, ours = ''] of body.slice(1)) expect(ours).toMatch(/\(`[a-z0-9-]+`/);
});
