import { readFileSync } from 'node:fs';
import { inRoot } from '../lib/root.mjs';
import { boundaryOffences } from './boundaries.mjs';
import { offences, RULES } from './content.mjs';
import { blocksOf, complaintsOf } from './documented.mjs';
import { driverSources, FLOORS, floorGaps, floorOffences, symbolsOf } from './floors.mjs';
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

describe('floors of the driver', () => {
  const HOUSE = {
    'low/low.h':
      '#ifndef X\nstruct vwifi_frame;\nint vwifi_low(void);\nextern struct { int a; } vwifi_table;\n#endif\n',
    'low/a.c': '#include "low.h"\nint vwifi_low(void)\n{\n\treturn vwifi_table.a;\n}\n',
    'high/high.h': '#include "low/low.h"\nint vwifi_high(struct vwifi_frame *frame);\n',
    'high/own.h': '#include "high.h"\n',
    'high/b.c': '#include "own.h"\nint vwifi_high(struct vwifi_frame *frame)\n{\n\treturn vwifi_low();\n}\n',
    'main.c': '#include "high/high.h"\nint vwifi_main(void) { return vwifi_high(0); }\n',
  };
  /** @param {Record<string, string>} [changed] */
  const found = (changed = {}) =>
    floorOffences(new Map(Object.entries({ ...HOUSE, ...changed })), ['low', 'high']);

  test('calls and includes that go down are no offence', () => {
    expect(found()).toEqual([]);
    // A comment, a string, a struct of that name and a static function climb nowhere.
    const quiet =
      '/* vwifi_high() */\nstatic int vwifi_high(void);\nconst char *s = "vwifi_main";\nstruct vwifi_main;\n';
    expect(found({ 'low/c.c': quiet })).toEqual([]);
  });

  test('an include that climbs is found', () => {
    const climbs = { 'low/a.c': '#include "high/high.h"\n' };
    expect(found(climbs)).toEqual(['low/a.c: includes high/high.h, which is above it']);
    expect(found({ 'low/a.c': '#include "../high/high.h"\n' })).toHaveLength(1);
  });

  test('a call that climbs is found, whoever declares it', () => {
    const call = 'int vwifi_low(void)\n{\n\textern int vwifi_high(void *);\n\treturn vwifi_high(0);\n}\n';
    expect(found({ 'low/a.c': call })).toEqual(['low/a.c: uses vwifi_high of high/b.c, which is above it']);
    expect(found({ 'low/low.h': 'int vwifi_high(void *frame);\n' })).toHaveLength(1);
    expect(found({ 'high/b.c': 'int vwifi_high(void *frame) { return vwifi_main(); }\n' })).toEqual([
      'high/b.c: uses vwifi_main of main.c, which is above it',
    ]);
  });

  test('a private header is for its own floor, and every floor has a door', () => {
    expect(found({ 'main.c': '#include "high/own.h"\n' })).toEqual([
      'main.c: includes high/own.h, which is no door',
    ]);
    expect(found({ 'attic/c.c': '' })).toEqual(['attic/c.c: no floor of that name']);
    expect(floorOffences(new Map([['low/a.c', '']]), ['low'])).toEqual(['low: has no door, low/low.h']);
  });

  test('a file that its floor does not compile is found', () => {
    const whole = { 'low/a.c': '', 'low/floor.c': '#include "a.c"\n', 'low/trace.c': '', 'main.c': '' };
    expect(floorGaps(new Map(Object.entries(whole)))).toEqual([]);
    expect(floorGaps(new Map(Object.entries({ ...whole, 'low/b.c': '' })))).toEqual([
      'low/b.c: not in low/floor.c',
    ]);
  });

  test('what a file defines for others', () => {
    const source = [
      '#define vwifi_macro(x) vwifi_other(x)',
      'struct vwifi_shape { int a; };',
      'static int vwifi_own(void) { return 0; }',
      'int vwifi_declared(int a,',
      '\t\t   int b);',
      'struct vwifi_shape *vwifi_function(int a) { if (a) { vwifi_called(); } return 0; }',
      'const struct vwifi_shape vwifi_variable[] = { { 1 }, { 2 } };',
      'struct vwifi_shape vwifi_set __ro_after_init;',
      'DEFINE_MUTEX(vwifi_lock);',
      'DEFINE_PER_CPU(bool, vwifi_each);',
      'LIST_HEAD(vwifi_list);',
    ].join('\n');
    expect([...symbolsOf(source)].sort()).toEqual([
      'vwifi_each',
      'vwifi_function',
      'vwifi_list',
      'vwifi_lock',
      'vwifi_set',
      'vwifi_variable',
    ]);
  });
});

describe('what the documents say of the driver', () => {
  const sources = driverSources();
  /** @param {string} name of a function, its own file's or not @param {string} where a folder or a file */
  const defines = (name, where) =>
    [...sources].some(
      ([path, text]) =>
        path.startsWith(where) &&
        new RegExp(`^[a-z][^;={}#]*\\b${name}\\([^;{}]*\\)\\n?\\s*\\{`, 'm').test(text),
    );

  test('docs/driver.md draws the floors as they are', () => {
    const page = readFileSync(inRoot('docs', 'driver.md'), 'utf8');
    const drawn = [...page.matchAll(/^ {2}(\w+)\/ {2,}\S/gm)].map(([, floor]) => floor);
    expect(drawn.reverse()).toEqual([...FLOORS]);
  });

  test('docs/driver.md leads frames through functions that are there', () => {
    const page = readFileSync(inRoot('docs', 'driver.md'), 'utf8');
    const steps = [...page.matchAll(/^(\w+)\/ +(vwifi_\w+) /gm)];
    expect(steps.length).toBeGreaterThan(15);
    const lost = steps.filter(([, floor = '', name = '']) => !defines(name, `${floor}/`));
    expect(lost.map(([line]) => line)).toEqual([]);
  });

  test('docs/performance.md follows a frame through functions that are there', () => {
    const page = readFileSync(inRoot('docs', 'performance.md'), 'utf8');
    const steps = [...page.matchAll(/^\| `(vwifi_\w+)`[^|]*\| ([\w/]+\.[ch]) \|/gm)];
    expect(steps.length).toBeGreaterThan(8);
    expect(steps.filter(([, name = '', file = '']) => !defines(name, file)).map(([line]) => line)).toEqual(
      [],
    );
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

  test('state of a frame in skb->cb', () => {
    const rule = 'nothing of a frame in skb->cb';
    const path = 'packages/driver-c/src/wire/rx.c';
    expect(breaks(rule, path, '\tstruct vwifi_x *x = (void *)skb->cb;')).toBe(1);
    expect(breaks(rule, path, '\tmemcpy(skb->cb, x, 6);')).toBe(1);
    expect(breaks(rule, path, '\tmemset(skb->cb, 0, sizeof(skb->cb));')).toBe(0);
    expect(breaks(rule, path, '\tcb->args[0] = 1;')).toBe(0);
    expect(breaks(rule, path, ' * skb->cb carries nothing')).toBe(0);
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
