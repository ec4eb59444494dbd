/** The steps of `tools/setup.mjs`, in order: system packages, npm packages, build, kernels, drivers. */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { installPackages } from './apt.mjs';
import { buildPackages } from './build.mjs';
import { readCommandLine } from './command-line.mjs';
import { buildDrivers, ensureKernels, ensurePrograms, USUAL_ROWS } from './kernels.mjs';
import { installNodeModules, nodeModulesMatch } from './node-modules.mjs';
import { ensureNodes } from './nodes.mjs';
import { missingPrerequisites } from './prerequisites.mjs';
import { Failure, seconds, step } from './progress.mjs';
import { inRoot } from './root.mjs';
import { attempt } from './run.mjs';

/** @typedef {'start' | 'test'} Purpose */

const HELP = `node tools/setup.mjs [--for start|test] [--then WORDS...]

Puts in place what the project needs: system packages, npm packages, what is compiled, kernels and vwifi.ko for them.
What is there already is left as it is. npm start and npm test run it first.

  --for start     what a laboratory needs
  --for test      what the tests need besides (the default)
  --then WORDS    then the tests with these words (tools/test.mjs --help); only the kernels of their rows are built
  --help

Example: node tools/setup.mjs --for start
`;

/** @param {readonly string[]} args @returns {Purpose} */
function parsePurpose(args) {
  const { for: purpose } = readCommandLine(HELP, { for: { type: 'string', default: 'test' } }, args);
  if (purpose === 'start' || purpose === 'test') return purpose;
  throw new Failure(`--for ${purpose}: start or test`);
}

/** The rows of the matrix that the tests are about to run, from their own words. @param {readonly string[]} words */
export function rowsOf(words) {
  const { values } = parseArgs({
    args: [...words],
    strict: false,
    options: { kernel: { type: 'string', multiple: true } },
  });
  const parts = ['check', 'unit', 'guest', 'host'].filter((part) => values[part]);
  const scenarios = values.kernel || values.only || parts.length === 0;
  if (values.kernel) return values.kernel.map(String);
  if (scenarios || values.guest) return USUAL_ROWS;
  return values.host ? ['host'] : [];
}

/** @param {readonly string[]} all */
export async function setup(all) {
  const [args = [], words] = split(all, '--then');
  const status = await putInPlace(args, words);
  if (words === undefined || status !== 0) return status;
  const { status: tests } = await attempt([process.execPath, inRoot('tools', 'test.mjs'), ...words], {
    inherit: true,
  });
  return tests;
}

/** @param {readonly string[]} words @param {string} at @returns {(readonly string[] | undefined)[]} */
function split(words, at) {
  const index = words.indexOf(at);
  return index < 0 ? [words] : [words.slice(0, index), words.slice(index + 1)];
}

/** @param {readonly string[]} args @param {readonly string[] | undefined} words */
async function putInPlace(args, words) {
  const purpose = parsePurpose(args);
  const started = performance.now();
  await systemPackages(purpose);
  if (!nodeModulesMatch()) await step('npm packages', installNodeModules);
  await buildPackages();
  const rows = words && rowsOf(words);
  await ensureKernels(purpose, rows);
  if (purpose === 'test') {
    await ensurePrograms();
    await ensureNodes();
  }
  await buildDrivers(rows);
  console.log(`${seconds(performance.now() - started)}  set-up for npm ${purpose}`);
  return 0;
}

/** @param {Purpose} purpose */
async function systemPackages(purpose) {
  const missing = missingPrerequisites(purpose);
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((row) => row.debian))];
  for (const { need, debian, why } of missing) console.log(`missing   ${need} (package ${debian}): ${why}`);
  if (!existsSync('/usr/bin/apt-get')) {
    const needs = missing.map((row) => row.need).join(', ');
    throw new Failure(`not a Debian or Ubuntu system: install these by hand and try again: ${needs}`);
  }
  await step(`apt-get install ${packages.join(' ')}`, () => installPackages(packages));
  const still = missingPrerequisites(purpose);
  if (still.length === 0) return;
  throw new Failure(`still missing after apt-get install: ${still.map((row) => row.need).join(', ')}`);
}
