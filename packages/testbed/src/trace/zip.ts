/** A folder as one file, and the files of one that came from anywhere. */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync, type Zippable, zipSync } from 'fflate';
import { TestbedError } from '../errors.js';

/** Of one file of a trace when it is unpacked, and of all: its records are 64 MiB at most. */
const FILE_OCTETS = 128 * 1024 * 1024;
const ALL_OCTETS = 256 * 1024 * 1024;
/** Good enough for text, and three times as quick as the most. */
const LEVEL = 3;

/** Packs a folder, but for what is named like `except`; only its owner may read it. */
export async function zipFolder(folder: string, file: string, except: ReadonlySet<string>): Promise<void> {
  const all: Zippable = {};
  for (const name of await readdir(folder, { recursive: true })) {
    if (except.has(name) || !(await stat(join(folder, name))).isFile()) continue;
    all[name] = await readFile(join(folder, name));
  }
  await writeFile(file, zipSync(all, { level: LEVEL }), { mode: 0o600 });
}

/** The files of an archive that are asked for. Throws TestbedError `TRACE` for what is none, or grows beyond its bounds. */
export async function unzip(path: string, wanted: ReadonlySet<string>): Promise<Map<string, Uint8Array>> {
  const archive = await readFile(path);
  let total = 0;
  const bad = (why: string) =>
    new TestbedError('TRACE', `${path} is no trace: ${why}`, {
      hint: 'name a trace.zip, or the folder it was made of',
    });
  try {
    const files = unzipSync(archive, {
      filter: ({ name, originalSize }) => {
        if (!wanted.has(name)) return false;
        total += originalSize;
        // What an archive says of its sizes is what is taken of it at most.
        if (originalSize > FILE_OCTETS || total > ALL_OCTETS)
          throw bad(`${name} has ${originalSize} octets, more than any trace`);
        return true;
      },
    });
    return new Map(Object.entries(files));
  } catch (error) {
    throw error instanceof TestbedError ? error : bad((error as Error).message);
  }
}
