import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { KernelError } from './failure.js';

const TEMPORARY = '.tmp-';

/** Compilers of a killed build may still be writing while their folder goes. */
const REMOVE = { recursive: true, force: true, maxRetries: 10, retryDelay: 100 } as const;

/**
 * Makes a folder that is either complete or absent: `fill` works in a temporary sibling, which is renamed when it
 * returns and removed when it throws. A folder of that name is replaced.
 * @param name the last component, or a function of what `fill` returned
 */
export async function makeFolder<T>(
  parent: string,
  name: string | ((filled: T) => string),
  fill: (temporary: string) => Promise<T>,
): Promise<{ readonly path: string; readonly filled: T }> {
  await mkdir(parent, { recursive: true });
  const temporary = join(parent, `${TEMPORARY}${process.pid}-${randomBytes(4).toString('hex')}`);
  await mkdir(temporary);
  try {
    const filled = await fill(temporary);
    const path = join(parent, typeof name === 'string' ? name : name(filled));
    const old = `${temporary}-old`;
    if (existsSync(path)) await rename(path, old);
    await rename(temporary, path);
    await rm(old, REMOVE);
    return { path, filled };
  } catch (error) {
    await rm(temporary, REMOVE);
    throw error;
  }
}

/** Removes temporary folders that a killed process left. Called with the lock of `parent` held. */
export async function removeStale(parent: string): Promise<readonly string[]> {
  const names = existsSync(parent) ? await readdir(parent) : [];
  const stale = names.filter((name) => name.startsWith(TEMPORARY)).map((name) => join(parent, name));
  for (const path of stale) await rm(path, REMOVE);
  return stale;
}

/** Throws NO_SPACE when fewer than `bytes` are free where `path` is or will be. */
export async function needSpace(path: string, bytes: number): Promise<void> {
  let existing = path;
  while (!existsSync(existing)) existing = dirname(existing);
  const { bavail, bsize } = await statfs(existing);
  if (bavail * bsize >= bytes) return;
  const gigabytes = (value: number): string => `${(value / 1e9).toFixed(1)} GB`;
  throw new KernelError(
    'NO_SPACE',
    `${basename(path)}: needs ${gigabytes(bytes)}, ${existing} has ${gigabytes(bavail * bsize)} free`,
    'free some space, or set XDG_CACHE_HOME to a folder on a bigger disk',
  );
}
