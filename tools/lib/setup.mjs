/** The steps of `tools/setup.mjs`, in order: system packages, npm packages, build, kernels, drivers. */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { installPackages } from './apt.mjs';
import { buildPackages } from './build.mjs';
import { buildDrivers, ensureKernels, ensurePrograms } from './kernels.mjs';
import { installNodeModules, nodeModulesMatch } from './node-modules.mjs';
import { missingPrerequisites } from './prerequisites.mjs';
import { Failure, seconds, step } from './progress.mjs';

/** @typedef {'start' | 'test'} Purpose */

/** @param {readonly string[]} args @returns {Purpose} */
function parsePurpose(args) {
  try {
    const { values } = parseArgs({ args: [...args], options: { for: { type: 'string', default: 'test' } } });
    if (values.for === 'start' || values.for === 'test') return values.for;
  } catch {
    // An unknown option and an unknown value get the same sentence.
  }
  throw new Failure('usage: node tools/setup.mjs [--for start|test]');
}

/** @param {readonly string[]} args */
export async function setup(args) {
  const purpose = parsePurpose(args);
  const started = performance.now();
  await systemPackages(purpose);
  if (!nodeModulesMatch()) await step('npm packages', installNodeModules);
  await buildPackages();
  await ensureKernels(purpose);
  if (purpose === 'test') await ensurePrograms();
  await buildDrivers();
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
