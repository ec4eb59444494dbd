/** Runs of a sweep as array jobs of Slurm, whose results lie in a folder that all nodes see. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pause } from '../deadline.js';
import { TestbedError } from '../errors.js';
import type { RunWords } from './local.js';
import { foldersOf, type Sweep, type SweepRun } from './sweep.js';

/** Slurm's MaxArraySize where nobody has changed it: indices are below. */
const ARRAY_SIZE = 1000;
const LOOK_AGAIN_MS = 1000;
/** So long a controller that does not answer is waited for. */
const MOST_SILENCE_MS = 10 * 60_000;
/** So often a run is submitted that gives no result. */
const ROUNDS = 3;

interface Said {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function call(words: readonly string[], input = '', signal?: AbortSignal): Promise<Said> {
  const [program = '', ...rest] = words;
  return new Promise((resolve, reject) => {
    const child = execFile(program, rest, { ...(signal ? { signal } : {}) }, (error, stdout, stderr) => {
      const { code } = (error ?? {}) as { code?: unknown };
      if (signal?.aborted) reject(signal.reason);
      else if (code === 'ENOENT')
        reject(
          new TestbedError('NO_SLURM', `cannot submit the sweep: ${program} is not here`, {
            hint: "run this where Slurm's commands are (Debian: slurm-client), or leave out --on",
          }),
        );
      else resolve({ status: typeof code === 'number' ? code : error ? 1 : 0, stdout, stderr });
    });
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

/** `0,3-5,9`. */
export function ranges(indices: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const index of [...indices].sort((a, b) => a - b)) {
    const last = parts.at(-1);
    if (last && index === last[1] + 1) last[1] = index;
    else parts.push([index, index]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

/** Runs by what their index begins with: no array is longer than Slurm has them. */
export function arraysOf(indices: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const arrays = new Map<number, number[]>();
  for (const index of indices) {
    const base = index - (index % ARRAY_SIZE);
    const there = arrays.get(base);
    if (there) there.push(index - base);
    else arrays.set(base, [index - base]);
  }
  return arrays;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** What each task of the array does. */
export const scriptOf = (words: RunWords, base: number): string => {
  const index = `$((${base} + SLURM_ARRAY_TASK_ID))`;
  const line = words('INDEX').map((word) => (word === 'INDEX' ? `"${index}"` : quoted(word)));
  return `#!/bin/sh\nexec ${line.join(' ')}\n`;
};

export interface SlurmOptions {
  /** So many at once; left out: as many as there is room for. */
  readonly jobs: number | undefined;
  readonly words: RunWords;
  readonly signal: AbortSignal;
  /** From time to time, with what is waited for. */
  readonly onLook: () => Promise<void>;
  readonly say: (text: string) => void;
  /** Those that have no result now. */
  readonly missing: () => Promise<readonly SweepRun[]>;
}

class Jobs {
  readonly #file: string;

  constructor(sweep: Sweep) {
    this.#file = join(sweep.results, 'slurm-jobs.json');
  }

  /** Those that were submitted, and perhaps run still. */
  async read(): Promise<string[]> {
    try {
      const ids = JSON.parse(await readFile(this.#file, 'utf8')) as unknown;
      return Array.isArray(ids) ? ids.map(String).filter((id) => /^\d+$/.test(id)) : [];
    } catch {
      return [];
    }
  }

  async write(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return rm(this.#file, { force: true });
    await mkdir(dirname(this.#file), { recursive: true });
    await writeFile(`${this.#file}.tmp`, `${JSON.stringify(ids)}\n`);
    await rename(`${this.#file}.tmp`, this.#file);
  }
}

async function submit(
  sweep: Sweep,
  runs: readonly SweepRun[],
  options: SlurmOptions,
  jobs: Jobs,
): Promise<string[]> {
  const { logs } = foldersOf(sweep);
  await mkdir(logs, { recursive: true });
  const ids: string[] = [];
  // What a lost node leaves undone is submitted with the next round: Slurm itself would begin it two minutes later.
  for (const [base, indices] of arraysOf(runs.map(({ index }) => index))) {
    const most = options.jobs === undefined ? '' : `%${options.jobs}`;
    const words = [
      ...[
        'sbatch',
        '--parsable',
        '--no-requeue',
        `--job-name=${sweep.name}`,
        `--array=${ranges(indices)}${most}`,
      ],
      ...[`--chdir=${dirname(sweep.file)}`, `--output=${join(logs, 'slurm-%A-%a.txt')}`],
      ...(sweep.slurm?.options ?? []),
    ];
    const { status, stdout, stderr } = await call(words, scriptOf(options.words, base), options.signal);
    const id = /^(\d+)/m.exec(stdout)?.[1];
    if (status !== 0 || id === undefined) {
      const said = stderr.trim().split('\n').at(-1) || stdout.trim() || `status ${status}`;
      throw new TestbedError('SLURM_REFUSED', `sbatch does not take ${sweep.name}: ${said}`, {
        hint: 'options for it: slurm: { options: [--partition=NAME] } in the sweep file',
      });
    }
    ids.push(id);
    await jobs.write(ids);
  }
  return ids;
}

/** Waits until none of the jobs is in the queue. */
async function gone(ids: readonly string[], { signal, onLook }: SlurmOptions): Promise<void> {
  let heardAt = performance.now();
  for (;;) {
    const { status, stdout, stderr } = await call(
      ['squeue', '--noheader', '--format=%i', `--jobs=${ids.join(',')}`],
      '',
      signal,
    );
    await onLook();
    if (status === 0 || /Invalid job id/i.test(stderr)) {
      if (stdout.trim() === '') return;
      heardAt = performance.now();
    } else if (performance.now() - heardAt > MOST_SILENCE_MS)
      throw new TestbedError(
        'SLURM_SILENT',
        `squeue does not say how the sweep is: ${stderr.trim().split('\n').at(-1)}`,
        {
          hint: 'the jobs may run on; the same command waits for them again',
        },
      );
    await pause(LOOK_AGAIN_MS, signal);
  }
}

/** Submits what has no result, and waits for it; what was submitted before and is in the queue still is waited for first. */
export async function runOnSlurm(sweep: Sweep, options: SlurmOptions): Promise<void> {
  const jobs = new Jobs(sweep);
  let ids = await jobs.read();
  try {
    if (ids.length > 0) {
      options.say(`waiting for job ${ids.join(', ')}, submitted before`);
      await gone(ids, options);
    }
    for (let round = 1; round <= ROUNDS; round++) {
      const runs = await options.missing();
      if (runs.length === 0) break;
      ids = await submit(sweep, runs, options, jobs);
      options.say(`${round === 1 ? '' : 'again: '}${runs.length} runs in job ${ids.join(', ')}`);
      await gone(ids, options);
    }
    await jobs.write([]);
  } catch (error) {
    ids = await jobs.read();
    if (options.signal.aborted && ids.length > 0) {
      await call(['scancel', ...ids]);
      await jobs.write([]);
    }
    throw error;
  }
}
