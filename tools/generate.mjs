#!/usr/bin/env node
/**
 * `npm run generate`: everything that follows from packages/driver-c/spec/vwifi.yaml, the one source of the
 * family `vwifi`, the tables of the driver's air, which follow from formulas, and the interfaces
 * of the library's messages, which follow from its tables. With --check nothing is written: what differs is printed, and the exit status is 1.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { decibelHeader, lossHeader } from './generate/air/header.mjs';
import { readFamily } from './generate/family.mjs';
import { messageFiles } from './generate/nl80211.mjs';
import { page } from './generate/page.mjs';
import { policyHeader, policySource } from './generate/policy.mjs';
import { checkSharedNames, typescript } from './generate/typescript.mjs';
import { uapi } from './generate/uapi.mjs';
import { inRoot } from './lib/root.mjs';

const SOURCE = 'packages/driver-c/spec/vwifi.yaml';
const FORMULAS = 'tools/generate/air';
const TABLE = 'packages/nl80211/src/spec/vwifi.ts';

/** @param {string} text @param {string} path for its ending, and for errors */
function formatted(text, path) {
  const biome = inRoot('node_modules', '.bin', 'biome');
  const { status, stdout, stderr } = spawnSync(biome, ['format', `--stdin-file-path=${path}`], {
    input: text,
    encoding: 'utf8',
    cwd: inRoot(),
  });
  if (status !== 0) throw new Error(`format ${path}: ${stderr}`);
  return stdout;
}

/** The generated files: path and text. @returns {Map<string, string>} */
export function outputs() {
  const family = readFamily(readFileSync(inRoot(SOURCE), 'utf8'));
  checkSharedNames(family);
  const table = formatted(typescript(family, SOURCE), TABLE);
  return new Map([
    ...[...messageFiles(table)].map(([path, text]) => /** @type {const} */ ([path, formatted(text, path)])),
    ['packages/driver-c/include/uapi/vwifi.h', uapi(family, SOURCE)],
    ['packages/driver-c/src/family/genl-gen.h', policyHeader(family, SOURCE, '../../include/uapi/vwifi.h')],
    ['packages/driver-c/src/family/genl-gen.c', policySource(family, SOURCE, 'genl-gen.h')],
    [TABLE, table],
    ['docs/family.md', page(family, SOURCE)],
    ['packages/driver-c/src/air/decibel-gen.h', decibelHeader(`${FORMULAS}/header.mjs`)],
    ['packages/driver-c/src/air/loss-gen.h', lossHeader(`${FORMULAS}/loss.mjs`)],
  ]);
}

/** @param {string} path */
const read = (path) => (existsSync(inRoot(path)) ? readFileSync(inRoot(path), 'utf8') : '');

/** What --check says: a line for each file that is not what its source makes. @returns {string[]} */
export function differences() {
  return [...outputs()].flatMap(([path, text]) => {
    if (read(path) === text) return [];
    const { stdout } = spawnSync('diff', ['-u', '--label', path, '--label', 'generated', inRoot(path), '-'], {
      input: text,
      encoding: 'utf8',
    });
    return [`${path} is not what its source says; npm run generate`, ...stdout.split('\n').slice(0, 40)];
  });
}

function main() {
  if (process.argv.includes('--check')) {
    const found = differences();
    for (const line of found) console.log(line);
    return found.length === 0 ? 0 : 1;
  }
  for (const [path, text] of outputs()) {
    const changed = read(path) !== text;
    if (changed) {
      mkdirSync(dirname(inRoot(path)), { recursive: true });
      writeFileSync(inRoot(path), text);
    }
    console.log(`${changed ? 'written' : 'as it was'}  ${path}`);
  }
  return 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = main();
