#!/usr/bin/env node
/**
 * The interface of the package, written down: what each entry point gives, and every declaration that somebody can come
 * upon through it, without what is said of them. What changes it changes programs of others.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { declarationFiles } from './print.mjs';
import { Reach } from './reach.mjs';
import { PACKAGE } from './write.mjs';

const REPORT = join(PACKAGE, 'api.txt');

/** The compiler writes the words of a union in the order in which it came upon them, which is another one after each change. */
const WORDS = /"[^"\n]*"(?: \| "[^"\n]*")+/g;

/** @param {string} text a file of declarations */
const bare = (text) =>
  text
    .replaceAll(WORDS, (union) => union.split(' | ').sort().join(' | '))
    .replaceAll(/\/\*\*[\s\S]*?\*\//g, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^(import|export \{|export type \{|export \*)/.test(line))
    .map((line) => line.trimEnd().replaceAll('\t', '  '))
    .join('\n');

/** @param {Reach} reach */
function entryLines(reach) {
  const { name } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  return reach.entries.flatMap(({ specifier, exports }) => {
    const kinds = [...exports].map(([each, target]) =>
      'typeOnly' in target && target.typeOnly ? `type ${each}` : each,
    );
    return [`${name}${specifier.slice(1)}`, ...kinds.sort().map((each) => `  ${each}`), ''];
  });
}

export function apiText() {
  const reach = new Reach(PACKAGE);
  const files = [...declarationFiles(reach, 'dist', false)].sort(([one], [other]) => (one < other ? -1 : 1));
  const texts = files.flatMap(([path, text]) => {
    const declarations = bare(text);
    return declarations === '' ? [] : [`// ${path}`, declarations, ''];
  });
  return [
    '// What programs can be written against. Made by "node packages/nl80211/declarations/report.mjs"; npm run check compares it.',
    '',
    ...entryLines(reach),
    ...texts,
  ].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(REPORT, apiText());
