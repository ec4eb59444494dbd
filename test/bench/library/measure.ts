/**
 * How fast the library reads, against iw, a process each time, and against Debian's python3-pyroute2, all in one guest
 * and one run.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Context } from '../../lib/context.js';
import { loadDriver } from '../../lib/driver.js';
import { iwRates, type Rates } from './iw.js';

/** How much faster than the others it has to be, in messages a second. */
export const TARGETS = { iw: 50, pyroute2: 5 } as const;

interface Inside {
  readonly decodeUs: number;
  readonly roundTrips: number;
  readonly survey: number;
  readonly events: { readonly perSecond: number; readonly lost: number };
  readonly networks: { readonly held: number; readonly decodeMs: number };
}

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** In a guest without a driver: loads vwifi, and measures for so many seconds a row. */
export async function measureLibrary(context: Context, seconds = '2') {
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

export type LibraryReport = Awaited<ReturnType<typeof measureLibrary>>;

const ratio = (library: number, other: number): string =>
  (library / other).toFixed(library < 20 * other ? 1 : 0);

/** The report as a table of Markdown, and what is wrong with it: targets that were missed, events that were lost. */
export function libraryRows({ library, iw, pyroute2 }: LibraryReport): {
  readonly rows: string[];
  readonly missed: string[];
} {
  const missed: string[] = [];
  const one = (title: string, key: keyof Rates): string => {
    const against = (name: keyof typeof TARGETS, other: Rates | undefined): string => {
      if (!other) return '-';
      const times = library[key] / other[key];
      if (times < TARGETS[name])
        missed.push(`${title}: ${times.toFixed(1)} times ${name}, not ${TARGETS[name]}`);
      return `${other[key].toFixed(0)} (${ratio(library[key], other[key])} times)`;
    };
    return `| ${title} | ${library[key].toFixed(0)} | ${against('iw', iw)} | ${against('pyroute2', pyroute2)} |`;
  };
  const rows = [
    '| messages read a second | @vwifi/nl80211 | iw, spawned | pyroute2 |',
    '|---|---|---|---|',
    one('an interface, asked one by one', 'roundTrips'),
    one('a survey, a dump', 'survey'),
    '',
    `decode: ${library.decodeUs.toFixed(2)} us a message`,
    `events: ${library.events.perSecond.toFixed(0)} a second, ${library.events.lost} lost`,
    `10 000 networks: ${library.networks.held.toFixed(1)} MB held, ${library.networks.decodeMs.toFixed(0)} ms to read all`,
  ];
  if (library.events.lost > 0) missed.push(`${library.events.lost} events were lost`);
  return { rows, missed };
}
