/** package-lock.json names packages, versions and hashes, and no host: everybody's npm knows its own. */
import { readFileSync } from 'node:fs';
import { inRoot } from '../lib/root.mjs';

/** @param {Record<string, { resolved?: string, link?: boolean, integrity?: string }>} packages */
export function lockfileOffences(packages) {
  return Object.entries(packages).flatMap(([path, { resolved, link, integrity }]) => {
    if (!path.includes('node_modules/') || link) return [];
    if (resolved)
      return [`${path}: resolved to ${resolved} (npm config set omit-lockfile-registry-resolved true)`];
    return integrity ? [] : [`${path}: no integrity hash`];
  });
}

export const lockfile = {
  name: 'package-lock.json names no host',
  find: () => lockfileOffences(JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages),
};
