/** `npm run bench`: how fast the driver is and how much it carries, against yardsticks in the same guest and run. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCommandLine } from '../lib/command-line.js';
import { within } from '../lib/wait.js';
import { bootRealTime } from './boot.js';
import { chart } from './chart.js';
import { compileLoad } from './load.js';
import type { Part } from './part.js';
import { air } from './parts/air.js';
import { denylist } from './parts/denylist.js';
import { features } from './parts/features.js';
import { library } from './parts/library.js';
import { records } from './parts/records.js';
import { scale } from './parts/scale.js';
import { testbed } from './parts/testbed.js';
import { hwsim, throughput } from './parts/throughput.js';
import { times } from './parts/times.js';
import { type Row, reached, table } from './report.js';

const PARTS: readonly Part[] = [
  throughput,
  hwsim,
  features,
  denylist,
  ...scale,
  times,
  records,
  library,
  testbed,
  ...air,
];

/** The longest a part may take; an emulated processor takes long. */
const LIMIT_MS = 600_000;

const HELP = `npm run bench -- [options]

Measures the driver in a guest, against veth, a bridge and mac80211_hwsim in the same guest. Paths take
turns of a fraction of a second; medians count. Progress goes to stderr, the table to stdout.

  --only PART     one part, or several: --only throughput --only scale
  --kernel NAME   uml-fast (the default), 6.1 or 6.12
  --turns N       how often each path has its turn (default 20)
  --slice MS      how long a turn is (default 100)
  --instructions  count instructions instead of time (6.1, 6.12): repeats to a few in a thousand
  --json FILE     the rows as JSON, to a file, or to stdout instead of the table: --json -
  --chart FILE    the ratios as an SVG
  --from FILE     measure nothing: take the rows of an earlier --json, or of several
  --help

Parts:
${PARTS.map(({ name, about }) => `  ${name.padEnd(15)}  ${about}`).join('\n')}

Example: npm run bench -- --only throughput --turns 40
`;

interface Report {
  readonly kernel: string;
  readonly rows: readonly Row[];
  /** The parts that failed. */
  readonly missing: readonly string[];
}

interface Options {
  readonly kernel: string;
  readonly only?: string[] | undefined;
  readonly turns: string;
  readonly slice: string;
  readonly instructions?: boolean | undefined;
}

async function measure(values: Options): Promise<Report> {
  const started = performance.now();
  const progress = (line: string) =>
    process.stderr.write(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${line}\n`);
  const wants = (part: Part, name: string) => part.name === name || part.name.startsWith(`${name}-`);
  const unknown = values.only?.find((name) => !PARTS.some((part) => wants(part, name)));
  if (unknown !== undefined) throw new Error(`no part ${unknown}: see --help`);
  const [turns, sliceMs] = [Number(values.turns), Number(values.slice)];
  if (!(turns >= 1 && sliceMs >= 1)) throw new Error('--turns and --slice take numbers from 1 on');
  if (values.instructions && values.kernel.startsWith('uml'))
    throw new Error('--instructions needs an emulated processor: --kernel 6.1 or 6.12');
  const parts = PARTS.filter((part) => !values.only || values.only.some((name) => wants(part, name)));
  await compileLoad();
  const rows: Row[] = [];
  const missing: string[] = [];
  let release = '';
  // Each has a guest of its own: what one leaves behind, or breaks, is not the next one's.
  for (const part of parts) {
    const directory = await mkdtemp(join(tmpdir(), 'vwifi-bench-'));
    const { machine, module, kind } = await bootRealTime(values.kernel, directory, {
      countInstructions: values.instructions,
      // Nothing passes there while the host thinks.
      ...(part.virtualTime && { virtualTime: true, held: true }),
    });
    release = machine.kernel;
    try {
      const setting = { machine, module, directory, kernelKind: kind, kernelName: values.kernel };
      const run = part.run({ ...setting, turns, sliceMs, progress }, rows);
      rows.push(...(await within(run, `${part.name} takes too long`, LIMIT_MS)));
    } catch (error) {
      progress(`${part.name} failed: ${(error as Error).message}`);
      missing.push(part.name);
    } finally {
      await machine.close();
      await rm(directory, { recursive: true, force: true });
    }
  }
  return { kernel: `${release}${values.instructions ? ', instructions counted' : ''}`, rows, missing };
}

/** What earlier runs have found. */
async function reread(files: readonly string[]): Promise<Report> {
  const reports = await Promise.all(
    files.map(async (file) => JSON.parse(await readFile(file, 'utf8')) as Report),
  );
  return {
    kernel: [...new Set(reports.map(({ kernel }) => kernel))].join('; '),
    rows: reports.flatMap(({ rows }) => rows),
    missing: [],
  };
}

async function main(): Promise<number> {
  const values = readCommandLine(HELP, {
    kernel: { type: 'string', default: 'uml-fast' },
    only: { type: 'string', multiple: true },
    turns: { type: 'string', default: '20' },
    slice: { type: 'string', default: '100' },
    instructions: { type: 'boolean' },
    json: { type: 'string' },
    chart: { type: 'string' },
    from: { type: 'string', multiple: true },
  });
  const { kernel, rows, missing } = values.from ? await reread(values.from) : await measure(values);
  const judged = rows.map((row) => ({ ...row, reached: reached(row) }));
  const report = `${JSON.stringify({ kernel, rows: judged }, null, 2)}\n`;
  if (values.json === '-') process.stdout.write(report);
  else process.stdout.write(`${kernel}\n${table(rows)}\n`);
  if (values.json && values.json !== '-') await writeFile(values.json, report);
  if (values.chart) await writeFile(values.chart, chart(`vwifi on ${kernel}`, rows));
  if (missing.length) process.stderr.write(`bench: no figures of ${missing.join(', ')}\n`);
  return missing.length ? 1 : 0;
}

const status = await main().catch((error: Error) => {
  process.stderr.write(`bench: ${error.message}\n`);
  return 1;
});
// What a part that was given up still waits for does not hold us.
process.exit(status);
