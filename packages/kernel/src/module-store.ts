/**
 * Modules that were built, by everything that decides what comes out: another checkout of the same sources, as a fresh
 * clone is, compiles nothing again.
 */
import { copyFile, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** Of each kernel: a branch or two and what was before. A debug kernel's module has 25 MB. */
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
export async function storeModule(store: string, key: string, folder: string, module: string): Promise<void> {
  const place = join(store, key);
  await mkdir(place, { recursive: true });
  await replaceFile(join(folder, module), join(place, module));
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

/** Copies a file so that nobody sees half of it. */
export async function replaceFile(from: string, to: string): Promise<void> {
  const unfinished = `${to}.${process.pid}.new`;
  await copyFile(from, unfinished);
  await rename(unfinished, to);
}
