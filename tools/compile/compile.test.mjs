/** What is read out of make's output, and what the table of targets promises. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { inRoot } from '../lib/root.mjs';
import { findHeaders } from './apt.mjs';
import { findingsIn, uncheckedIn } from './findings.mjs';
import { ARCHITECTURES, nameOf, SUITES, TARGETS } from './targets.mjs';

const FOLDER = '/opt/vwifi-6.1-i386-1';

test('warnings of the driver are found, by whatever path; what sparse finds in the kernel is not', () => {
  const output = [
    `  CC [M]  ${FOLDER}/src/air/air.o`,
    `${FOLDER}/src/air/air.c:12:3: warning: incorrect type in assignment (different base types)`,
    'src/wire/tx.c:9:1: error: expected expression',
    '/usr/src/linux-headers-6.1.0-50-common/include/net/sock.h:5:2: warning: of the kernel',
    '/usr/src/linux/include/linux/fortify-string.h:5:2: warning: call to __write_overflow [-Wattribute-warning]',
    `${FOLDER}/src/data/hop.c:327:13: warning: context imbalance in 'vwifi_hop_in_turn' - different lock contexts`,
  ].join('\n');
  expect(findingsIn(output, FOLDER)).toEqual([
    'src/air/air.c:12:3: warning: incorrect type in assignment (different base types)',
    'src/wire/tx.c:9:1: error: expected expression',
    '/usr/src/linux/include/linux/fortify-string.h:5:2: warning: call to __write_overflow [-Wattribute-warning]',
  ]);
});

test('a symbol that the kernel lacks is found: a 64-bit division on 32 bits', () => {
  const line = (/** @type {string} */ symbol) =>
    `WARNING: modpost: "${symbol}" [${FOLDER}/vwifi.ko] undefined!`;
  expect(findingsIn(line('__udivdi3'), FOLDER)).toEqual(['__udivdi3: no such symbol in this kernel']);
  expect(findingsIn(line('cfg80211_new_sta'), FOLDER, ARCHITECTURES.s390x?.linked)).toEqual([]);
});

test('files that sparse was not asked about are found', () => {
  const files = ['src/air/air.c', 'src/main.c'];
  const output = `  CHECK   ${FOLDER}/src/air/air.c\n  CC [M]  src/main.o\n`;
  expect(uncheckedIn(output, files)).toEqual(['sparse was not run: 1 of 2 files, src/main.c']);
  expect(uncheckedIn(`${output}  CHECK   src/main.c\n`, files)).toEqual([]);
});

test('the newest headers of a series and flavour are taken', async () => {
  const names = [
    'linux-headers-6.1.0-9-s390x',
    'linux-headers-6.1.0-50-s390x',
    'linux-headers-6.1.0-50-amd64',
    'linux-headers-6.1.0-50-cloud-amd64',
    'linux-headers-6.12.1+deb13-amd64',
    'linux-headers-7.3-amd64',
  ];
  const apt = async (/** @type {readonly [string, ...string[]]} */ [, , prefix = '']) => ({
    status: 0,
    output: names.filter((name) => name.startsWith(prefix)).join('\n'),
  });
  expect(await findHeaders(apt, '6.1', 's390x')).toEqual([
    'linux-headers-6.1.0-50-s390x',
    'linux-headers-6.1.0-9-s390x',
  ]);
  expect(await findHeaders(apt, '6.1', 'amd64')).toEqual(['linux-headers-6.1.0-50-amd64']);
  expect(await findHeaders(apt, '7.3', 'amd64')).toEqual(['linux-headers-7.3-amd64']);
  expect(await findHeaders(apt, '6.18', 'amd64')).toEqual([]);
});

test('the table has what docs/kernels.md says: every series, 32 bits, and the other byte order', () => {
  for (const target of TARGETS) {
    expect(SUITES.map(({ name }) => name)).toContain(target.suite);
    expect(Object.keys(ARCHITECTURES)).toContain(target.architecture);
  }
  expect(new Set(TARGETS.map(nameOf)).size).toBe(TARGETS.length);
  const page = readFileSync(inRoot('docs', 'kernels.md'), 'utf8');
  const [, section = ''] = /^## Every kernel, (.*?)^## /ms.exec(page) ?? [];
  const rows = [...section.matchAll(/^\| (\d+\.\d+) +\| ([^|]+)\|/gm)].flatMap(([, series, names = '']) =>
    names
      .trim()
      .split(', ')
      .map((name) => `${series}-${name}`),
  );
  expect(rows.sort()).toEqual(TARGETS.map(nameOf).sort());
});
