/**
 * What people install: whether each package says what it is, has its licence, and holds what its exports name, for every
 * way in which an import is resolved. Of what `npm pack` would take, without packing.
 */

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeDeclarations } from '../../packages/nl80211/declarations/write.mjs';
import { inRoot } from '../lib/root.mjs';

/** Said of a package before anybody downloads it. Where it is published from is added when it is: `tools/release.mjs`. */
const SAID = [
  'description',
  'keywords',
  'license',
  'author',
  'engines',
  'files',
  'sideEffects',
  'publishConfig',
];
const FILES = ['README.md', 'LICENSE', 'package.json'];
/** All packages are ES modules alone; `require` of one works on the Nodes that have it. */
const ESM_ONLY = new Set(['CJSResolvesToESM', 'NoResolution', 'UntypedResolution']);
const OLD_RESOLUTIONS = new Set(['node10', 'node16-cjs']);

/** @returns {readonly string[]} folders of the packages that are published */
export const published = () =>
  JSON.parse(readFileSync(inRoot('package.json'), 'utf8')).workspaces.map((/** @type {string} */ name) =>
    inRoot(name),
  );

/** @param {string} folder */
async function contents(folder) {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: folder,
    maxBuffer: 1 << 26,
  });
  const [{ files }] = JSON.parse(stdout);
  return /** @type {{ path: string }[]} */ (files).map(({ path }) => path);
}

/** @param {string} folder @returns {Promise<string[]>} */
async function offences(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, version } = manifest;
  const paths = await contents(folder);
  const found = [
    ...SAID.filter((key) => manifest[key] === undefined).map((key) => `package.json does not say ${key}`),
    ...FILES.filter((file) => !paths.includes(file)).map((file) => `${file} would not be packed`),
    ...paths
      .filter((path) => /\.d\.ts\.map$|\.test\./.test(path))
      .map((path) => `${path} is of no use where it is installed`),
  ];
  const { publint } = await import('publint');
  const { formatMessage } = await import('publint/utils');
  const data = new Map(paths.map((path) => [path, readFileSync(join(folder, path))]));
  const { messages } = await publint({
    pkgDir: folder,
    level: 'suggestion',
    strict: true,
    pack: { files: [...data].map(([path, bytes]) => ({ name: join(folder, path), data: bytes })) },
  });
  for (const message of messages)
    found.push(`publint: ${formatMessage(message, manifest, { color: false })}`);
  if (manifest.exports) {
    const { checkPackage, Package } = await import('@arethetypeswrong/core');
    const texts = Object.fromEntries(
      [...data]
        .filter(([path]) => /\.(d\.)?[cm]?[jt]s$|package\.json$/.test(path))
        .map(([path, bytes]) => [`/node_modules/${name}/${path}`, bytes.toString()]),
    );
    const result = await checkPackage(new Package(texts, name, version));
    for (const problem of result.types ? result.problems : [{ kind: 'no types' }]) {
      const { kind, resolutionKind = '' } = /** @type {{ kind: string, resolutionKind?: string }} */ (
        problem
      );
      // Who says where the types are for compilers that do not read exports has an answer for them.
      const answered = manifest.typesVersions !== undefined && kind !== 'CJSResolvesToESM';
      if (OLD_RESOLUTIONS.has(resolutionKind) && ESM_ONLY.has(kind) && !answered) continue;
      found.push(`are the types wrong: ${kind} ${JSON.stringify(problem)}`);
    }
  }
  return found.map((text) => `${name}: ${text}`);
}

/** @type {import('./all.mjs').Check} */
export const packages = {
  name: 'packages can be published',
  find: async () => {
    writeDeclarations();
    const all = await Promise.all(published().map(offences));
    return all.flat();
  },
};
