/** One line a scenario; a failed one says why, where its evidence is and how to repeat it. */
import { relative } from 'node:path';
import { type Outcome, repeatCommand } from './outcome.js';

/** Lines of what was seen at a failure that are printed; the whole of it is in the evidence. */
const SEEN_LINES = 90;
const MARK = { passed: 'ok  ', failed: 'FAIL', skipped: 'skip' } as const;

export function reportLines({
  scenario,
  kernel,
  verdict,
  milliseconds,
  reasons,
  folder,
  seen = '',
}: Outcome): string[] {
  const time = `${(milliseconds / 1000).toFixed(1).padStart(6)} s`;
  const lines = [`${time}  ${MARK[verdict]}  ${kernel.padEnd(9)}  ${scenario.name}`];
  if (verdict === 'skipped') return [`${lines[0]}: ${reasons.join('; ')}`];
  if (verdict === 'passed') return lines;
  const details = [scenario.title, ...reasons.flatMap((reason) => reason.split('\n')).slice(0, 12)];
  details.push(...seen.split('\n').filter(Boolean).slice(0, SEEN_LINES));
  if (folder) details.push(`evidence: ${relative(process.cwd(), folder)}`);
  details.push(`again:    ${repeatCommand(kernel, scenario.name)}`);
  return [...lines, ...details.map((line) => `          ${line}`)];
}
