#!/usr/bin/env node
/**
 * `npm run test:older`: the scenarios on User-Mode Linux of the series that a stable Debian has, which the usual rows do
 * not run on any more. Builds that kernel and vwifi.ko for it first (once: minutes).
 *
 *   node tools/older.mjs [NAME]...        these scenarios instead
 */
import { runMain } from './lib/progress.mjs';
import { inRoot } from './lib/root.mjs';
import { attempt } from './lib/run.mjs';

const SERIES = '6.1';
const ROW = `uml-${SERIES}`;

/** @param {readonly string[]} words */
const node = async (words) =>
  (await attempt([process.execPath, ...words], { inherit: true, env: { NODE_NO_WARNINGS: '1' } })).status;

await runMain(async () => {
  const only = process.argv.slice(2).flatMap((name) => ['--only', name]);
  const cli = inRoot('packages', 'kernel', 'dist', 'cli.js');
  const driver = inRoot('packages', 'driver-c');
  return (
    (await node([inRoot('tools', 'build.mjs')])) ||
    (await node([cli, 'ensure', '--uml', SERIES])) ||
    (await node([cli, 'build-module', driver, inRoot('packages', 'driver-c', 'dist'), '--kernel', ROW])) ||
    (await node([inRoot('tools', 'test.mjs'), '--guest', '--kernel', ROW, ...only]))
  );
});
