#!/usr/bin/env node
/**
 * Whether virtual time repeats: makes one laboratory several times over and compares what its daemons, its kernels and
 * tcpdump said, and when. `node packages/testbed/dist/api/measure-virtual-time.js [RUNS [SEED [ISOLATION]]]`; with
 * `machine` as its isolation each node has a kernel of its own.
 */
import { readFile } from 'node:fs/promises';
import { labFolder } from '../daemon/run-folder.js';
import { placesOf } from '../lab/places.js';
import { Testbed } from './testbed.js';

const [runs = '10', seed = '1', isolation = 'namespace'] = process.argv.slice(2);
const SLEEP_MS = 60_000;
/** Wall clock and time since the boot of a guest, in nanoseconds; both at one moment, since computing takes no time. */
const CLOCKS =
  'for my $c (0, 1) { my $t = pack("q2", 0, 0); syscall(228, $c, $t); my ($s, $n) = unpack("q2", $t); print $s * 1000000000 + $n, " " }';

interface Event {
  /** Microseconds since the boot. */
  readonly at: bigint;
  readonly text: string;
  /** Of a kernel log, whose times are those of the scheduler's clock. */
  readonly logged?: boolean;
}

interface Run {
  readonly upMs: number;
  readonly sleepMs: number;
  readonly slept: number;
  readonly events: readonly Event[];
}

async function run(): Promise<Run> {
  const began = performance.now();
  const separate = isolation === 'machine';
  await using lab = await Testbed.up({
    name: `time-${process.pid}`,
    backend: 'uml',
    time: 'virtual',
    isolation: separate ? 'machine' : 'namespace',
    seed: Number(seed),
    nodes: { ap: { kind: 'ap', ssid: 'test', passphrase: 'a shared secret' } },
    stations: separate ? 2 : 3,
  });
  const up = performance.now();
  // What the access point hears.
  const dump = await lab.node('ap').spawn(['tcpdump', '-l', '-n', '-tt', '-i', lab.node('ap').interface]);
  let heard = '';
  dump.onOutput((stream, data) => {
    if (stream === 'stdout') heard += data.toString();
  });
  await lab.sleep(1000);
  const before = await lab.clock.now();
  const asleep = performance.now();
  await lab.sleep(SLEEP_MS);
  const sleepMs = performance.now() - asleep;
  const slept = (await lab.clock.now()) - before;
  await lab.node('sta1').ping('sta2');
  await lab.node('sta2').ping('ap');
  await lab.sleep(1000);
  dump.kill('SIGTERM');

  /** Of a kernel, named by a node in it: its boot on its wall clock, and what time it is since then; microseconds. */
  const clocks = async (netns?: string) => {
    const { stdout } = await lab.machine.exec(['perl', '-e', CLOCKS], netns === undefined ? {} : { netns });
    const [wall = 0n, boot = 0n] = stdout.trim().split(' ').map(BigInt);
    return { booted: (wall - boot) / 1000n, now: boot / 1000n };
  };
  const events: Event[] = [];
  const kernels = separate ? lab.nodes.map(({ name }) => name) : [undefined];
  const booted = new Map<string | undefined, bigint>();
  for (const kernel of kernels) {
    const clock = await clocks(kernel);
    booted.set(kernel, clock.booted);
    events.push({ at: clock.now, text: `${kernel ?? 'kernel'}: end` });
    for (const line of await lab.machine.kernelLog(separate ? { netns: kernel } : {})) {
      const [, seconds = '', microseconds = '', text] = /^\[ *(\d+)\.(\d{6})\] (.*)/.exec(line) ?? [];
      const at = BigInt(seconds + microseconds);
      // Before its clock begins, it tells addresses that the host has chosen.
      if (text !== undefined && at > 0n)
        events.push({ at, text: `${kernel ?? 'kernel'}: ${text}`, logged: true });
    }
  }
  const places = placesOf(labFolder(lab.name), 'uml');
  const take = (name: string, line: string) => {
    const [, seconds, microseconds, text] = /^(\d+)\.(\d{6}):? (.*)/.exec(line) ?? [];
    if (text === undefined) return;
    const offset = booted.get(separate ? name : undefined) ?? 0n;
    events.push({
      at: BigInt(`${seconds}${microseconds}`) - offset,
      text: `${name}: ${withoutChance(text)}`,
    });
  };
  for (const { name, node } of lab.nodes)
    for (const line of (await readFile(places.log(node), 'utf8')).split('\n')) take(name, line);
  for (const line of heard.split('\n')) take('ap', line);
  events.sort((one, other) => Number(one.at - other.at));
  return { upMs: up - began, sleepMs, slept, events };
}

/** Wall-clock times inside of a line, the random names of accounting sessions, and what is random in a packet. */
const withoutChance = (text: string) =>
  text
    .replace(/^\d{10}\.\d{6}: /, '')
    .replace(/(accounting session) [0-9A-F]+/, '$1')
    .replace(/\bid \d+/, 'id');

let first: Run | undefined;
for (let turn = 1; turn <= Number(runs); turn++) {
  const one = await run();
  first ??= one;
  const { events } = first;
  const same = events.map(({ text }) => text).join('\n') === one.events.map(({ text }) => text).join('\n');
  const off = (which: boolean) =>
    Math.max(
      ...one.events.map(({ at, logged = false }, index) =>
        logged === which ? Math.abs(Number(at - (events[index]?.at ?? at))) : 0,
      ),
    );
  console.log(
    `run ${turn}: up ${Math.round(one.upMs)} ms, ${one.slept.toFixed(3)} ms slept in ${Math.round(one.sleepMs)} ms, ` +
      `${one.events.length} events, ${same ? 'the same order' : 'ANOTHER ORDER'}, ` +
      `at most ${off(false)} us from the first run, in kernel logs ${off(true)} us`,
  );
  if (process.env.SHOW)
    for (const { at, text } of one.events)
      console.log(`${(Number(at) / 1e6).toFixed(6).padStart(12)} ${text}`);
}
