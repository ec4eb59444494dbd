/**
 * `npm run bench:library`: the library against iw and pyroute2. Ends with status 1 when a target is missed.
 *
 *   npm run bench:library -- [--kernel uml-fast|6.1|6.12] [--seconds N] [--json]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCommandLine } from '../../lib/command-line.js';
import { Context } from '../../lib/context.js';
import { bootRealTime } from '../boot.js';
import { libraryRows, measureLibrary } from './measure.js';

const HELP = `npm run bench:library -- [options]

How many questions a second @vwifi/nl80211 asks, against spawning iw and against pyroute2, in one guest.

  --kernel NAME   uml-fast (the default), 6.1 or 6.12
  --seconds N     how long each is measured (default 2)
  --json          what was measured as JSON
  --help

Example: npm run bench:library -- --kernel 6.12
`;

const values = readCommandLine(HELP, {
  kernel: { type: 'string', default: 'uml-fast' },
  seconds: { type: 'string', default: '2' },
  json: { type: 'boolean' },
});
const directory = await mkdtemp(join(tmpdir(), 'vwifi-bench-'));
const { machine, module } = await bootRealTime(values.kernel, directory);
const context = new Context({ machine, driver: 'vwifi', module });
let status = 0;
try {
  const report = await measureLibrary(context, values.seconds);
  const { rows, missed } = libraryRows(report);
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ kernel: machine.kernel, ...report, missed }, null, 2)}\n`
      : `${machine.kernel}\n${rows.join('\n')}\n`,
  );
  for (const each of missed) process.stderr.write(`bench: ${each}\n`);
  status = missed.length > 0 ? 1 : 0;
} finally {
  for (const failure of await context.end()) process.stderr.write(`bench: ${failure}\n`);
  await machine.close();
  await rm(directory, { recursive: true, force: true });
}
process.exit(status);
