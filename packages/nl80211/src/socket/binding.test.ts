import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';
import { binding, target } from './binding.js';

const BUILT = join(
  dirname(dirname(dirname(fileURLToPath(import.meta.url)))),
  'build/Release/vwifi_nl80211.node',
);

afterEach(() => {
  delete process.env.VWIFI_NL80211_ADDON;
  jest.restoreAllMocks();
});

test.each(['bun', 'deno'])('%s is told in a sentence instead of ending', (name) => {
  const versions = process.versions;
  Object.defineProperty(process, 'versions', { value: { ...versions, [name]: '1.0.0' }, configurable: true });
  try {
    expect(binding).toThrow(expect.objectContaining({ code: 'NO_ADDON' }));
    expect(binding).toThrow(/run this with Node, or use fake, replay or remote sockets/);
  } finally {
    Object.defineProperty(process, 'versions', { value: versions, configurable: true });
  }
});

test('a Node made with musl is not given the binary for glibc', () => {
  expect(target()).toBe(`linux-${process.arch}`);
  jest.spyOn(process.report, 'getReport').mockReturnValue({ header: {} });
  expect(target()).toBe(`linux-${process.arch}-musl`);
});

test('a bundled program says where the addon is', () => {
  process.env.VWIFI_NL80211_ADDON = '/nowhere/addon.node';
  expect(binding).toThrow(/VWIFI_NL80211_ADDON names \/nowhere\/addon\.node, which is not there/);
  process.env.VWIFI_NL80211_ADDON = BUILT;
  expect(typeof binding().Socket).toBe('function');
});
