/** `testbed sweep`: one laboratory with many values and seeds, here or by an engine that is there already. */
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { limited } from '../deadline.js';
import { TestbedError } from '../errors.js';
import { csvOf, type Row, tableOf } from '../sweep/report.js';
import { readResult, resultKeys } from '../sweep/results.js';
import { foldersOf, keysOf, readSweep, type Sweep, type SweepRun } from '../sweep/sweep.js';
import { visible } from '../visible.js';
import { type Context, print, printJson } from './context.js';
import { table } from './tables.js';
import { coloursOf, seconds } from './terminal.js';

export interface SweepFlags {
  readonly on?: 'here' | 'slurm' | 'kubernetes';
  readonly jobs?: number;
  readonly results?: string;
  /** Only what is there. */
  readonly report?: boolean;
  /** One run of it, in this process. */
  readonly run?: number;
  /** It ends with standard input. */
  readonly held?: boolean;
  readonly json?: boolean;
}

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));
/** So many failures are told; the CSV has them all. */
const MOST_TOLD = 20;

type Named = SweepRun & { readonly key: string };

export async function sweep(context: Context, file: string, flags: SweepFlags): Promise<number> {
  const read = await readSweep(file, flags.results);
  if (flags.run !== undefined) return one(context, read, flags.run, flags.held ?? false);
  if (flags.on === 'kubernetes') {
    const [{ kubernetesJob }, { stringify }] = await Promise.all([
      import('../sweep/kubernetes.js'),
      import('yaml'),
    ]);
    await keysOf(read).then((keyOf) => read.runs.forEach(keyOf));
    const job = kubernetesJob(read, flags.jobs);
    if (flags.json) printJson(context, job);
    else context.terminal.output.write(stringify(job, { aliasDuplicateObjects: false }));
    return 0;
  }
  return new Sweeping(context, read, flags).toItsEnd();
}

async function one(context: Context, read: Sweep, index: number, held: boolean): Promise<number> {
  const { runOne } = await import('./sweep-run.js');
  if (!held) return runOne(context, read, index);
  const left = new AbortController();
  const { input } = context.terminal;
  const leave = () => left.abort(new Error('who started it is gone'));
  for (const event of ['end', 'close', 'error']) input.once(event, leave);
  input.resume();
  using signal = limited([context.signal, left.signal]);
  return await runOne({ ...context, signal }, read, index);
}

class Sweeping {
  readonly #told = new Set<string>();
  /** Why runs have no result, by their name. */
  readonly #lost = new Map<string, string>();
  #runs: readonly Named[] = [];

  constructor(
    private readonly context: Context,
    private readonly sweep: Sweep,
    private readonly flags: SweepFlags,
  ) {}

  async toItsEnd(): Promise<number> {
    const { sweep, flags, context } = this;
    const keyOf = await keysOf(sweep);
    this.#runs = sweep.runs.map((run) => ({ ...run, key: keyOf(run) }));
    const there = await resultKeys(sweep);
    for (const { key } of this.#runs) if (there.has(key)) this.#told.add(key);
    const missing = await this.#missing();
    if (!flags.report && missing.length > 0) {
      if (missing.length < this.#runs.length)
        this.#say(`${this.#runs.length - missing.length} of ${this.#runs.length} runs have their results`);
      const words = (index: string) => [
        ...[process.execPath, MAIN, 'sweep', sweep.file, '--results', sweep.results, '--run', index],
      ];
      const { signal } = context;
      if (flags.on === 'slurm') {
        const { runOnSlurm } = await import('../sweep/slurm.js');
        await runOnSlurm(sweep, {
          ...{ jobs: flags.jobs, words, signal },
          say: (text) => this.#say(text),
          onLook: () => this.#tellNew(),
          missing: () => this.#missing(),
        });
      } else {
        const { runHere } = await import('../sweep/local.js');
        await runHere(sweep, missing, {
          ...{ jobs: flags.jobs ?? availableParallelism(), words, signal },
          onEnded: async (run, why) => {
            const { key } = run as Named;
            if (why !== '') this.#lost.set(key, why);
            if (why !== '') this.#say(`LOST ${run.title}: ${visible(why)}`);
            else await this.#tell(run as Named);
          },
        });
      }
    }
    return this.#report();
  }

  #say(text: string): void {
    if (!this.flags.json) print(this.context, text);
  }

  async #missing(): Promise<readonly Named[]> {
    const there = await resultKeys(this.sweep);
    return this.#runs.filter(({ key }) => !there.has(key));
  }

  async #tellNew(): Promise<void> {
    const there = await resultKeys(this.sweep);
    for (const run of this.#runs) if (there.has(run.key)) await this.#tell(run);
  }

  async #tell(run: Named): Promise<void> {
    if (this.#told.has(run.key)) return;
    const result = await readResult(this.sweep, run.key);
    if (!result) return;
    this.#told.add(run.key);
    const colours = coloursOf(this.context.terminal.output);
    const mark = result.ok ? colours.green('ok  ') : colours.red('FAIL');
    const why = result.why ? `: ${visible(result.why)}` : '';
    this.#say(`${mark} ${visible(run.title)}${why} ${colours.dim(seconds(result.ms))}`);
  }

  async #report(): Promise<number> {
    const { sweep, context, flags } = this;
    const rows: Row[] = [];
    for (const run of this.#runs) rows.push({ run, key: run.key, result: await readResult(sweep, run.key) });
    const results = rows.flatMap(({ result }) => result ?? []);
    const missing = rows.filter(({ result }) => !result);
    const failed = results.filter(({ ok }) => !ok);
    const csv = join(sweep.results, 'results.csv');
    if (results.length > 0) await writeFile(csv, csvOf(sweep, rows));
    const status = missing.length > 0 || failed.length > 0 ? 1 : 0;
    const lost = missing.map(({ run, key }) => ({
      run: run.title,
      why: this.#lost.get(key) ?? 'it has no result',
    }));
    if (flags.json) {
      printJson(context, { name: sweep.name, csv: results.length > 0 ? csv : null, results, missing: lost });
      return status;
    }
    if (results.length === 0 && missing.length > 0)
      throw new TestbedError(
        'NO_RESULTS',
        `none of the ${missing.length} runs has a result: ${lost[0]?.why ?? ''}`,
        {
          hint: flags.report
            ? 'run it without --report'
            : `see ${foldersOf(sweep).logs}, and \`npx testbed doctor\``,
        },
      );
    const { header, cells } = tableOf(sweep, rows);
    print(context, `\n${table(header, cells)}\n`);
    const titles = new Map(this.#runs.map(({ key, title }) => [key, title]));
    for (const { key, why } of failed.slice(0, MOST_TOLD))
      print(
        context,
        `failed: ${visible(`${titles.get(key)}: ${why}`)}\n        ${join(foldersOf(sweep).failed, key)}`,
      );
    for (const { run, why } of lost.slice(0, MOST_TOLD))
      print(context, `missing: ${visible(`${run}: ${why}`)}`);
    const more = Math.max(0, failed.length - MOST_TOLD) + Math.max(0, lost.length - MOST_TOLD);
    if (more > 0) print(context, `and ${more} more`);
    if (lost.length > 0) print(context, 'the same command runs what is missing');
    const counts = `${results.length - failed.length} passed, ${failed.length} failed`;
    print(context, `${counts}${lost.length ? `, ${lost.length} missing` : ''}: ${csv}`);
    return status;
  }
}
