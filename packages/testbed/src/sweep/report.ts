/** All results of a sweep as one table for programs (CSV), and as one for people. */
import type { Value } from '../lab/variables.js';
import type { RunResult } from './results.js';
import type { Sweep, SweepRun } from './sweep.js';

/** A run, and its result where there is one. */
export interface Row {
  readonly run: SweepRun;
  readonly key: string;
  readonly result: RunResult | undefined;
}

/** What is measured in any of them, in the order in which it comes. */
const measures = (rows: readonly Row[]): string[] => [
  ...new Set(rows.flatMap(({ result }) => Object.keys(result?.measured ?? {}))),
];

const rounded = (value: number): string => String(Number(value.toPrecision(6)));

/** As RFC 4180 has it; a spreadsheet shall not take text for a formula. */
function cell(value: Value | undefined): string {
  const text = value === undefined ? '' : String(value);
  const plain = typeof value === 'string' && /^[=+@\t-]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

const outcome = (result: RunResult | undefined): string =>
  result ? (result.ok ? 'ok' : 'failed') : 'missing';

/** One line a run, in the order of the file. Nothing of the clock of who ran it is in it: the same runs give the same text. */
export function csvOf({ variables }: Pick<Sweep, 'variables'>, rows: readonly Row[]): string {
  const measured = measures(rows);
  const lines = [
    [...variables, 'seed', 'outcome', ...measured, 'why'],
    ...rows.map(({ run, result }) => [
      ...variables.map((name) => run.values[name]),
      run.seed,
      outcome(result),
      ...measured.map((name) => {
        const value = result?.measured[name];
        return value === undefined ? undefined : Number(rounded(value));
      }),
      result?.why,
    ]),
  ];
  return lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

const spread = (values: readonly number[]): string => {
  if (values.length === 0) return '-';
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  const [least, most] = [Math.min(...values), Math.max(...values)].map((each) => Number(each.toPrecision(3)));
  const shown = Number(mean.toPrecision(3));
  return least === most ? String(shown) : `${shown} (${least} to ${most})`;
};

/** One line for each choice of values, over all its seeds: how many passed, and mean, least and most of what was measured. */
export function tableOf(
  { variables }: Pick<Sweep, 'variables'>,
  rows: readonly Row[],
): { readonly header: readonly string[]; readonly cells: readonly (readonly string[])[] } {
  const measured = measures(rows);
  const points = new Map<object, Row[]>();
  for (const row of rows) {
    const there = points.get(row.run.values);
    if (there) there.push(row);
    else points.set(row.run.values, [row]);
  }
  const cells = [...points.values()].map((group) => {
    const results = group.flatMap(({ result }) => result ?? []);
    return [
      ...variables.map((name) => String(group[0]?.run.values[name])),
      `${results.filter(({ ok }) => ok).length} of ${group.length}`,
      ...measured.map((name) => spread(results.flatMap((result) => result.measured[name] ?? []))),
    ];
  });
  return { header: [...variables, 'PASSED', ...measured], cells };
}
