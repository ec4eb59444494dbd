/** package-lock.json names packages, versions and hashes, every platform's, and no host: everybody's npm knows its own. */
import { readFileSync } from 'node:fs';
import { inRoot } from '../lib/root.mjs';

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [resolved]
 * @property {boolean} [link]
 * @property {string} [integrity]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {Record<string, string>} [optionalDependencies]
 *
 * @typedef {Record<string, LockedPackage>} LockedPackages
 */

/** Optional packages that something wants and the lock file does not have. @param {LockedPackages} packages */
export function missingOptional(packages) {
  return Object.entries(packages).flatMap(([path, { dev, optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !packages[`${path}/node_modules/${name}`] && !packages[`node_modules/${name}`])
      .map(([name, version]) => ({ name, version: version.replace(/^[~^]/, ''), dev: dev === true })),
  );
}

/** @param {LockedPackages} packages */
export function lockfileOffences(packages) {
  const missing = missingOptional(packages).map(({ name }) => `${name} is missing; node tools/lockfile.mjs`);
  return Object.entries(packages).reduce((found, [path, { resolved, link, integrity, optional }]) => {
    if (!path.includes('node_modules/') || link) return found;
    if (resolved)
      found.push(`${path}: resolved to ${resolved}; npm config set omit-lockfile-registry-resolved true`);
    // What another platform needs could not be looked at from this one.
    if (!integrity && !optional) found.push(`${path}: no integrity hash`);
    return found;
  }, missing);
}

export const lockfile = {
  name: 'package-lock.json is whole and names no host',
  find: () => lockfileOffences(JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages),
};
