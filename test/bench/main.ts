/** `npm run bench`: how fast the driver is and how much it carries, against yardsticks in the same guest and run. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bootRealTime } from './boot.js';
import { compileLoad } from './load.js';
import type { Part } from './part.js';
import { features } from './parts/features.js';
import { library } from './parts/library.js';
import { scale } from './parts/scale.js';
import { testbed } from './parts/testbed.js';
import { hwsim, throughput } from './parts/throughput.js';
import { times } from './parts/times.js';
import { type Row, reached, table } from './report.js';

const PARTS: readonly Part[] = [throughput, hwsim, features, scale, times, library, testbed];

const HELP = `npm run bench -- [options]

Measures the driver in a guest, against veth, a bridge and mac80211_hwsim in the same guest. Paths take
turns of a fraction of a second; medians count. Progress goes to stderr, the table to stdout.

  --only PART     one part, or several: --only throughput --only scale
  --kernel NAME   uml-fast (the default), 6.1 or 6.12
  --turns N       how often each path has its turn (default 20)
  --slice MS      how long a turn is (default 100)
  --instructions  count instructions instead of time (6.1, 6.12): repeats to a few in a thousand
  --json [FILE]   the rows as JSON, to stdout or to a file
  --help

Parts:
${PARTS.map(({ name, about }) => `  ${name.padEnd(14)}  ${about}`).join('\n')}

Example: npm run bench -- --only throughput --turns 40
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      kernel: { type: 'string', default: 'uml-fast' },
      only: { type: 'string', multiple: true },
      turns: { type: 'string', default: '20' },
      slice: { type: 'string', default: '100' },
      instructions: { type: 'boolean' },
      json: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const started = performance.now();
  const progress = (line: string) =>
    process.stderr.write(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${line}\n`);
  const parts = PARTS.filter(({ name }) => !values.only || values.only.includes(name));
  await compileLoad();
  const directory = await mkdtemp(join(tmpdir(), 'vwifi-bench-'));
  const { machine, module, kind } = await bootRealTime(values.kernel, directory, values.instructions);
  const rows: Row[] = [];
  try {
    for (const part of parts)
      rows.push(
        ...(await part.run(
          {
            machine,
            module,
            directory,
            kernelKind: kind,
            kernelName: values.kernel,
            turns: Number(values.turns),
            sliceMs: Number(values.slice),
            progress,
          },
          rows,
        )),
      );
  } finally {
    await machine.close();
    await rm(directory, { recursive: true, force: true });
  }
  const report = `${JSON.stringify({ kernel: machine.kernel, rows: rows.map((row) => ({ ...row, reached: reached(row) })) }, null, 2)}\n`;
  if (values.json === '-') process.stdout.write(report);
  else process.stdout.write(`${machine.kernel}\n${table(rows)}\n`);
  if (values.json && values.json !== '-') await writeFile(values.json, report);
  return 0;
}

process.exitCode = await main().catch((error: Error) => {
  process.stderr.write(`bench: ${error.message}\n`);
  return 1;
});
