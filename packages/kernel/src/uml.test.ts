import { existsSync, readFileSync } from 'node:fs';
import { lostOptions } from './config.js';
import { fragments, patches, recipe } from './uml.js';

test('every patch begins with its reason', () => {
  expect(patches().length).toBeGreaterThan(0);
  for (const patch of patches()) {
    const [subject, blank, why] = readFileSync(patch, 'utf8').split('\n');
    expect(subject).toMatch(/^[A-Z][^.]{10,72}$/);
    expect(blank).toBe('');
    expect(why).not.toBe('');
  }
});

test('the debug kernel is the fast one and more; each has a recipe of its own', () => {
  expect(fragments('debug').slice(0, 1)).toEqual(fragments('fast'));
  expect(fragments('debug').every((file) => existsSync(file))).toBe(true);
  expect(recipe('fast')).not.toBe(recipe('debug'));
  expect(recipe('fast')).toBe(recipe('fast'));
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
