/** What the benchmark found: rows, as a table for people and as JSON for programs. */
import { median, quantile } from './statistics.js';

/** A figure that is aimed at: the ratio where the row has one, otherwise the value. */
export interface Target {
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface Row {
  readonly part: string;
  readonly subject: string;
  readonly measure: string;
  readonly unit: string;
  readonly value: number;
  /** The quartiles, where it was measured several times. */
  readonly spread?: readonly [number, number];
  /** The median of the quotients of adjacent turns. */
  readonly ratio?: number;
  readonly against?: string;
  readonly target?: Target;
}

/** A row for something that was measured many times. */
export function rowOf(
  head: Pick<Row, 'part' | 'subject' | 'measure' | 'unit'>,
  values: readonly number[],
  yardstick?: { readonly name: string; readonly values: readonly number[] },
  target?: Target,
): Row {
  const quotients = yardstick && values.map((value, turn) => value / (yardstick.values[turn] ?? Number.NaN));
  return {
    ...head,
    value: median(values),
    ...(values.length > 1 && { spread: [quantile(values, 0.25), quantile(values, 0.75)] as const }),
    ...(yardstick && quotients && { ratio: median(quotients), against: yardstick.name }),
    ...(target && { target }),
  };
}

/** Whether a row is what it should be; undefined when nothing is aimed at. */
export function reached({ value, ratio, target }: Row): boolean | undefined {
  if (!target) return undefined;
  const figure = ratio ?? value;
  return figure >= (target.atLeast ?? Number.NEGATIVE_INFINITY) && figure <= (target.atMost ?? Infinity);
}

/** Three digits that count. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return '-';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toFixed(Math.min(digits, 3));
}

function targetText(row: Row): string {
  const { atLeast, atMost } = row.target ?? {};
  const least = atLeast !== undefined ? `>= ${atLeast}` : '';
  const most = atMost !== undefined ? `<= ${atMost}` : '';
  const aim = [least, most].filter(Boolean).join(', ');
  return aim && `${aim} ${reached(row) ? 'yes' : 'NO'}`;
}

export function table(rows: readonly Row[]): string {
  const head = ['part', 'what', 'measure', 'median', 'quartiles', 'ratio', 'against', 'aim'];
  const cells = rows.map((row) => [
    row.part,
    row.subject,
    row.measure,
    `${short(row.value)} ${row.unit}`,
    row.spread ? `${short(row.spread[0])} to ${short(row.spread[1])}` : '',
    row.ratio === undefined ? '' : row.ratio.toFixed(3),
    row.against ?? '',
    targetText(row),
  ]);
  const widths = head.map((text, column) =>
    Math.max(text.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n');
}
