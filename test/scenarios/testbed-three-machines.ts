import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const LAB = fileURLToPath(new URL('../../../labs/three-machines.yaml', import.meta.url));
const ALL_PAIRS = 6;
/** Within so long a laboratory of three machines is up, without KVM. */
const UP_LIMIT_S = 60;
/** Beacon loss: from the end of the access point's guest to the station's own event. */
const LOSS_LIMIT_S = 2;
/** Until that has been told. */
const TOLD_LIMIT_MS = 10_000;
/** Scans come in longer and longer intervals, the longest of them 5 s apart. */
const REJOIN_LIMIT_MS = 20_000;
const HEADER_BYTES = 28;

export default scenario(
  'three machines share an air; the one of the access point is killed and comes back',
  { only: ['host'], limitMs: 240_000, nightly: true },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    const table = async (...words: string[]) => {
      const { nodes, pings } = await testbed.status(...words);
      const rows = nodes.map(({ name, role, connected, ssid, address }) =>
        [name, role, connected, ssid, address].join(' '),
      );
      return { rows, pings: pings.filter(({ ok }) => ok).map(({ from, to }) => `${from} ${to}`) };
    };
    const connected = async (...names: string[]) => {
      const { nodes } = await testbed.status();
      assert.deepEqual(
        nodes.filter((node) => node.connected).map(({ name }) => name),
        names,
      );
    };
    const soon = (what: string, condition: () => Promise<unknown>, withinMs: number) =>
      context.eventually(
        what,
        () =>
          condition().then(
            () => true,
            () => false,
          ),
        withinMs,
      );

    const pidOf = async (guest: string) => {
      const { guests } = JSON.parse(await testbed.ok('status', '--json')) as {
        guests: { name: string; pid: number }[];
      };
      return guests.find(({ name }) => name === guest)?.pid;
    };
    const listens = (node: string) => testbed.ok('exec', node, '--', 'pgrep', '-x', 'iw');

    // The same file with either isolation gives the same.
    await testbed.ok('up', LAB, '--isolation', 'namespace', '--name', 'spaces');
    const inNamespaces = await table('--name', 'spaces');
    await testbed.ok('down', '--name', 'spaces');
    await testbed.ok('up', LAB, '--timeout', String(UP_LIMIT_S));
    assert.deepEqual(await table(), inNamespaces);
    assert.equal(inNamespaces.pings.length, ALL_PAIRS);

    // Kernels of their own, one node each, and each is its node.
    const boots = new Set<string>();
    for (const node of ['ap', 'sta1', 'sta2']) {
      assert.equal((await testbed.ok('exec', node, '--', 'hostname')).trim(), node);
      boots.add(await testbed.ok('exec', node, '--', 'cat', '/proc/sys/kernel/random/boot_id'));
      assert.doesNotMatch(await testbed.ok('exec', node, '--', 'dmesg'), /WARNING|BUG|Call Trace/);
    }
    assert.equal(boots.size, 3);
    assert.match(
      await testbed.ok('exec', 'sta1', '--', 'iw', 'dev', 'vw0', 'link'),
      /Connected to .*\n.*SSID: test/,
    );
    assert.match(await testbed.ok('logs', 'ap'), /AP-ENABLED/);
    assert.match(await testbed.ok('logs'), /^sta2: .*vwifi/m);
    assert.match(await testbed.refused('exec', '--', 'true'), /which one is meant: ap, sta1, sta2/);

    // What is sent is encrypted: a capture of the switch has nothing of it.
    const capture = `${testbed.folder}/wire.pcapng`;
    await testbed.ok('wire', '--record', capture);
    await testbed.ok('exec', 'sta1', '--', 'ping', '-c', '3', '-i', '0.2', '-p', 'cafe0bad', '10.0.0.3');
    await testbed.ok('wire', '--no-record');
    const pattern = String.raw`LC_ALL=C grep -caP '\xca\xfe\x0b\xad' ${capture}; true`;
    assert.equal((await context.attempt(pattern)).stdout.trim(), '0', 'no byte of the ping in the capture');
    const size = Number((await context.run(['stat', '-c', '%s', capture])).trim());
    assert.ok(size > 6 * (HEADER_BYTES + 84), `the pings are in it: ${size} bytes`);
    await context.run(['rm', capture]);

    // The wire delays what one machine sends.
    await testbed.ok('wire', 'sta1', '--delay', '30');
    const slow = await testbed.ok('exec', 'sta2', '--', 'ping', '-c', '3', '-i', '0.2', '10.0.0.2');
    assert.ok(Number(/= ([\d.]+)\//.exec(slow)?.[1]) >= 29, slow);
    await testbed.ok('wire', 'sta1', '--delay', '0');

    // A paused machine answers nobody, and goes on where it was.
    await testbed.ok('pause', 'sta2');
    assert.match(await testbed.refused('exec', 'sta2', '--', 'true'), /paused[\s\S]*testbed resume sta2/);
    assert.match(await testbed.ok('status'), /sta2 +station +vw0 +PAUSED/);
    assert.equal(
      (await testbed.run('exec', 'sta1', '--', 'ping', '-c', '1', '-W', '1', '10.0.0.3')).status,
      1,
    );
    await testbed.ok('resume', 'sta2');
    await soon('all are connected', () => connected('ap', 'sta1', 'sta2'), REJOIN_LIMIT_MS);

    // The access point's machine is killed; nobody but its restart is needed to have everybody back.
    const events = await Promise.all(
      ['sta1', 'sta2'].map((name) => testbed.start('exec', name, '--', 'iw', 'event', '-t')),
    );
    const pid = String(await pidOf('ap'));
    const end = await context.start('end', [
      'sh',
      '-c',
      `tail -s 0.02 --pid ${pid} -f /dev/null; date +%s.%N`,
    ]);
    await Promise.all(['sta1', 'sta2'].map((name) => soon('iw listens', () => listens(name), TOLD_LIMIT_MS)));
    await testbed.ok('kill', 'ap');
    const ended = Number(await end.output.next(/^\d+\.\d+$/, TOLD_LIMIT_MS));
    for (const event of events) {
      const [, noticed] = (await event.output.next(/^([\d.]+): .*: disconnected/, TOLD_LIMIT_MS)).map(Number);
      assert.ok(noticed);
      context.timeline.note(`noticed after ${noticed - ended} s`);
      assert.ok(noticed > ended && noticed - ended <= LOSS_LIMIT_S, `noticed after ${noticed - ended} s`);
      await event.stop();
    }
    await soon('testbed says so', () => connected(), TOLD_LIMIT_MS);
    await testbed.ok('restart', 'ap');
    await soon('the stations are back', () => connected('ap', 'sta1', 'sta2'), REJOIN_LIMIT_MS);
    assert.deepEqual(await table('--ping'), inNamespaces);

    // One that is killed behind our back is told of, and the others go on.
    await context.run(['kill', '-9', String(await pidOf('sta1'))]);
    await soon(
      'it is missed',
      async () => assert.match(await testbed.ok('status'), /sta1 is gone: .*SIGKILL/),
      5000,
    );
    assert.match(await testbed.ok('ls'), /up, without sta1/);
    assert.match(await testbed.refused('exec', 'sta1', '--', 'true'), /testbed restart sta1/);
    await testbed.ok('exec', 'sta2', '--', 'ping', '-c', '1', '10.0.0.1');
    await testbed.ok('down');
  },
);
