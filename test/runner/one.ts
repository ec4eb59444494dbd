/** Runs one scenario in a booted guest: limit, teardown, kernel log, evidence. */
import { Context, type DriverName } from '../lib/context.js';
import type { KernelName } from '../lib/scenario.js';
import { within } from '../lib/wait.js';
import type { NamedScenario } from './discover.js';
import type { Guest } from './guest.js';
import { troubleIn } from './kernel-log.js';
import { keepEvidence, type Outcome } from './outcome.js';

const LIMIT_MS = 60_000;
/** How much longer the same work takes there, on a machine that has other things to do as well. */
const SLOWER: Readonly<Record<KernelName, number>> = {
  '6.1': 6,
  '6.12': 6,
  '7.2': 6,
  'uml-fast': 2,
  'uml-debug': 5,
  'uml-smp': 5,
  'uml-6.1': 4,
  host: 2,
};
const TEARDOWN_LIMIT_MS = 180_000;
const PICTURES_LIMIT_MS = 60_000;

export interface OneOptions {
  readonly driver: DriverName;
  readonly results: string;
  /** Keep the evidence of what passed, too. */
  readonly keep?: boolean | undefined;
}

export async function runOne(scenario: NamedScenario, guest: Guest, options: OneOptions): Promise<Outcome> {
  const started = performance.now();
  guest.scenarios.push(scenario.name);
  const { machine, kernel, module } = guest;
  const context = new Context({ machine, driver: options.driver, module });
  const reasons: string[] = [];
  let pictures: Record<string, string> = {};
  const kernelLog: string[] = [];
  const readLog = async () => {
    // What the host's kernel says is about everybody's business, and not everybody may read it.
    if (kernel === 'host') return [];
    const lines = await machine.kernelLog();
    kernelLog.push(...lines);
    return troubleIn(lines);
  };
  const limit = (scenario.limitMs ?? LIMIT_MS) * SLOWER[kernel];
  try {
    // What the boot said is the boot's own affair (User-Mode Linux has reports of its own there).
    if (kernel !== 'host') await machine.kernelLog();
    const lost = machine.lost.then((why) => Promise.reject(new Error(`the guest was lost: ${why}`)));
    await within(Promise.race([scenario.run(context), lost]), 'the scenario has not ended', limit);
  } catch (error) {
    reasons.push(wordsOf(error));
    context.timeline.note(`failed: ${wordsOf(error)}`);
    pictures = await within(context.pictures(), 'no picture of the failure', PICTURES_LIMIT_MS).catch(
      (late: Error) => ({ 'pictures.txt': `${late.message}\n` }),
    );
  }
  try {
    reasons.push(...(await within(context.end(), 'teardown has not ended', TEARDOWN_LIMIT_MS)));
    reasons.push(...(await within(readLog(), 'the kernel log cannot be read', TEARDOWN_LIMIT_MS)));
  } catch (error) {
    reasons.push(wordsOf(error));
  }
  const milliseconds = performance.now() - started;
  const verdict = reasons.length === 0 ? 'passed' : 'failed';
  if (verdict === 'passed' && !options.keep) return { scenario, kernel, verdict, milliseconds, reasons };
  const evidence = {
    context,
    kernelLog,
    console: await guest.console(),
    pictures,
    before: guest.scenarios.slice(0, -1),
  };
  const folder = await keepEvidence(options.results, scenario, kernel, reasons, evidence);
  const seen = Object.values(pictures).join('\n');
  return { scenario, kernel, verdict, milliseconds, reasons, folder, seen };
}

/** An assertion's message with its difference, another error's message. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const hint = (error as { hint?: unknown }).hint;
  return typeof hint === 'string' ? `${error.message} (${hint})` : error.message;
}
