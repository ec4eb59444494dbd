/** Everything that can be said about the sources without running them, one line a check. */
import { seconds } from '../lib/progress.mjs';
import { boundaries } from './boundaries.mjs';
import { CONTENT_RULES } from './content.mjs';
import { declarations } from './declarations.mjs';
import { documented } from './documented.mjs';
import { floors } from './floors.mjs';
import { generated } from './generated.mjs';
import { lockfile } from './lockfile.mjs';
import { packages } from './packages.mjs';
import { format, testTypes, types } from './tools.mjs';

/** @typedef {{ name: string, find: () => readonly string[] | Promise<readonly string[]> }} Check */

/** @type {readonly Check[]} */
const CHECKS = [
  format,
  types,
  testTypes,
  boundaries,
  floors,
  declarations,
  documented,
  generated,
  lockfile,
  packages,
  ...CONTENT_RULES,
];

/** @param {Check} check @returns {Promise<string | undefined>} what was printed, of one that found something */
async function report({ name, find }) {
  const started = performance.now();
  const findings = await find();
  const verdict = findings.length === 0 ? 'ok' : `${findings.length} found`;
  const lines = [`${seconds(performance.now() - started)}  ${name}: ${verdict}`];
  lines.push(...findings.slice(0, 40).map((finding) => `          ${finding}`));
  for (const line of lines) console.log(line);
  return findings.length === 0 ? undefined : lines.join('\n');
}

/** All of them run, so that one call shows all there is to mend: the reports of those that found something. */
export async function runChecks() {
  // The slow ones are processes of their own; side by side they use both cores.
  const reports = await Promise.all(CHECKS.map(report));
  return reports.filter((text) => text !== undefined);
}
