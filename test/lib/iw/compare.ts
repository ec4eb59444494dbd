/** Whether the library and iw say the same. */
import assert from 'node:assert/strict';
import type { Context } from '../context.js';

const NUMBER = /-?\d+(?:\.\d+)?/g;

/** As one line of words: iw aligns with tabs, adds what follows from a number, and breaks lines. */
function tidy(line: string): string {
  return line
    .replace(/ usec \(\d+d, [\d:]+\)/, ' usec')
    .replace(/^(\t\t\* \[ \w+ \]): .*/, '$1')
    .replace(/:\s*/, ': ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** The lines that count, in an order of their own. */
export function iwLines(text: string, uncompared: readonly RegExp[] = []): string[] {
  return text
    .replaceAll(/,\n\t\t {3}(total|#)/g, ', $1')
    .split('\n')
    .filter((line) => line.trim() !== '' && !uncompared.some((pattern) => pattern.test(line)))
    .map(tidy)
    .sort();
}

const shape = (line: string): string => line.replaceAll(NUMBER, '#');

/** A number that grows lies between what the library read before and after; all others are the same. */
function between(before: string, line: string, after: string): boolean {
  if (shape(before) !== shape(line) || shape(after) !== shape(line)) return false;
  const numbers = [before, line, after].map((each) => each.match(NUMBER)?.map(Number) ?? []);
  const [low = [], middle = [], high = []] = numbers;
  return middle.every((value, i) => (low[i] ?? 0) <= value && value <= (high[i] ?? 0));
}

/** What is printed on one side only; undefined when there is nothing. */
export function difference(before: string[], iw: string[], after: string[]): string | undefined {
  const left = [...before].map(tidy).sort();
  const right = [...after].map(tidy).sort();
  const unmatched = [...iw].sort();
  const missing: string[] = [];
  for (const [index, line] of left.entries()) {
    const exact = unmatched.indexOf(line);
    const found =
      exact >= 0 ? exact : unmatched.findIndex((each) => between(line, each, right[index] ?? line));
    if (found < 0) missing.push(line);
    else unmatched.splice(found, 1);
  }
  if (missing.length + unmatched.length === 0) return undefined;
  return [
    ...missing.map((line) => `library only: ${line}`),
    ...unmatched.map((line) => `iw only: ${line}`),
  ].join('\n');
}

export interface Comparison {
  readonly what: string;
  /** What the library reads, in the words of iw. */
  readonly read: () => Promise<string[]>;
  readonly iw: () => Promise<string>;
  readonly uncompared?: readonly RegExp[];
}

/** Compares until nothing changed between two looks of the library; a difference that stays is a failure. Returns the lines. */
export async function compare(context: Context, { what, read, iw, uncompared }: Comparison): Promise<number> {
  let last = '';
  let lines = 0;
  try {
    await context.eventually(`${what}: the library reads what iw prints`, async () => {
      const before = await read();
      const printed = iwLines(await iw(), uncompared);
      last = difference(before, printed, await read()) ?? '';
      lines = printed.length;
      return last === '';
    });
  } catch (error) {
    assert.equal(last, '', `${what}: ${(error as Error).message}`);
    throw error;
  }
  assert.ok(lines > 0, `${what}: iw prints nothing`);
  return lines;
}
