#!/usr/bin/env node
/** `npm test`: checks, unit tests, guest scenarios; the last line is the count. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChecks } from './checks/all.mjs';
import { readCommandLine } from './lib/command-line.mjs';
import { closingLine } from './lib/jest-reporter.mjs';
import { Failure, runMain, seconds } from './lib/progress.mjs';
import { inRoot } from './lib/root.mjs';
import { attempt, run } from './lib/run.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number, failures: readonly string[] }} Counts */

/** Lines of all failures together that are said again at the end. */
const FAILURE_LINES = 200;

const HELP = `node tools/test.mjs [options]

Checks, unit tests and scenarios; the last line is the count. What they need is put in place first (tools/setup.mjs).

  --check, --unit, --guest, --host    these parts only: formatting and types; unit tests; scenarios in guests; on the host
  --only NAME      one scenario (docs/scenarios.md), or several
  --kernel NAME    uml-fast, uml-debug, 6.1, 6.12 or host, or several
  --all            every scenario on these kernels, not only the core
  --matrix         every row whole; without it, and with nothing named, each scenario runs once, on the strictest of
                   its kernels, the core on stock ones too, and what is long is left out
  --lanes N        guests at a time (default: one for each processor)
  --keep           keep the evidence of what passed, too
  --driver mac80211_hwsim    the same scenarios on the kernel's own simulator
  --driver drop-in           the same on our module where it has that simulator's names
  --help

npm test runs it, too: npm test -- --unit

Example: node tools/test.mjs --only wpa3-sae --kernel 6.12
`;

const SWITCH = /** @type {const} */ ({ type: 'boolean' });
const SEVERAL = /** @type {const} */ ({ type: 'string', multiple: true });
const values = readCommandLine(HELP, {
  check: SWITCH,
  unit: SWITCH,
  guest: SWITCH,
  host: SWITCH,
  only: SEVERAL,
  kernel: SEVERAL,
  all: SWITCH,
  matrix: SWITCH,
  driver: { type: 'string', default: 'vwifi' },
  keep: SWITCH,
  lanes: { type: 'string', default: String(availableParallelism()) },
});

/** The whole set of checks counts as one test. @returns {Promise<Counts>} */
async function checks() {
  const failures = await runChecks();
  const failed = failures.length > 0 ? 1 : 0;
  return { passed: 1 - failed, failed, skipped: 0, failures };
}

/** @returns {Promise<Counts>} */
async function unitTests() {
  const folder = mkdtempSync(join(tmpdir(), 'vwifi-unit-'));
  const file = join(folder, 'counts.json');
  try {
    const jest = [
      process.execPath,
      '--experimental-vm-modules',
      inRoot('node_modules', 'jest', 'bin', 'jest.js'),
    ];
    const env = { VWIFI_TEST_COUNTS: file, NODE_NO_WARNINGS: '1' };
    const { status } = await attempt([...jest, '--config', inRoot('jest.config.mjs')], {
      inherit: true,
      env,
    });
    const counts = /** @type {Counts} */ (JSON.parse(readFileSync(file, 'utf8')));
    return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {AbortSignal} signal @returns {Promise<Counts>} */
async function scenarios(signal) {
  // What has been written since the set-up: a scenario just added is there to be run.
  await run([inRoot('node_modules', '.bin', 'tsc'), '-b'], { cwd: inRoot(), tail: 40 });
  const { runMatrix } = await import('../test/dist/runner/matrix.js');
  return runMatrix({
    only: values.only,
    kernels: values.kernel,
    all: values.all,
    matrix: values.matrix,
    parts: { guest: wants('guest'), host: wants('host') },
    driver: values.driver,
    lanes: Number(values.lanes),
    results: inRoot('test-results'),
    keep: values.keep,
    print: console.log,
    signal,
  });
}

const PARTS = /** @type {const} */ (['check', 'unit', 'guest', 'host']);
const chosen = PARTS.filter((part) => values[part]);
// A scenario or a kernel named alone means the scenarios.
const implied = values.only || values.kernel ? /** @type {const} */ (['guest', 'host']) : PARTS;
const parts = chosen.length > 0 ? chosen : implied;

/** @param {(typeof PARTS)[number]} part */
const wants = (part) => /** @type {readonly string[]} */ (parts).includes(part);

/**
 * What failed, once more: a long output is often read from its end, or is cut before it.
 * @param {readonly string[]} failures
 */
function again(failures) {
  if (failures.length === 0) return [];
  const each = Math.max(1, Math.floor(FAILURE_LINES / failures.length));
  return ['What failed:', ...failures.flatMap((text) => text.split('\n').slice(0, each))];
}

await runMain(async () => {
  const started = performance.now();
  const interrupt = new AbortController();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
    process.once(signal, () => interrupt.abort());
  /** @type {Counts[]} */
  const all = [];
  if (wants('check')) all.push(await checks());
  if (wants('unit')) all.push(await unitTests());
  if (wants('guest') || wants('host')) all.push(await scenarios(interrupt.signal));
  const total = all.reduce(
    (sum, each) => ({
      passed: sum.passed + each.passed,
      failed: sum.failed + each.failed,
      skipped: sum.skipped + each.skipped,
      failures: [...sum.failures, ...each.failures],
    }),
    { passed: 0, failed: 0, skipped: 0, failures: [] },
  );
  if (interrupt.signal.aborted) throw new Failure(`interrupted; so far ${closingLine(total)}`);
  if (total.passed + total.failed === 0)
    throw new Failure(
      'no test was run: is there a scenario of that name for that kernel? docs/scenarios.md lists them',
    );
  for (const line of again(total.failures)) console.log(line);
  console.log(`${seconds(performance.now() - started)}  all of it`);
  console.log(closingLine(total));
  return total.failed === 0 ? 0 : 1;
});
