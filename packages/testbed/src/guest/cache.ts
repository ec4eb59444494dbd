import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Where guests keep what can be made again. */
export function guestCache(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'vwifi', 'guests');
}

/** Writes a file of the cache so that it is there whole or not at all, whoever else writes it at the same time. */
export async function writeCached(path: string, data: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const partial = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    await writeFile(partial, data);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
