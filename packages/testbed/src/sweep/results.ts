/** Results of runs: a file each, which is there whole or not at all. */
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Value } from '../lab/variables.js';
import { foldersOf, type Sweep } from './sweep.js';

/** What became of one run. */
export interface RunResult {
  /** The name of its file, and of the folder with what is left of a failure. */
  readonly key: string;
  readonly values: Readonly<Record<string, Value>>;
  readonly seed: number;
  /** All that was expected was so. */
  readonly ok: boolean;
  /** Why not; empty where it was. */
  readonly why: string;
  /** What was measured, by what it is called in the table. */
  readonly measured: Readonly<Record<string, number>>;
  /** Each moment and each flow, as `testbed test --json` has them. */
  readonly moments: readonly object[];
  readonly traffic: readonly object[];
  /** Of this machine's clock. */
  readonly ms: number;
}

const ENDING = '.json';

/** Writes a result beside its place and moves it there: who is killed meanwhile has written none. */
export async function writeResult(sweep: Sweep, result: RunResult): Promise<void> {
  const { runs } = foldersOf(sweep);
  await mkdir(runs, { recursive: true });
  const temporary = join(runs, `.${result.key}.${process.pid}.tmp`);
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(`${JSON.stringify(result, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, join(runs, result.key + ENDING));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** The result of that name; undefined where there is none, or nothing that could be one. */
export async function readResult(sweep: Sweep, key: string): Promise<RunResult | undefined> {
  try {
    const result = JSON.parse(await readFile(join(foldersOf(sweep).runs, key + ENDING), 'utf8')) as RunResult;
    return result.key === key ? result : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The names of all results that are there. */
export async function resultKeys(sweep: Sweep): Promise<ReadonlySet<string>> {
  const names = await readdir(foldersOf(sweep).runs).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return new Set(
    names
      .filter((name) => !name.startsWith('.') && name.endsWith(ENDING))
      .map((name) => name.slice(0, -ENDING.length)),
  );
}
