#!/usr/bin/env node
/**
 * Whether virtual time repeats: makes one laboratory several times over and compares what its daemons and its kernel
 * said, and when. `node packages/testbed/dist/api/measure-virtual-time.js [RUNS [SEED]]`
 */
import { readFile } from 'node:fs/promises';
import { labFolder } from '../daemon/run-folder.js';
import { placesOf } from '../lab/places.js';
import { Testbed } from './testbed.js';

const [runs = '10', seed = '1'] = process.argv.slice(2);
const SLEEP_MS = 60_000;
/** Wall clock and time since the boot of a guest, in nanoseconds; both at one moment, since computing takes no time. */
const CLOCKS =
  'for my $c (0, 1) { my $t = pack("q2", 0, 0); syscall(228, $c, $t); my ($s, $n) = unpack("q2", $t); print $s * 1000000000 + $n, " " }';

interface Event {
  /** Microseconds since the boot. */
  readonly at: bigint;
  readonly text: string;
}

interface Run {
  readonly upMs: number;
  readonly sleepMs: number;
  readonly slept: number;
  readonly events: readonly Event[];
}

async function run(): Promise<Run> {
  const began = performance.now();
  await using lab = await Testbed.up({
    name: `time-${process.pid}`,
    backend: 'uml',
    time: 'virtual',
    seed: Number(seed),
    nodes: { ap: { kind: 'ap', ssid: 'test', passphrase: 'a shared secret' } },
    stations: 3,
  });
  const up = performance.now();
  const before = await lab.clock.now();
  await lab.sleep(SLEEP_MS);
  const slept = (await lab.clock.now()) - before;
  const end = performance.now();
  await lab.node('sta1').ping('sta3');

  const [wall = 0n, boot = 0n] = (await lab.machine.exec(['perl', '-e', CLOCKS])).stdout
    .trim()
    .split(' ')
    .map(BigInt);
  const offset = (wall - boot) / 1000n;
  const events: Event[] = [];
  const places = placesOf(labFolder(lab.name), 'uml');
  for (const { name, node } of lab.nodes) {
    for (const line of (await readFile(places.log(node), 'utf8')).split('\n')) {
      const [, seconds, microseconds, text] = /^(\d+)\.(\d{6}): (.*)/.exec(line) ?? [];
      if (text === undefined) continue;
      events.push({
        at: BigInt(`${seconds}${microseconds}`) - offset,
        text: `${name}: ${withoutChance(text)}`,
      });
    }
  }
  for (const line of await lab.machine.kernelLog()) {
    const [, seconds = '', microseconds = '', text] = /^\[ *(\d+)\.(\d{6})\] (.*)/.exec(line) ?? [];
    const at = BigInt(seconds + microseconds);
    // Before its clock begins, it tells addresses that the host has chosen.
    if (text !== undefined && at > 0n) events.push({ at, text: `kernel: ${text}` });
  }
  events.push({ at: boot / 1000n, text: 'end' });
  events.sort((one, other) => Number(one.at - other.at));
  return { upMs: up - began, sleepMs: end - up, slept, events };
}

/** Wall-clock times inside of a line, and the random names of accounting sessions. */
const withoutChance = (text: string) =>
  text.replace(/^\d{10}\.\d{6}: /, '').replace(/(accounting session) [0-9A-F]+/, '$1');

let first: Run | undefined;
for (let turn = 1; turn <= Number(runs); turn++) {
  const one = await run();
  first ??= one;
  const { events } = first;
  const same = events.map(({ text }) => text).join('\n') === one.events.map(({ text }) => text).join('\n');
  const off = one.events.map(({ at }, index) => Math.abs(Number(at - (events[index]?.at ?? at))));
  console.log(
    `run ${turn}: up ${Math.round(one.upMs)} ms, ${one.slept.toFixed(3)} ms slept in ${Math.round(one.sleepMs)} ms, ` +
      `${one.events.length} events, ${same ? 'the same order' : 'ANOTHER ORDER'}, ` +
      `at most ${Math.max(...off)} us from the first run`,
  );
  if (process.env.SHOW)
    for (const { at, text } of one.events)
      console.log(`${(Number(at) / 1e6).toFixed(6).padStart(12)} ${text}`);
}
