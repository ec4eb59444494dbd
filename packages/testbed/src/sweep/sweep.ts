/** A sweep as it was written, and the runs that it is. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { TestbedError } from '../errors.js';
import { parseLab, sourceOf } from '../lab/parse.js';
import { labError, problemsOf } from '../lab/problem.js';
import type { Value } from '../lab/variables.js';
import { type SweepSpec, sweepSchema } from './schema.js';

/** One laboratory, with its values and its seed. */
export interface SweepRun {
  /** Its place in the order of the file, from 0 on. */
  readonly index: number;
  readonly values: Readonly<Record<string, Value>>;
  readonly seed: number;
  /** For people: `channel=6 loss=0.1 seed=3`. */
  readonly title: string;
}

export interface Sweep extends Pick<SweepSpec, 'backend' | 'kernel' | 'slurm' | 'kubernetes'> {
  readonly name: string;
  /** Whole paths. */
  readonly file: string;
  readonly lab: string;
  readonly results: string;
  readonly time: 'virtual' | 'real';
  readonly timeoutMs: number;
  /** The variables, in their order. */
  readonly variables: readonly string[];
  readonly runs: readonly SweepRun[];
}

const MOST_RUNS = 100_000;
const TIMEOUT_MS = 180_000;

const textOf = async (file: string, what: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = { ENOENT: 'there is no such file', EISDIR: 'that is a folder' }[code ?? ''] ?? message;
    throw new TestbedError('SWEEP_NOT_FOUND', `cannot read the ${what} ${file}: ${why}`, {
      hint: 'a sweep is a .yaml file with lab, values and seeds: docs/sweeps.md',
    });
  }
};

const nameFrom = (file: string): string =>
  basename(file, extname(file))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '') || 'sweep';

/** Every value with every other; the last variable and then the seed change first. */
function runsOf(values: Readonly<Record<string, readonly Value[]>>, seeds: readonly number[]): SweepRun[] {
  let points: Readonly<Record<string, Value>>[] = [{}];
  for (const [name, list] of Object.entries(values))
    points = points.flatMap((point) => list.map((value) => ({ ...point, [name]: value })));
  return points
    .flatMap((point) => seeds.map((seed) => ({ values: point, seed })))
    .map((run, index) => {
      const words = Object.entries(run.values).map(([name, value]) => `${name}=${value}`);
      return { ...run, index, title: [...words, `seed=${run.seed}`].join(' ') };
    });
}

/** Reads a sweep's file; its mistakes are told with their places. */
export async function readSweep(path: string, results?: string): Promise<Sweep> {
  const file = resolve(path);
  const source = sourceOf(await textOf(path, 'sweep'), path);
  const locate = ({ path: at, key }: { path: readonly (string | number)[]; key?: string }) =>
    source.at(at, key);
  const parsed = sweepSchema.safeParse(source.values ?? {});
  if (!parsed.success) throw labError(problemsOf(parsed.error, source.values ?? {}, sweepSchema), locate);
  const spec = parsed.data;
  const { values = {}, seeds = 1, time = 'virtual', timeout = TIMEOUT_MS } = spec;
  const numbers = Array.isArray(seeds) ? seeds : Array.from({ length: seeds }, (_, i) => i + 1);
  const count = Object.values(values).reduce((product, list) => product * list.length, numbers.length);
  if (count > MOST_RUNS)
    throw labError(
      [{ path: [], message: `is ${count} runs, at most ${MOST_RUNS}; take fewer values` }],
      locate,
    );
  const name = spec.name ?? nameFrom(file);
  return {
    ...{ name, file, time, timeoutMs: timeout },
    ...(spec.backend ? { backend: spec.backend } : {}),
    ...(spec.kernel ? { kernel: spec.kernel } : {}),
    ...(spec.slurm ? { slurm: spec.slurm } : {}),
    ...(spec.kubernetes ? { kubernetes: spec.kubernetes } : {}),
    lab: resolve(dirname(file), spec.lab),
    results:
      results === undefined ? resolve(dirname(file), spec.results ?? `${name}-results`) : resolve(results),
    variables: Object.keys(values),
    runs: runsOf(values, numbers),
  };
}

/** What holds for a run instead of what its laboratory's file says. */
export const conditionsOf = ({ time, backend, kernel }: Sweep, { values, seed }: SweepRun) => ({
  ...{ time, seed },
  ...(Object.keys(values).length > 0 ? { variables: values } : {}),
  ...(backend ? { backend } : {}),
  ...(kernel ? { kernel } : {}),
});

/**
 * Gives each run the name of its result, which says what it is made from: another laboratory, value or seed is another
 * name. Throws what is wrong with the laboratory.
 */
export async function keysOf(sweep: Sweep): Promise<(run: SweepRun) => string> {
  const text = await textOf(sweep.lab, 'laboratory');
  const made = new WeakMap<object, string>();
  const labOf = (run: SweepRun): string => {
    const known = made.get(run.values);
    if (known !== undefined) return known;
    const lab = parseLab(text, sweep.lab, conditionsOf(sweep, run));
    if (!lab.timeline?.length)
      throw new TestbedError(
        'NOTHING_HAPPENS',
        `${sweep.lab} has no time line and no traffic, so nothing comes out`,
        {
          hint: 'add a time line: timeline: [{ at: 1s, expect: { node: sta1, connected: true } }]',
        },
      );
    const { seed: _, ...rest } = lab;
    const whole = JSON.stringify(rest);
    made.set(run.values, whole);
    return whole;
  };
  return (run) => {
    const { values, seed, title } = run;
    const hash = createHash('sha256')
      .update(JSON.stringify([labOf(run), values, seed]))
      .digest('hex');
    return `${title
      .replaceAll(' ', '_')
      .replace(/[^\w.=-]/g, '')
      .slice(0, 80)}-${hash.slice(0, 10)}`;
  };
}

/** Where the parts of its results are. */
export const foldersOf = ({ results }: Pick<Sweep, 'results'>) => ({
  runs: join(results, 'runs'),
  failed: join(results, 'failed'),
  logs: join(results, 'logs'),
});
