/** An error as a person sees it: what failed and why, the lines that show it, and what to do. */
import { errorCode, errorMessage } from '../errors.js';
import { visibleLines } from '../visible.js';
import { coloursOf, type Terminal } from './terminal.js';

/** Errors of the system that say little by themselves. */
const inWords: Record<string, { readonly what: string; readonly hint: string }> = {
  ENOSPC: { what: 'the disk is full', hint: 'make room and try again' },
  EDQUOT: { what: 'the disk quota is used up', hint: 'make room and try again' },
  EMFILE: { what: 'too many files are open', hint: 'raise the limit with `ulimit -n`' },
};

export function errorText(error: unknown, colours = coloursOf({})): string {
  const words = inWords[errorCode(error) ?? ''];
  const message = words ? `${words.what} (${errorMessage(error)})` : errorMessage(error);
  const { hint = words?.hint, details } = (error ?? {}) as { hint?: string; details?: readonly string[] };
  // Some of it may be a guest's own words.
  return [
    `${colours.red('error:')} ${visibleLines(message)}`,
    ...(details ?? []).map((line) => colours.dim(`  | ${visibleLines(line)}`)),
    ...(hint ? [`${colours.yellow('hint:')} ${visibleLines(hint)}`] : []),
  ].join('\n');
}

export function reportError(terminal: Terminal, error: unknown): void {
  terminal.errors.write(`${errorText(error, coloursOf(terminal.errors))}\n`);
}
