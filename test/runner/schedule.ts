/**
 * Who runs when. On User-Mode Linux every scenario has a boot of its own (a second), side by side on as many
 * cores as there are; in QEMU a boot is dear, so the scenarios of a kernel share one, and after a failure, whose
 * traces would be read as the next one's, they get a new one.
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

/** Where a boot is dear: in QEMU, without KVM. */
const sharesBoot = (kernel: KernelName) => kernel === '6.1' || kernel === '6.12';

/**
 * Jobs that share a boot, in the order in which they start: that of the matrix, the quickest first, and then the stock
 * kernels side by side. What runs on this kernel comes before those, while the lanes are free.
 */
export function batches(jobs: readonly Job[]): Job[][] {
  const shared = new Map<KernelName, Job[]>();
  const single: Job[][] = [];
  for (const job of jobs) {
    if (!sharesBoot(job.kernel)) single.push([job]);
    else shared.set(job.kernel, [...(shared.get(job.kernel) ?? []), job]);
  }
  const rank = ([job]: readonly Job[]) => (job ? KERNEL_NAMES.indexOf(job.kernel) : 0);
  return [...single, ...shared.values()].sort((a, b) => rank(a) - rank(b));
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
