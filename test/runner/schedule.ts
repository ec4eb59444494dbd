/**
 * Who runs when. Scenarios share a boot, since each has to leave the machine as it found it: few on the kernels that
 * are processes, side by side on as many cores as there are; all of a stock kernel in QEMU, where a boot is dear. After
 * a failure, whose traces would be read as the next one's, there is a new boot: so nobody runs where a report has
 * switched lock checking off, which the first report does.
 */
import { KERNEL_NAMES, type KernelName } from '../lib/scenario.js';
import type { NamedScenario } from './discover.js';
import type { Boot, Guest } from './guest.js';
import { type OneOptions, runOne } from './one.js';
import { keepEvidence, type Outcome } from './outcome.js';

export interface Job {
  readonly kernel: KernelName;
  readonly scenario: NamedScenario;
}

export interface ScheduleOptions extends OneOptions {
  readonly boot: Boot;
  /** How many guests at a time. */
  readonly lanes: number;
  readonly report: (outcome: Outcome) => void;
  readonly signal?: AbortSignal;
}

/** How many scenarios share a boot. Few enough that no lane is left alone for long at the end. */
const SHARE: Readonly<Record<KernelName, number>> = {
  'uml-fast': 5,
  'uml-debug': 4,
  'uml-smp': 4,
  'uml-6.1': 5,
  host: 1,
  '6.1': Number.POSITIVE_INFINITY,
  '6.12': Number.POSITIVE_INFINITY,
  '7.2': Number.POSITIVE_INFINITY,
};

/**
 * Jobs that share a boot, in the order in which they start: that of the matrix, the quickest first, and then the stock
 * kernels side by side. What runs on this kernel comes before those, while the lanes are free.
 */
export function batches(jobs: readonly Job[]): Job[][] {
  const open = new Map<KernelName, Job[]>();
  const all: Job[][] = [];
  for (const job of jobs) {
    if (job.scenario.alone) {
      all.push([job]);
      continue;
    }
    let batch = open.get(job.kernel);
    if (!batch || batch.length >= SHARE[job.kernel]) {
      batch = [];
      all.push(batch);
      open.set(job.kernel, batch);
    }
    batch.push(job);
  }
  const rank = ([job]: readonly Job[]) => (job ? KERNEL_NAMES.indexOf(job.kernel) : 0);
  return all.sort((a, b) => rank(a) - rank(b));
}

export async function schedule(jobs: readonly Job[], options: ScheduleOptions): Promise<Outcome[]> {
  const waiting = batches(jobs);
  const outcomes: Outcome[] = [];
  const lane = async () => {
    for (let batch = waiting.shift(); batch && !options.signal?.aborted; batch = waiting.shift()) {
      for await (const outcome of runBatch(batch, options)) {
        outcomes.push(outcome);
        options.report(outcome);
      }
    }
  };
  await Promise.all(Array.from({ length: options.lanes }, lane));
  return outcomes;
}

async function* runBatch(batch: readonly Job[], options: ScheduleOptions): AsyncGenerator<Outcome> {
  let guest: Guest | undefined;
  try {
    for (const { scenario, kernel } of batch) {
      if (options.signal?.aborted) return;
      const started = performance.now();
      try {
        guest ??= await options.boot(kernel);
      } catch (error) {
        const reasons = [`${kernel} does not boot: ${(error as Error).message}`];
        const folder = await keepEvidence(options.results, scenario, kernel, reasons, {
          kernelLog: [],
          console: '',
        });
        const milliseconds = performance.now() - started;
        yield { scenario, kernel, verdict: 'failed', milliseconds, reasons, folder };
        continue;
      }
      const outcome = await runOne(scenario, guest, options);
      yield outcome;
      if (outcome.verdict === 'passed') continue;
      await guest.close();
      guest = undefined;
    }
  } finally {
    await guest?.close();
  }
}
