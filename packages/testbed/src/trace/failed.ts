/** The trace of what failed: kept without being asked for, the last few of a folder; what passes leaves nothing. */
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { limited } from '../deadline.js';
import { errorMessage, TestbedError } from '../errors.js';
import { shellQuote } from '../machine/command.js';
import { type Kept, keepTraceIn, type Occasion } from './keep.js';
import { TRACE_FILE } from './manifest.js';

/** Below the caller's folder. */
const FOLDER = 'testbed-run';
/** What begins so goes when others come after it. */
const PASSING = 'failed-';
/** So many of them stay, and of those not more than so many octets; the newest one in any case. */
const MOST = 10;
const MOST_OCTETS = 256 * 1024 * 1024;
/** A laboratory that has failed may hang. */
const KEEP_MS = 60_000;

/** What became of it, and in a few words where it is and what shows it. */
export interface Left {
  readonly folder?: string;
  readonly text: string;
}

/**
 * Keeps what is known of a laboratory in a folder of its own. `keep`: true: until somebody removes it; false: not at all; left out:
 * until {@link MOST} others have failed. Never throws: who calls it has a failure to tell of.
 */
export async function keepFailed(
  source: Kept,
  lab: string,
  occasion: Occasion,
  keep?: boolean,
): Promise<Left | undefined> {
  if (keep === false) return undefined;
  const stamp = new Date()
    .toISOString()
    .replace(/\.(\d+)Z$/, '-$1')
    .replaceAll(/[-:]/g, '')
    .replace('T', '-');
  const folder = join(FOLDER, `${keep ? '' : PASSING}${lab}-${stamp}-${process.pid}`);
  using limit = limited([], { afterMs: KEEP_MS, late: () => new TestbedError('LATE', 'it took too long') });
  try {
    await Promise.race([
      keepTraceIn(folder, source, occasion),
      new Promise((_, reject) => limit.addEventListener('abort', () => reject(limit.reason), { once: true })),
    ]);
    // What is in it is nobody's source.
    await writeFile(join(FOLDER, '.gitignore'), '*\n').catch(() => {});
    await prune(FOLDER);
    const shown = ['npx', 'testbed', 'trace', 'show', join(folder, TRACE_FILE)].map(shellQuote).join(' ');
    return { folder, text: `kept in ${folder}; to see it: ${shown}` };
  } catch (error) {
    await rm(folder, { recursive: true, force: true }).catch(() => {});
    return { text: `no trace is kept: ${errorMessage(error)}` };
  }
}

/** Removes the oldest of those that pass. */
export async function prune(folder: string, most = MOST, mostOctets = MOST_OCTETS): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(PASSING));
  const found = await Promise.all(
    // One that another process has just removed is gone.
    names.map(async (name) => ({
      path: join(folder, name),
      ...(await sizeOf(join(folder, name)).catch(() => ({ octets: 0, ms: 0 }))),
    })),
  );
  found.sort((one, other) => other.ms - one.ms);
  let octets = 0;
  for (const [index, each] of found.entries()) {
    octets += each.octets;
    if (index >= most || (index > 0 && octets > mostOctets))
      await rm(each.path, { recursive: true, force: true });
  }
}

/** Octets of a folder's files, and when something was last put into it. */
async function sizeOf(folder: string): Promise<{ octets: number; ms: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size),
  );
  return { octets: sizes.reduce((sum, size) => sum + size, 0), ms: (await stat(folder)).mtimeMs };
}
