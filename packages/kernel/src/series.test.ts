import { existsSync, readFileSync } from 'node:fs';
import { lostOptions } from './config.js';
import { allSeries, fragments, patches, recipe } from './series.js';

const names = allSeries().map(({ name }) => name);

test('the newest series is preferred, and pinned; the last is what a stable Debian has', () => {
  expect(names).toEqual(['7.3', '6.1']);
  const [first, last] = allSeries();
  expect(first?.version).toMatch(/^7\.3\.\d+$/);
  expect(first?.suites.length).toBeGreaterThan(0);
  expect(last).toMatchObject({ suites: [] });
  expect(last?.version).toBeUndefined();
});

test.each(names)('%s: every patch begins with its reason', (series) => {
  expect(patches(series).length).toBeGreaterThan(0);
  for (const patch of patches(series)) {
    const [subject, blank, why] = readFileSync(patch, 'utf8').split('\n');
    expect(subject).toMatch(/^[A-Z][^.]{10,72}$/);
    expect(blank).toBe('');
    expect(why).not.toBe('');
  }
});

test.each(names)('%s: the debug kernel is the fast one and more; each has a recipe of its own', (series) => {
  expect(fragments('debug', series)).toEqual(expect.arrayContaining([...fragments('fast', series)]));
  expect(fragments('debug', series).every((file) => existsSync(file))).toBe(true);
  expect(recipe('fast', series)).not.toBe(recipe('debug', series));
  expect(recipe('fast', series)).toBe(recipe('fast', series));
});

test('each series has recipes of its own', () => {
  expect(new Set(names.map((series) => recipe('fast', series))).size).toBe(names.length);
});

test('an option that Kconfig dropped is found; a later fragment wins', () => {
  const config = 'CONFIG_A=y\nCONFIG_NAME="debug"\n# CONFIG_C is not set\n';
  expect(
    lostOptions(config, [
      'CONFIG_A=y\nCONFIG_NAME="fast"\nCONFIG_C=y\n',
      'CONFIG_NAME="debug"\n# CONFIG_C is not set\n',
    ]),
  ).toEqual([]);
  expect(lostOptions(config, ['CONFIG_A=y\nCONFIG_GONE=m\n# CONFIG_NEVER is not set\n'])).toEqual([
    'CONFIG_GONE=m',
  ]);
});
