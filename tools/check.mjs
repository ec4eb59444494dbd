#!/usr/bin/env node
/**
 * `npm run check`: everything that can be said about the sources without running them, one line a check.
 * All of them run, so that one call shows all there is to mend.
 */
import { boundaries } from './checks/boundaries.mjs';
import { CONTENT_RULES } from './checks/content.mjs';
import { documented } from './checks/documented.mjs';
import { generated } from './checks/generated.mjs';
import { lockfile } from './checks/lockfile.mjs';
import { format, testTypes, types } from './checks/tools.mjs';
import { runMain, seconds } from './lib/progress.mjs';

/** @typedef {{ name: string, find: () => readonly string[] | Promise<readonly string[]> }} Check */

/** @type {readonly Check[]} */
const CHECKS = [format, types, testTypes, boundaries, documented, generated, lockfile, ...CONTENT_RULES];

/** @param {Check} check */
async function report({ name, find }) {
  const started = performance.now();
  const findings = await find();
  const verdict = findings.length === 0 ? 'ok' : `${findings.length} found`;
  console.log(`${seconds(performance.now() - started)}  ${name}: ${verdict}`);
  for (const finding of findings.slice(0, 40)) console.log(`          ${finding}`);
  return findings.length;
}

await runMain(async () => {
  // The slow ones are processes of their own; side by side they use both cores.
  const counts = await Promise.all(CHECKS.map(report));
  return counts.every((count) => count === 0) ? 0 : 1;
});
