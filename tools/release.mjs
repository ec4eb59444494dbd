#!/usr/bin/env node
/**
 * What a release needs and a checkout has not: `node tools/release.mjs prepare TAG` writes into the packages where they come
 * from, and refuses a tag that is not theirs; `node tools/release.mjs verify FOLDER` refuses archives that lack a target, a
 * licence or a source. The workflow `.github/workflows/release.yml` runs both.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot } from './lib/root.mjs';

/** What an archive has to hold, by the package's name. */
const CONTENTS = {
  '@vwifi/nl80211': [
    /^prebuilds\/linux-x64\/.*\.node$/,
    /^prebuilds\/linux-arm64\/.*\.node$/,
    /^native\/.*\.cc$/,
  ],
  '@vwifi/kernel': [
    /^prebuilt\/[^/]+\/linux$/,
    /^prebuilt\/[^/]+\/vwifi\.ko$/,
    // The corresponding source, as the GNU General Public License asks.
    /^prebuilt\/[^/]+\/source\/COPYING$/,
    /^prebuilt\/[^/]+\/source\/config$/,
    /^prebuilt\/[^/]+\/source\/patches\/.*\.patch$/,
    /^prebuilt\/[^/]+\/source\/driver-c\//,
  ],
  '@vwifi/testbed': [/^dist\/guest\/agent\.cjs$/, /^dist\/page\.html$/, /^dist\/files\/main\.js$/],
  'vwifi-tool': [],
};
const EVERYWHERE = [/^README\.md$/, /^LICENSE$/];

/**
 * Why this is no release.
 * @param {string} tag
 * @param {readonly { name: string, version: string, dependencies?: Record<string, string>, peerDependencies?: Record<string, string> }[]} manifests
 * @param {string} changelog
 * @returns {string[]}
 */
export function tagProblems(tag, manifests, changelog) {
  const version = /^v(\d+\.\d+\.\d+(?:-[\w.]+)?)$/.exec(tag)?.[1];
  if (version === undefined) return [`the tag ${tag} is no version, such as v1.2.3`];
  const own = new Set(manifests.map(({ name }) => name));
  const problems = manifests
    .filter((manifest) => manifest.version !== version)
    .map(({ name, version: other }) => `${name} is of version ${other}, not ${version}`);
  for (const { name, dependencies = {}, peerDependencies = {} } of manifests)
    for (const [other, wanted] of Object.entries({ ...dependencies, ...peerDependencies }))
      if (own.has(other) && wanted !== version)
        problems.push(`${name} wants ${other} ${wanted}, not ${version}`);
  if (!changelog.split('\n').some((line) => line.startsWith(`## ${version}`)))
    problems.push(`CHANGELOG.md has no heading for ${version}`);
  return problems;
}

/**
 * What an archive lacks.
 * @param {string} name
 * @param {readonly string[]} paths
 * @returns {string[]}
 */
export function lacking(name, paths) {
  const wanted = CONTENTS[/** @type {keyof typeof CONTENTS} */ (name)];
  if (!wanted) return [`${name}: nobody has said what it has to hold (tools/release.mjs)`];
  return [...EVERYWHERE, ...wanted]
    .filter((pattern) => !paths.some((path) => pattern.test(path)))
    .map((pattern) => `${name} lacks ${pattern.source.replaceAll('\\', '').replace(/^\^|\$$/g, '')}`);
}

/** @param {readonly string[]} problems */
function refuse(problems) {
  if (problems.length === 0) return;
  for (const problem of problems) console.error(`release: ${problem}`);
  process.exit(1);
}

/** @param {string} tag */
function prepare(tag) {
  const files = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')).workspaces.map(
    (/** @type {string} */ folder) => inRoot(folder, 'package.json'),
  );
  const manifests = files.map((/** @type {string} */ file) => JSON.parse(readFileSync(file, 'utf8')));
  refuse(tagProblems(tag, manifests, readFileSync(inRoot('CHANGELOG.md'), 'utf8')));
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
  if (!server || !repository)
    refuse(['GITHUB_SERVER_URL and GITHUB_REPOSITORY say where the packages come from']);
  const url = `${server}/${repository}`;
  for (const [index, manifest] of manifests.entries()) {
    const directory = basename(join(files[index], '..'));
    const from = {
      homepage: `${url}#readme`,
      bugs: `${url}/issues`,
      repository: { type: 'git', url: `git+${url}.git`, directory: `packages/${directory}` },
    };
    writeFileSync(files[index], `${JSON.stringify({ ...manifest, ...from }, null, 2)}\n`);
  }
}

/** @param {string} folder */
function verify(folder) {
  const archives = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  const problems = archives.flatMap((archive) => {
    const tar = (/** @type {string[]} */ ...words) =>
      execFileSync('tar', [...words, '-f', join(folder, archive)], { encoding: 'utf8', maxBuffer: 1 << 26 });
    const { name } = JSON.parse(
      execFileSync('tar', ['-xOf', join(folder, archive), 'package/package.json'], { encoding: 'utf8' }),
    );
    return lacking(
      name,
      tar('-tz')
        .split('\n')
        .map((path) => path.replace(/^package\//, '')),
    );
  });
  if (archives.length !== Object.keys(CONTENTS).length)
    problems.push(`${folder} has ${archives.length} archives, not ${Object.keys(CONTENTS).length}`);
  refuse(problems);
  console.log(`release: ${archives.length} archives are whole`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [, , what, word = ''] = process.argv;
  if (what === 'prepare') prepare(word);
  else if (what === 'verify') verify(word);
  else refuse(['usage: release.mjs prepare TAG | verify FOLDER']);
}
