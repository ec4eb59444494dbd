/** How a scenario ended on a kernel, and the folder that a failed one leaves. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../lib/context.js';
import type { KernelName } from '../lib/scenario.js';
import type { NamedScenario } from './discover.js';

export interface Outcome {
  readonly scenario: NamedScenario;
  readonly kernel: KernelName;
  readonly verdict: 'passed' | 'failed' | 'skipped';
  readonly milliseconds: number;
  /** Why it failed or was skipped. */
  readonly reasons: readonly string[];
  /** What a failed one left. */
  readonly folder?: string;
  /** What was to be seen when it failed: evidence for those who have no more than what was printed. */
  readonly seen?: string;
}

export interface Evidence {
  readonly context?: Context | undefined;
  readonly kernelLog: readonly string[];
  readonly console: string;
  /** What was to be seen at the failure, by file name. */
  readonly pictures?: Readonly<Record<string, string>>;
  /** What had run in the same guest, in order. */
  readonly before?: readonly string[];
}

/** The command that repeats scenarios on one kernel. */
export const repeatCommand = (kernel: KernelName, ...scenarios: readonly string[]) =>
  `node tools/test.mjs --guest${scenarios.map((name) => ` --only ${name}`).join('')} --kernel ${kernel}`;

/** Writes test-results/<scenario>-<kernel>/ and returns its path. */
export async function keepEvidence(
  results: string,
  scenario: NamedScenario,
  kernel: KernelName,
  reasons: readonly string[],
  { context, kernelLog, console, pictures = {}, before = [] }: Evidence,
): Promise<string> {
  const folder = join(results, `${scenario.name}-${kernel}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const again = [`Again: ${repeatCommand(kernel, scenario.name)}`];
  if (before.length > 0)
    again.push(`In company, as it was: ${repeatCommand(kernel, ...before, scenario.name)}`);
  const files: Record<string, string> = {
    'failure.txt': `${scenario.title}\n\n${reasons.join('\n')}\n\n${again.join('\n')}\n`,
    'kernel.log': `${kernelLog.join('\n')}\n`,
    'console.log': console,
    ...pictures,
  };
  if (context) {
    files['timeline.txt'] = context.timeline.toString();
    for (const program of context.programs) files[`${program.name}.log`] = program.output.toString();
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}
