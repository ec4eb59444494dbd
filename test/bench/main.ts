/**
 * `npm run bench`: how fast the driver hands frames over, against veth and against mac80211_hwsim, in one guest and
 * one run. Paths take turns, several times, since a machine is never quite quiet; the median counts.
 *
 *   npm run bench -- [--kernel uml-fast|6.1|6.12] [--repeat N] [--json]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Machine } from '@vwifi/testbed';
import { Context, type DriverName } from '../lib/context.js';
import { bootRealTime } from './boot.js';
import { MEASURES, type Measure } from './measures.js';
import { type Path, wifi, yardsticks } from './paths.js';

interface Row {
  readonly path: string;
  readonly measure: string;
  readonly unit: string;
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  /** The median over that of the path it is measured against, in the same turns. */
  readonly ratio?: number;
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

async function compare(context: Context, paths: readonly Path[], repeat: number): Promise<Row[]> {
  const taken = new Map<string, number[]>();
  const key = (path: string, measure: Measure) => `${path}\n${measure.name}`;
  for (const measure of MEASURES) {
    for (let turn = 0; turn < repeat; turn++) {
      for (const path of paths) {
        const value = await measure.take(context, path);
        const list = taken.get(key(path.name, measure)) ?? [];
        taken.set(key(path.name, measure), [...list, value]);
        process.stderr.write(`  ${measure.name}, ${path.name}: ${value.toFixed(0)} ${measure.unit}\n`);
      }
    }
  }
  return paths.flatMap((path) =>
    MEASURES.map((measure) => {
      const values = taken.get(key(path.name, measure)) ?? [];
      const yardstick = path.against && taken.get(key(path.against, measure));
      return {
        path: path.name,
        measure: measure.name,
        unit: measure.unit,
        median: median(values),
        lowest: Math.min(...values),
        highest: Math.max(...values),
        ...(yardstick && { ratio: median(values) / median(yardstick) }),
      };
    }),
  );
}

async function withDriver(
  machine: Machine,
  module: string,
  driver: DriverName,
  repeat: number,
): Promise<Row[]> {
  const context = new Context({ machine, driver, module });
  try {
    const paths = [...(await yardsticks(context)), ...(await wifi(context))];
    return await compare(context, paths, repeat);
  } finally {
    const failures = await context.end();
    for (const failure of failures) process.stderr.write(`bench: ${failure}\n`);
  }
}

function table(rows: readonly Row[]): string {
  const cells = rows.map(({ path, measure, unit, median, lowest, highest, ratio }) => [
    path,
    measure,
    `${median.toFixed(0)} ${unit}`,
    `${lowest.toFixed(0)} to ${highest.toFixed(0)}`,
    ratio === undefined ? '' : ratio.toFixed(2),
  ]);
  const head = ['path', 'measure', 'median', 'spread', 'ratio'];
  const widths = head.map((text, column) =>
    Math.max(text.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n');
}

const { values } = parseArgs({
  options: {
    kernel: { type: 'string', default: 'uml-fast' },
    repeat: { type: 'string', default: '3' },
    json: { type: 'boolean' },
  },
});
const directory = await mkdtemp(join(tmpdir(), 'vwifi-bench-'));
const { machine, module } = await bootRealTime(values.kernel, directory);
try {
  const repeat = Number(values.repeat);
  const rows: Row[] = [];
  for (const driver of ['vwifi', 'mac80211_hwsim'] as const)
    rows.push(...(await withDriver(machine, module, driver, repeat)));
  const report = { kernel: machine.kernel, repeat, rows };
  process.stdout.write(
    values.json ? `${JSON.stringify(report, null, 2)}\n` : `${machine.kernel}\n${table(rows)}\n`,
  );
} finally {
  await machine.close();
  await rm(directory, { recursive: true, force: true });
}
process.exit(0);
