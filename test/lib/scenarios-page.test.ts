import { readdirSync, readFileSync } from 'node:fs';

const PAGE = new URL('../../docs/scenarios.md', import.meta.url);
const FOLDER = new URL('../scenarios/', import.meta.url);

describe('the page of what the scenarios show', () => {
  const there = readdirSync(FOLDER).map((file) => file.replace(/\.ts$/, ''));
  const rows = readFileSync(PAGE, 'utf8')
    .split('\n')
    .filter((line) => /^\| (?!---)/.test(line))
    .map((line) => line.split(' | '))
    .filter(([, shown]) => shown !== undefined && !/^scenario \|/.test(shown));

  test.each(rows)('%s', (_what, shown = '') => {
    // `npm run soak` is no scenario, a program's name is none either.
    const named = [...shown.replace(/unit tests of `[\w-]+`/, '').matchAll(/`([a-z0-9-]+)`/g)].map(
      ([, name]) => name,
    );
    expect(named.length > 0 || /every scenario/.test(shown)).toBe(true);
    expect(there).toEqual(expect.arrayContaining(named));
  });
});
