import { boundaryOffences } from './boundaries.mjs';
import { offences, RULES } from './content.mjs';
import { blocksOf, complaintsOf } from './documented.mjs';
import { lockfileOffences } from './lockfile.mjs';

const TABLE = {
  'packages/p/src/low': [],
  'packages/p/src/high': ['low', 'zod'],
  'packages/p/src': ['low', 'high'],
};

/** @param {string} path @param {string} text */
const found = (path, text) => boundaryOffences(path, text, TABLE);

describe('import boundaries', () => {
  test('an import upwards is found, one downwards is not', () => {
    expect(found('packages/p/src/high/a.ts', "import { b } from '../low/b.js';")).toEqual([]);
    expect(found('packages/p/src/low/b.ts', "import type { a } from '../high/a.js';")).toEqual([
      'packages/p/src/low/b.ts: low may not import high',
    ]);
    expect(found('packages/p/src/low/b.ts', "export * from '../high/a.js';")).toHaveLength(1);
    expect(found('packages/p/src/low/b.ts', "const a = await import('../high/a.js');")).toHaveLength(1);
  });

  test('packages need a row, Node does not', () => {
    expect(found('packages/p/src/high/a.ts', "import { z } from 'zod';\nimport fs from 'node:fs';")).toEqual(
      [],
    );
    expect(found('packages/p/src/low/a.ts', "import {\n  z,\n} from 'zod';")).toEqual([
      'packages/p/src/low/a.ts: may not import zod',
    ]);
  });

  test('a folder without a row and a path out of the package are found', () => {
    expect(found('packages/p/src/new/a.ts', '')).toHaveLength(1);
    expect(found('packages/p/src/high/a.ts', "import x from '../../../q/src/x.js';")).toHaveLength(1);
  });
});

describe('rules for contents', () => {
  /** @param {string} name @param {string} path @param {string} text */
  const breaks = (name, path, text) => {
    const rule = RULES.find((each) => each.name === name);
    if (!rule) throw new Error(`no rule ${name}`);
    return offences(rule, path, text).length;
  };

  test('kernel versions', () => {
    const text = `#if ${['LINUX', 'VERSION', 'CODE'].join('_')} > 1`;
    expect(breaks('kernel versions in compat.h alone', 'packages/driver-c/src/radio.c', text)).toBe(1);
    expect(breaks('kernel versions in compat.h alone', 'packages/driver-c/src/compat.h', text)).toBe(0);
  });

  test('sleeps in tests', () => {
    const text = `await new Promise((r) => ${'setTime'}out(r, 100));`;
    expect(breaks('no bare sleeps in tests', 'test/scenarios/a.ts', text)).toBe(1);
    expect(breaks('no bare sleeps in tests', 'packages/p/src/a.ts', text)).toBe(0);
  });

  test('signals that hold each other weakly', () => {
    const [any, timeout] = ['any', 'timeout'].map((name) => `${'Abort'}Signal.${name}`);
    const rule = 'no signals that hold each other weakly';
    for (const path of ['packages/p/src/a.ts', 'test/lib/a.ts', 'tools/a.mjs'])
      expect(breaks(rule, path, `const stop = ${any}([a, ${timeout}(9)]);`)).toBe(1);
    expect(breaks(rule, 'packages/p/src/a.ts', `call({ signal: ${timeout}(9) });`)).toBe(1);
    expect(breaks(rule, 'packages/p/src/a.ts', 'using stop = limited([a], { afterMs: 9 });')).toBe(0);
  });
});

test('a lock file with a host is found', () => {
  const packages = {
    '': {},
    'node_modules/a': { resolved: 'https://example.org/a.tgz', integrity: 'sha512-x' },
    'node_modules/b': { integrity: 'sha512-y' },
    'node_modules/@p/p': { resolved: 'packages/p', link: true },
  };
  expect(lockfileOffences(packages)).toHaveLength(1);
});

test("a lock file without another platform's package is found", () => {
  const packages = {
    'node_modules/a': {
      integrity: 'sha512-x',
      optionalDependencies: { 'a-linux-x64': '1.0.0', 'a-darwin-arm64': '1.0.0' },
    },
    'node_modules/a-linux-x64': { version: '1.0.0', integrity: 'sha512-y', optional: true },
  };
  expect(lockfileOffences(packages)).toEqual(['a-darwin-arm64 is missing; node tools/lockfile.mjs']);
});

test('code in a document that does not compile is found, where it stands', async () => {
  const fence = '`'.repeat(3);
  const page = [
    'Text.',
    `${fence}ts`,
    'export const one: number = 1;',
    fence,
    `${fence}sh`,
    'not looked at',
    fence,
    `${fence}ts continued`,
    'const two: string = one;',
    'console.log(two);',
    fence,
  ].join('\n');
  const blocks = blocksOf('docs/page.md', page);
  expect(blocks.map(({ line }) => line)).toEqual([3, 9]);
  expect(await complaintsOf(blocks)).toEqual([
    "docs/page.md:9: Type 'number' is not assignable to type 'string'.",
  ]);
});
