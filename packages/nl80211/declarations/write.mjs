#!/usr/bin/env node
/** Before `npm pack`: writes the declarations that the package brings along, below dist/types, of those that its compiler wrote. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { declarationFiles } from './print.mjs';
import { Reach } from './reach.mjs';

export const PACKAGE = dirname(dirname(fileURLToPath(import.meta.url)));
const TYPES = join(PACKAGE, 'dist', 'types');

/** What is there stays as long as it is the same: somebody may be reading it. @returns {Map<string, string>} path below dist/types -> text */
export function writeDeclarations() {
  const files = declarationFiles(new Reach(PACKAGE), 'dist', true);
  const stamp = join(TYPES, 'index.d.ts');
  const before = [...files.keys()].map((path) => textOf(join(TYPES, path)));
  if (before.every((text, i) => text === [...files.values()][i])) return files;
  rmSync(dirname(stamp), { recursive: true, force: true });
  for (const [path, text] of files) {
    const file = join(TYPES, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return files;
}

/** @param {string} path */
function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeDeclarations();
