/** Other releases of Node than the one that runs this, for the tests of what differs between them: one folder each in the cache. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { step } from './progress.mjs';
import { run } from './run.mjs';

/** The newest of each line that is supported besides the oldest one, as npm packages of one binary. */
const VERSIONS = ['22.23.5', '24.22.3'];

const majorOf = (/** @type {string} */ version) => version.split('.')[0] ?? version;

function folder() {
  const base = process.env.XDG_CACHE_HOME;
  return join(base?.startsWith('/') ? base : join(homedir(), '.cache'), 'vwifi', 'nodes');
}

const programOf = (/** @type {string} */ version) => join(folder(), version, 'bin', 'node');

/** The Node that runs this, and the others that are at hand. */
export function nodesAtHand() {
  const own = process.versions.node;
  const others = VERSIONS.filter(
    (version) => majorOf(version) !== majorOf(own) && existsSync(programOf(version)),
  );
  return [
    { version: own, path: process.execPath },
    ...others.map((version) => ({ version, path: programOf(version) })),
  ];
}

/** Brings them into the cache, 50 MB each, once. Where that fails their tests are left out, and here is why. */
export async function ensureNodes() {
  const missing = VERSIONS.filter(
    (version) => majorOf(version) !== majorOf(process.versions.node) && !existsSync(programOf(version)),
  );
  if (missing.length === 0) return;
  await step(`Node ${missing.map(majorOf).join(' and ')} for the tests`, async () => {
    /** @type {string[]} */
    const failed = [];
    for (const version of missing)
      await fetchNode(version).catch((error) =>
        failed.push(`${version} is left out, and what differs there untested: ${error.message}`),
      );
    return failed.join('; ');
  });
}

/** @param {string} version */
async function fetchNode(version) {
  mkdirSync(folder(), { recursive: true });
  const temporary = mkdtempSync(join(folder(), '.new-'));
  try {
    const name = `node-linux-${process.arch}@${version}`;
    await run(['npm', 'pack', '--silent', '--pack-destination', temporary, name], { tail: 0 });
    const archive = readdirSync(temporary).find((file) => file.endsWith('.tgz')) ?? '';
    await run(['tar', '-C', temporary, '-xzf', join(temporary, archive), 'package/bin/node']);
    await run([join(temporary, 'package', 'bin', 'node'), '--version']);
    mkdirSync(dirname(programOf(version)), { recursive: true });
    renameSync(join(temporary, 'package', 'bin', 'node'), programOf(version));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
