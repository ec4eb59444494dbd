/** `npm run bench:kernels`: what User-Mode Linux kernels cost programs, in alternating rounds. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Machine } from '@vwifi/testbed';
import { readCommandLine } from '../lib/command-line.js';
import { bootRealTime } from './boot.js';
import { median } from './statistics.js';

const HELP = `npm run bench:kernels -- [options]

Boots the kernels in turns and measures in each what a system call, a page fault, a turn through two pipes, a fork with
exec, iw, Node and TCP over veth take. The table has the medians of the rounds, and how many times better the first kernel
is than each other one. A kernel with :ptrace behind it runs its programs so, whatever the host has.

  --kernel NAME    a kernel, the one to judge first (default: uml-fast, uml-fast:ptrace, uml-6.1)
  --rounds N       how often each has its turn (default 3)
  --json           the medians as JSON
  --help

Example: npm run bench:kernels -- --kernel uml-fast --kernel uml-6.1
`;

interface Measure {
  readonly name: string;
  readonly unit: string;
  /** Of the value in the table's unit. */
  readonly digits: number;
  readonly more?: 'is better';
}

const MEASURES: readonly Measure[] = [
  { name: 'boot', unit: 's', digits: 2 },
  { name: 'getpid', unit: 'us', digits: 1 },
  { name: 'page fault', unit: 'us', digits: 1 },
  { name: 'pipe round trip', unit: 'us', digits: 0 },
  { name: 'fork + exec', unit: 'ms', digits: 1 },
  { name: 'iw dev', unit: 'ms', digits: 0 },
  { name: 'node -e 0', unit: 'ms', digits: 0 },
  { name: 'TCP over veth', unit: 'Gbit/s', digits: 1, more: 'is better' },
];

const PROGRAM = fileURLToPath(new URL('../../build/kernel', import.meta.url));
const SOURCE = fileURLToPath(new URL('../../bench/programs/kernel.c', import.meta.url));
const TIMES = 5;

async function compile(): Promise<void> {
  await mkdir(dirname(PROGRAM), { recursive: true });
  await promisify(execFile)('gcc', ['-O2', '-static', '-Wall', '-o', PROGRAM, SOURCE]);
}

async function output(machine: Machine, script: string): Promise<string> {
  const { status, stdout, stderr } = await machine.exec(['sh', '-c', script], { timeoutMs: 120_000 });
  if (status !== 0) throw new Error(`${script}: status ${status}: ${stderr.trim()}`);
  return stdout;
}

/** Milliseconds of the best of several goes, by the guest's own clock. */
async function best(machine: Machine, command: string): Promise<number> {
  const now = `awk '{ print $1 }' /proc/uptime`;
  // The clock of /proc has hundredths: many in a row.
  const many = 10;
  const took: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const loop = `${now}; i=0; while [ $i -lt ${many} ]; do ${command} >/dev/null; i=$((i + 1)); done; ${now}`;
    const [from = 0, to = 0] = (await output(machine, loop)).trim().split('\n').map(Number);
    took.push(((to - from) * 1000) / many);
  }
  return Math.min(...took);
}

async function veth(machine: Machine): Promise<number> {
  await output(
    machine,
    `ip netns add k0 && ip netns add k1 && ip link add v0 netns k0 type veth peer name v1 netns k1 &&
     ip -n k0 addr add 10.9.0.1/24 dev v0 && ip -n k0 link set v0 up &&
     ip -n k1 addr add 10.9.0.2/24 dev v1 && ip -n k1 link set v1 up &&
     ip netns exec k1 iperf3 -s -D`,
  );
  const said = await output(
    machine,
    `for i in 1 2 3 4 5 6 7 8 9; do ip netns exec k0 iperf3 -c 10.9.0.2 -t 3 -J >/tmp/veth && break; sleep 0.2; done; cat /tmp/veth`,
  );
  const { end } = JSON.parse(said) as { end: { sum_received: { bits_per_second: number } } };
  return end.sum_received.bits_per_second / 1e9;
}

async function measure(kernel: string): Promise<Record<string, number>> {
  const directory = await mkdtemp(join(tmpdir(), 'vwifi-bench-'));
  const [name = '', userSpace] = kernel.split(':');
  const began = performance.now();
  const { machine } = await bootRealTime(name, directory, { userSpace });
  try {
    const boot = (performance.now() - began) / 1000;
    const program = new Map(
      (await output(machine, PROGRAM))
        .trim()
        .split('\n')
        .map((line) => line.split(' ') as [string, string]),
    );
    const nanoseconds = (which: string): number => Number(program.get(which));
    await output(machine, 'modprobe cfg80211; modprobe mac80211_hwsim; true');
    return {
      boot,
      getpid: nanoseconds('getpid') / 1e3,
      'page fault': nanoseconds('fault') / 1e3,
      'pipe round trip': nanoseconds('pipe') / 1e3,
      'fork + exec': nanoseconds('exec') / 1e6,
      'iw dev': await best(machine, 'iw dev'),
      'node -e 0': await best(machine, `${process.execPath} --single-threaded -e 0`),
      'TCP over veth': await veth(machine),
    };
  } finally {
    await machine.close();
    await rm(directory, { recursive: true, force: true });
  }
}

function text(kernels: readonly string[], medians: ReadonlyMap<string, Record<string, number>>): string {
  const of = (kernel: string, name: string): number => medians.get(kernel)?.[name] ?? Number.NaN;
  const [judged = '', ...others] = kernels;
  const head = ['', ...kernels, ...others.map((other) => `against ${other}`)];
  const rows = MEASURES.map(({ name, unit, digits, more }) => [
    name,
    ...kernels.map((kernel) => `${of(kernel, name).toFixed(digits)} ${unit}`),
    ...others.map((other) => {
      const ratio = of(other, name) / of(judged, name);
      return `${(more ? 1 / ratio : ratio).toFixed(1)} x`;
    }),
  ]);
  const widths = head.map((word, column) =>
    Math.max(word.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

async function main(): Promise<number> {
  const values = readCommandLine(HELP, {
    kernel: { type: 'string', multiple: true },
    rounds: { type: 'string', default: '3' },
    json: { type: 'boolean' },
  });
  const rounds = Number(values.rounds);
  if (!(rounds >= 1)) throw new Error('--rounds takes a number from 1 on');
  const kernels = values.kernel ?? ['uml-fast', 'uml-fast:ptrace', 'uml-6.1'];
  await compile();
  const found = new Map<string, Record<string, number>[]>(kernels.map((kernel) => [kernel, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const kernel of kernels) {
      process.stderr.write(`round ${round} of ${rounds}: ${kernel}\n`);
      found.get(kernel)?.push(await measure(kernel));
    }
  }
  const medians = new Map(
    [...found].map(([kernel, all]) => [
      kernel,
      Object.fromEntries(
        MEASURES.map(({ name }) => [name, median(all.map((one) => one[name] ?? Number.NaN))]),
      ),
    ]),
  );
  process.stdout.write(
    values.json ? `${JSON.stringify(Object.fromEntries(medians), null, 2)}\n` : `${text(kernels, medians)}\n`,
  );
  return 0;
}

process.exitCode = await main().catch((error: Error) => {
  process.stderr.write(`bench: ${error.message}\n`);
  return 1;
});
