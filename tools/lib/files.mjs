/** The repository's files, without what is built or installed. */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './root.mjs';

const SKIPPED = new Set([
  'node_modules',
  'dist',
  'build',
  'prebuilt',
  '.git',
  '.nx',
  'coverage',
  'test-results',
]);
const BUILT =
  /\.(ko|o|mod|mod\.c|cmd|tsbuildinfo|tgz)$|(^|\/)(Module\.symvers|modules\.order|\.tmp_versions)$/;

/**
 * Every file under the given folders (or a file itself), as sorted paths relative to the root.
 *
 * @param {readonly string[]} folders
 * @returns {string[]}
 */
export function sourceFiles(folders) {
  /** @type {string[]} */
  const found = [];
  /** @param {string} path */
  const visit = (path) => {
    /** @type {import('node:fs').Dirent[]} */
    let entries;
    try {
      entries = readdirSync(path, { withFileTypes: true });
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      if (code === 'ENOTDIR') found.push(relative(ROOT, path));
      if (code === 'ENOTDIR' || code === 'ENOENT') return;
      throw error;
    }
    for (const entry of entries) {
      const child = join(path, entry.name);
      if (entry.isDirectory()) {
        if (!SKIPPED.has(entry.name)) visit(child);
      } else if (!BUILT.test(entry.name)) {
        found.push(relative(ROOT, child));
      }
    }
  };
  for (const folder of folders) visit(join(ROOT, folder));
  return found.sort();
}
