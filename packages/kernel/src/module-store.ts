/**
 * Modules that were built, by everything that decides what comes out: another checkout of the same sources, as a fresh
 * clone is, compiles nothing again.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Of each kernel: a branch or two and what was before. A debug kernel's has 40 MB of symbols beside it. */
const KEPT = 4;

/** The stored module of this key, its path in the store; it counts as used now. */
export async function storedModule(store: string, key: string): Promise<string | undefined> {
  const folder = join(store, key);
  const [module] = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.ko'));
  if (module === undefined) return undefined;
  const now = new Date();
  await utimes(folder, now, now).catch(() => {});
  return join(folder, module);
}

/** Stores a module; those that were not used for the longest time go. */
export async function storeModule(store: string, key: string, module: string): Promise<void> {
  await replaceModule(module, join(store, key));
  const used = await Promise.all(
    (await readdir(store)).map(async (name) => ({
      name,
      at: await stat(join(store, name)).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    })),
  );
  used.sort((a, b) => b.at - a.at);
  for (const { name } of used.slice(KEPT)) await rm(join(store, name), { recursive: true, force: true });
}

/** What a debugger reads of a module lies beside it: a guest that loads it has no use for tens of megabytes. */
export const symbolsOf = (module: string): string => `${module}.debug`;

/** Copies a module into a folder, and its symbols where it has some; gives the copy's path. */
export async function replaceModule(from: string, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, basename(from));
  if (existsSync(symbolsOf(from))) await replaceFile(symbolsOf(from), symbolsOf(path));
  await replaceFile(from, path);
  return path;
}

/** Copies a file so that nobody sees half of it. */
async function replaceFile(from: string, to: string): Promise<void> {
  const unfinished = `${to}.${process.pid}.new`;
  await copyFile(from, unfinished);
  await rename(unfinished, to);
}
