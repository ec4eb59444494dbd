import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import type { Context } from '../lib/context.js';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));

const LAB = `nodes:
  ap: { kind: ap, ssid: test, passphrase: a shared secret, position: [0, 0] }
  sta1: { kind: station, position: [1, 0] }
`;

/** The tests of a person: what holds, what is changed and put back, and one that fails for a planted cause. */
const tests = (lab: string) => `
test('reaches, hears and is refused', async (${lab === 'lab' ? '{ lab }' : ''}) => {
  const [ap, sta1] = ${lab}.nodes;
  await expect(sta1).toBeConnected({ to: ap });
  await expect(sta1).toReach(ap);
  await expect(sta1).toHear('test');
  await ${lab}.deny('ap', 'sta1');
  await expect(sta1).not.toReach('ap', { withinMs: 100 });
  await sta1.supplicant.request('SET_NETWORK 0 psk "another secret"');
  await expect(sta1).toBeRefused(/wrong passphrase/);
});
test('finds all as it was', async (${lab === 'lab' ? '{ lab }' : ''}) => {
  await expect(${lab}.node('sta1')).toBeConnected({ withinMs: 0 });
  await expect(${lab}.node('sta1')).toReach('ap');
});
test('fails, and says why', async (${lab === 'lab' ? '{ lab }' : ''}) => {
  await ${lab}.node('sta1').supplicant.disconnect();
  await expect(${lab}.node('sta1')).toReach('ap', { withinMs: 100 });
});
`;

const RUNNERS = [
  {
    name: 'vitest',
    file: 'wifi.vitest.js',
    text: `import { expect } from 'vitest';
import { laboratory } from '@vwifi/testbed/vitest';
const test = laboratory('lab.yaml');
${tests('lab')}`,
    command:
      'vitest/vitest.mjs run --testTimeout 60000 --reporter verbose wifi.vitest.js --config vitest.config.js',
  },
  {
    name: 'jest',
    file: 'wifi.test.js',
    text: `import { laboratory } from '@vwifi/testbed/jest';
const lab = laboratory('lab.yaml');
${tests('lab()')}`,
    command: 'jest/bin/jest.js --testTimeout 60000 --config {} wifi.test.js',
  },
  {
    name: 'playwright',
    file: 'wifi.spec.js',
    text: `import { expect as base, test as bare } from '@playwright/test';
import { laboratory, matchers } from '@vwifi/testbed/playwright';
const test = bare.extend(laboratory('lab.yaml'));
const expect = base.extend(matchers);
${tests('lab')}`,
    command: 'playwright/cli.js test --reporter list',
  },
];

async function prepare(context: Context, testbed: TestbedCommand): Promise<string> {
  const folder = `${testbed.folder}/suite`;
  const write = (name: string, text: string) => context.machine.writeFile(`${folder}/${name}`, text);
  await write('lab.yaml', LAB);
  await write('package.json', '{ "type": "module" }\n');
  await write('playwright.config.js', "export default { testMatch: '*.spec.js', timeout: 60_000 };\n");
  await write('vitest.config.js', "export default { test: { include: ['*.vitest.js'] } };\n");
  for (const { file, text } of RUNNERS) await write(file, text);
  await context.run(['ln', '-s', modules, `${folder}/node_modules`]);
  return folder;
}

export default scenario(
  'tests of vitest, jest and Playwright have a laboratory each worker, put back between tests, and say why they fail',
  { only: ['host'], limitMs: 150_000 },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    await prepare(context, testbed);
    const results = await Promise.all(
      RUNNERS.map(({ command }) =>
        testbed.script(
          `cd suite && NO_COLOR=1 NODE_NO_WARNINGS=1 exec node --experimental-vm-modules node_modules/${command}`,
        ),
      ),
    );
    const kept: string[] = [];
    for (const [index, { status, stdout, stderr }] of results.entries()) {
      const name = RUNNERS[index]?.name ?? '';
      const said = stdout + stderr;
      assert.equal(status, 1, `${name}: one test fails`);
      assert.match(said, /1 failed\b[\s\S]*\b2 passed/, name);
      assert.match(
        said,
        /expected sta1 to reach ap within 0\.1 s; nobody answered/,
        `${name}: names the cause`,
      );
      assert.match(said, /\| \d+\.\d+: vw1: CTRL-EVENT-DISCONNECTED/, `${name}: what the station said last`);
      if (name === 'playwright') continue;
      const where = [
        ...said.matchAll(/^testbed: kept in (\S+); to see it: npx testbed trace show \1\/trace\.zip$/gm),
      ];
      assert.equal(where.length, 1, `${name}: one trace of one failure\n${said}`);
      kept.push(where[0]?.[1] ?? '');
    }
    // What failed is there afterwards, once for each of the others, and what passed is not.
    const traces = (await context.run(['find', `${testbed.folder}/suite/testbed-run`, '-name', 'trace.zip']))
      .trim()
      .split('\n');
    assert.equal(traces.length, kept.length, traces.join(' '));
    for (const folder of kept) {
      const records = await context.run(['cat', `${testbed.folder}/suite/${folder}/records.jsonl`]);
      assert.match(records, /"failed: .*fails, and says why"/);
      assert.match(records, /CTRL-EVENT-DISCONNECTED/);
    }
    // Playwright keeps what is attached to a test that failed.
    const playwright = results.at(-1)?.stdout ?? '';
    for (const node of ['ap', 'sta1'])
      assert.ok(playwright.includes(`attachment`) && playwright.includes(`${node}.log`));
    assert.match(playwright, /attachment #\d+: laboratory\.zip/);
    await context.eventually('the laboratories end with their workers', async () => {
      return (await testbed.processes()).length === 0;
    });
  },
);
