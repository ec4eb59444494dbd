import assert from 'node:assert/strict';
import { findKernel, kernels } from '@vwifi/kernel';
import { type LabSpec, Testbed } from '@vwifi/testbed';
import { shellOn } from '../lib/lab-shell.js';
import { scenario } from '../lib/scenario.js';

const lab: LabSpec = {
  isolation: 'machine',
  time: 'virtual',
  backend: 'uml',
  kernel: 'uml-fast',
  seed: 7,
  nodes: { ap: { kind: 'ap', ssid: 'test', passphrase: 'a shared secret' } },
  stations: 2,
};
const RUNS = 3;
/** More than a daemon says. */
const LINES = 10_000;
/** What a machine misses while it stands still is longer than a station waits for beacons. */
const PAUSE_MS = 5000;
const DELAY_MS = 30;

/** Names of accounting sessions and numbers of packets are random; all else is the same in each run. */
const withoutChance = (line: string) =>
  line
    .replace(/^\d{10}\.\d{6}: /, '')
    .replace(/(accounting session) [0-9A-F]+/, '$1')
    .replace(/\bid \d+/, 'id');

/** One run: what the daemons said, what tcpdump saw and what ping measured, each with its microsecond. */
async function run(turn: number): Promise<readonly string[]> {
  await using testbed = await Testbed.up({ ...lab, name: `shared-${process.pid}-${turn}` });
  const shell = shellOn(testbed);
  // Told since the laboratory's first second, on a wall clock that begins with another one in each run.
  const [start = 0] = (await shell('ap', 'date +%s.%N; cut -d" " -f1 /proc/uptime'))
    .trim()
    .split('\n')
    .map(Number);
  const epoch = Math.floor(start - (await testbed.clock.now()) / 1000 + 0.5);
  const since = (line: string) =>
    line.replace(/^(\d{10})(\.\d{6}):? /, (_, seconds, rest) => `${Number(seconds) - epoch}${rest} `);
  const said: string[] = [];
  const note = (name: string, text: string) =>
    said.push(
      ...text
        .split('\n')
        .filter((line) => /^\d{10}\./.test(line))
        .map((line) =>
          `${name}: ${since(line)}`.replace(/(: \S+ )(.*)/, (_, at, rest) => at + withoutChance(rest)),
        ),
    );

  const dump = await testbed.node('ap').spawn(['tcpdump', '-l', '-n', '-tt', '-i', 'vw0']);
  let seen = '';
  dump.onOutput((stream, data) => {
    if (stream === 'stdout') seen += data.toString();
  });
  await testbed.sleep(500);

  // All clocks are one, and a command costs none of it.
  const times = [];
  for (const name of ['ap', 'sta1', 'sta2'])
    times.push(await shell(name, 'cat /proc/uptime | cut -d" " -f1'));
  assert.equal(new Set(times).size, 1, times.join());
  said.push(`uptime ${times[0]?.trim()}`);

  // The cable's delay is the guests' time, exactly.
  await testbed.wire({ delayMs: DELAY_MS, node: 'sta1' });
  const pinged = await shell('sta1', 'ping -c 3 10.0.0.1');
  for (const [, ms] of pinged.matchAll(/time=([\d.]+) ms/g))
    assert.ok(Number(ms) >= DELAY_MS && Number(ms) < DELAY_MS + 1, pinged);
  said.push(pinged);
  await testbed.wire({ delayMs: 0, node: 'sta1' });

  // A machine that stands still holds nobody up, and has the others' time when it goes on.
  await testbed.node('sta2').pause();
  await testbed.sleep(PAUSE_MS);
  assert.match((await testbed.node('sta1').exec(['ping', '-c', '1', '10.0.0.1'])).stdout, /1 received/);
  await testbed.node('sta2').resume();
  await testbed.sleep(PAUSE_MS);
  said.push(`uptime ${await shell('sta2', 'cut -d" " -f1 /proc/uptime')}`);

  // So does one that ends; a new one in its place is in the same time.
  await testbed.node('sta1').kill();
  await testbed.sleep(PAUSE_MS);
  await testbed.node('sta1').restart();
  await testbed.sleep(PAUSE_MS);
  assert.match((await testbed.node('sta1').exec(['ping', '-c', '1', '10.0.0.3'])).stdout, /1 received/);
  const walls = [];
  for (const name of ['ap', 'sta1', 'sta2']) walls.push(await shell(name, 'date +%s.%N'));
  assert.equal(new Set(walls).size, 1, walls.join());

  dump.kill('SIGTERM');
  await dump.exited;
  note('tcpdump', seen);
  for (const name of ['ap', 'sta1', 'sta2'])
    note(name, (await testbed.node(name).lastLines(LINES)).join('\n'));
  for (const name of ['ap', 'sta1', 'sta2'])
    assert.doesNotMatch(await shell(name, 'dmesg'), /WARNING|BUG|Call Trace/);
  return said;
}

export default scenario(
  'three machines share one virtual time: what happens in them happens at the same microsecond in each run',
  { only: ['host'], limitMs: 240_000, programs: ['tcpdump'] },
  async () => {
    // An older kernel is what there is where the newer one is not served.
    if (findKernel('uml-fast', kernels())?.release.startsWith('6.1.')) {
      await assert.rejects(run(0), { code: 'NO_VIRTUAL_TIME', message: /cannot share its virtual time/ });
      return;
    }
    const first = await run(0);
    assert.ok(first.length > 60, `${first.length} lines`);
    for (let turn = 1; turn < RUNS; turn++) assert.deepEqual(await run(turn), first);
  },
);
