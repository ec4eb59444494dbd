/** The guest scenarios from one call: what to run, on which kernels, and what came of it. */
import type { DriverName } from '../lib/context.js';
import { type KernelName, runsDaily, runsOn, USUAL_KERNELS } from '../lib/scenario.js';
import { discover, missingFor, type NamedScenario } from './discover.js';
import type { Boot } from './guest.js';
import type { Outcome } from './outcome.js';
import { reportLines } from './report.js';
import { type Job, schedule } from './schedule.js';

export interface RunScenariosOptions {
  /** Only scenarios whose name contains one of these. */
  readonly only?: readonly string[];
  /** Only these kernels. */
  readonly kernels?: readonly KernelName[];
  /** Every scenario on every kernel asked for, not only the core. */
  readonly all?: boolean;
  /** Only what `npm test` runs: each scenario once, but for the core. */
  readonly daily?: boolean;
  readonly driver: DriverName;
  readonly boot: Boot;
  readonly lanes: number;
  /** Where failed ones leave their folders. */
  readonly results: string;
  readonly keep?: boolean | undefined;
  readonly print: (line: string) => void;
  readonly signal?: AbortSignal;
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What was printed of each that failed. */
  readonly failures: readonly string[];
}

export async function runScenarios(options: RunScenariosOptions): Promise<Counts> {
  const all = await discover();
  const jobs = selectJobs(all, options);
  const outcomes: Outcome[] = [];
  const report = (outcome: Outcome) => {
    outcomes.push(outcome);
    for (const line of reportLines(outcome)) options.print(line);
  };
  const possible: Job[] = [];
  for (const { scenario, kernel } of jobs) {
    const missing = missingFor(scenario);
    if (!missing) possible.push({ scenario, kernel });
    else
      report({
        scenario,
        kernel,
        verdict: 'skipped',
        milliseconds: 0,
        reasons: [missing],
      });
  }
  await schedule(possible, { ...options, report });
  const count = (verdict: Outcome['verdict']) =>
    outcomes.filter((outcome) => outcome.verdict === verdict).length;
  const failures = outcomes
    .filter(({ verdict }) => verdict === 'failed')
    .map((outcome) => reportLines(outcome).join('\n'));
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped'), failures };
}

/** The cells of the matrix that are asked for. */
export function selectJobs(
  scenarios: readonly NamedScenario[],
  {
    only = [],
    kernels = [],
    all = false,
    daily = false,
  }: Pick<RunScenariosOptions, 'only' | 'kernels' | 'all' | 'daily'>,
): Job[] {
  const named =
    only.length === 0 ? scenarios : scenarios.filter(({ name }) => only.some((part) => name.includes(part)));
  // Who names both a scenario and a kernel wants to see just that.
  const asked = all || (only.length > 0 && kernels.length > 0);
  const belongs = daily ? runsDaily : runsOn;
  return (kernels.length > 0 ? kernels : USUAL_KERNELS).flatMap((kernel) =>
    named
      .filter((scenario) => (asked && !scenario.only && kernel !== 'host') || belongs(scenario, kernel))
      .map((scenario) => ({ kernel, scenario })),
  );
}
