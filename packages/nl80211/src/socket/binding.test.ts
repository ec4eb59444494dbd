import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';
import { binding, target, useBinding } from './binding.js';

const BUILT = join(
  dirname(dirname(dirname(fileURLToPath(import.meta.url)))),
  'build/Release/vwifi_nl80211.node',
);

const folder = mkdtempSync(join(tmpdir(), 'vwifi-addon-'));
afterAll(() => rmSync(folder, { recursive: true }));
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

test('a system without libnl is told once what brings it, whatever distribution it is', () => {
  // The same addon, in want of libraries that no system has.
  const file = join(folder, 'wanting.node');
  const octets = readFileSync(BUILT).toString('latin1').replaceAll('libnl-3.so.200', 'libnl-3.so.999');
  writeFileSync(file, Buffer.from(octets, 'latin1'));
  process.env.VWIFI_NL80211_ADDON = file;
  expect(binding).toThrow(
    /libnl-3\.so\.999: [^\n]*; libnl is not installed: apt-get [^\n]*dnf [^\n]*pacman [^\n]*apk [^\n]*$/,
  );
  writeFileSync(file, 'no addon');
  expect(binding).toThrow(/cannot load .*wanting\.node: .*; build it: npm install/);
});

test('a bundled program says where the addon is', () => {
  process.env.VWIFI_NL80211_ADDON = '/nowhere/addon.node';
  expect(binding).toThrow(/VWIFI_NL80211_ADDON names \/nowhere\/addon\.node, which is not there/);
  process.env.VWIFI_NL80211_ADDON = BUILT;
  useBinding('/nowhere/given.node');
  expect(binding).toThrow(/nativeBinding names \/nowhere\/given\.node, which is not there/);
  useBinding(BUILT);
  process.env.VWIFI_NL80211_ADDON = '/nowhere/addon.node';
  expect(typeof binding().Socket).toBe('function');
});
