/**
 * Remembers what a step was last done for, so that doing it again costs nothing. A stamp is a hash of the
 * step's inputs; it is written after the step, so an interrupted step has none. They live in node_modules:
 * a fresh installation starts without them.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { sourceFiles } from './files.mjs';
import { inRoot } from './root.mjs';

/**
 * A hash of files' names and contents, and of further words.
 *
 * @param {readonly string[]} folders folders or files, relative to the root
 * @param {readonly string[]} [words] whatever else the outcome depends on
 */
export function hashOf(folders, words = []) {
  const hash = createHash('sha256');
  for (const path of sourceFiles(folders)) {
    hash.update(`${path}\0`);
    hash.update(readFileSync(inRoot(path)));
  }
  for (const word of words) hash.update(`\0${word}`);
  return hash.digest('hex');
}

/** @param {string} name */
const stampPath = (name) => inRoot('node_modules', '.cache', 'vwifi', `${name.replaceAll('/', '-')}.stamp`);

/** @param {string} name @returns {string | undefined} */
export function readStamp(name) {
  try {
    return readFileSync(stampPath(name), 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** @param {string} name @param {string} value */
export function writeStamp(name, value) {
  const path = stampPath(name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${value}\n`);
  renameSync(`${path}.new`, path);
}
