/**
 * `npm run bench:library`: how fast the library reads, against iw, a process each time, and against Debian's
 * python3-pyroute2, all in one guest and one run. The targets are 50 times iw and 5 times pyroute2.
 *
 *   npm run bench:library -- [--kernel uml-fast|6.1|6.12] [--seconds N] [--json]
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Context } from '../../lib/context.js';
import { loadDriver } from '../../lib/driver.js';
import { bootRealTime } from '../boot.js';
import { iwRates, type Rates } from './iw.js';

interface Inside {
  readonly decodeUs: number;
  readonly roundTrips: number;
  readonly survey: number;
  readonly events: { readonly perSecond: number; readonly lost: number };
  readonly networks: { readonly held: number; readonly decodeMs: number };
}

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

async function measure(context: Context, seconds: string) {
  await loadDriver(context, { station: 1 });
  await context.run('ip link set vw0 up');
  const inside = await context.run([
    process.execPath,
    '--expose-gc',
    here('inside.js'),
    'vw0',
    'vw_phy0',
    seconds,
  ]);
  const index = (await context.run('cat /sys/class/net/vw0/ifindex')).trim();
  await context.machine.writeFile('/tmp/others.py', await readFile(here('../../../bench/library/others.py')));
  const python = await context.attempt(['/usr/bin/python3', '/tmp/others.py', index, seconds]);
  if (python.status !== 0)
    process.stderr.write(
      `bench: no pyroute2 (apt-get install python3-pyroute2): ${python.stderr.trim().split('\n').at(-1)}\n`,
    );
  return {
    library: JSON.parse(inside) as Inside,
    iw: await iwRates(context),
    ...(python.status === 0 ? { pyroute2: JSON.parse(python.stdout) as Rates } : {}),
  };
}

type Report = Awaited<ReturnType<typeof measure>>;

function rows({ library, iw, pyroute2 }: Report): string[] {
  const one = (title: string, key: keyof Rates): string => {
    const against = (other: Rates | undefined): string =>
      other ? `${other[key].toFixed(0)} (1/${(library[key] / other[key]).toFixed(1)})` : '-';
    return `| ${title} | ${library[key].toFixed(0)} | ${against(iw)} | ${against(pyroute2)} |`;
  };
  return [
    '| messages read a second | @vwifi/nl80211 | iw, spawned | pyroute2 |',
    '|---|---|---|---|',
    one('an interface, asked one by one', 'roundTrips'),
    one('a survey, a dump', 'survey'),
    '',
    `decode: ${library.decodeUs.toFixed(2)} us a message`,
    `events: ${library.events.perSecond.toFixed(0)} a second, ${library.events.lost} lost`,
    `10 000 networks: ${library.networks.held.toFixed(1)} MB held, ${library.networks.decodeMs.toFixed(0)} ms to read all`,
  ];
}

const { values } = parseArgs({
  options: {
    kernel: { type: 'string', default: 'uml-fast' },
    seconds: { type: 'string', default: '2' },
    json: { type: 'boolean' },
  },
});
const directory = await mkdtemp(join(tmpdir(), 'vwifi-bench-'));
const { machine, module } = await bootRealTime(values.kernel, directory);
const context = new Context({ machine, driver: 'vwifi', module });
try {
  const report = await measure(context, values.seconds);
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ kernel: machine.kernel, ...report }, null, 2)}\n`
      : `${machine.kernel}\n${rows(report).join('\n')}\n`,
  );
} finally {
  for (const failure of await context.end()) process.stderr.write(`bench: ${failure}\n`);
  await machine.close();
  await rm(directory, { recursive: true, force: true });
}
process.exit(0);
