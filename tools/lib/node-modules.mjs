/** The npm packages: whether node_modules is what package-lock.json says, and putting it right. */
import { readFileSync } from 'node:fs';
import { inRoot } from './root.mjs';
import { run } from './run.mjs';

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, peer?: boolean, link?: boolean }} LockedPackage
 * @param {string} path
 * @returns {Record<string, LockedPackage>}
 */
const lockedPackages = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;

/**
 * Whether everything that is locked is installed, in that version.
 *
 * @param {Record<string, LockedPackage>} wanted
 * @param {Record<string, LockedPackage>} installed
 */
export function lockMatches(wanted, installed) {
  return Object.entries(wanted).every(([path, { version, integrity, optional, link }]) => {
    if (!path.includes('node_modules/')) return true;
    const there = installed[path];
    // Optional ones are left out where they do not fit the platform.
    if (!there) return optional === true;
    return link ? there.link === true : there.version === version && there.integrity === integrity;
  });
}

/** npm writes node_modules/.package-lock.json last, so an interrupted installation has none. */
export function nodeModulesMatch() {
  try {
    const wanted = lockedPackages(inRoot('package-lock.json'));
    return lockMatches(wanted, lockedPackages(inRoot('node_modules', '.package-lock.json')));
  } catch {
    return false;
  }
}

/** Install scripts are not run: what we build, we build ourselves, and no dependency needs one. */
export async function installNodeModules() {
  await run(['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: inRoot() });
}
