import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VWifi } from '@vwifi/nl80211';
import { network } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';
import { buildProgram } from '../lib/soak-program.js';

const STRANGER = fileURLToPath(new URL('../../programs/stranger.py', import.meta.url));
/** The system's: one of a version manager starts many processes first. */
const PYTHON = ['env', 'PATH=/usr/bin:/bin', 'python3'];
const THEIRS = '76:00:00:00:00:01';

export default scenario(
  'a kernel on the wire is found and forgotten; strangers who replay, alter and forge frames get nothing in',
  { debug: true, programs: ['python3', 'gcc'] },
  async (context) => {
    if (context.driver !== 'vwifi') return;
    const folder = await mkdtemp(join(tmpdir(), 'vwifi-soak-'));
    context.onEnd('remove the program', () => rm(folder, { recursive: true, force: true }));
    await context.run('ip link add w0 type veth peer name w1 && ip link set w1 up');
    context.onEnd('remove the wire', async () => void (await context.attempt('ip link del w0')));
    const { ap, stations } = await network(context, 1);
    const [station] = stations;
    assert.ok(station);
    const wifi = await VWifi.open({ socket: context.machine.openNetlink });
    context.onEnd('close the client', () => wifi.close());
    const { underlays } = wifi.vwifi;

    await assert.rejects(underlays.attach('nothing'), /no such device/);
    await assert.rejects(underlays.attach('lo'), /not an Ethernet device/);
    await assert.rejects(underlays.attach('w0'), /is down/);
    await assert.rejects(underlays.detach('w1'), /does not go over/);
    await context.run('ip link set w0 up');
    await underlays.attach('w0');
    await assert.rejects(underlays.attach('w0'), /already/);
    assert.deepEqual(
      (await underlays.list()).map(({ ifname, mtu, kernels }) => [ifname, mtu, kernels]),
      [['w0', 1500, 0]],
    );

    const stranger = (count: number, ...modes: string[]) =>
      context.run([...PYTHON, STRANGER, 'w1', String(count), '7', ...modes]);
    assert.match(await stranger(0, 'hello'), /heard [1-9]/);
    const staying = await context.start('stranger', [...PYTHON, STRANGER, 'w1', '0', '9', 'stay']);
    const found = await context.eventually('the stranger is found', async () =>
      (await underlays.remotes()).find(({ address, live }) => live && address === THEIRS),
    );
    assert.deepEqual([found?.role, found?.frequency, found?.live], ['accessPoint', 2437, true]);
    await wifi.denylist.add({ receiver: 'vw1', sender: THEIRS });
    assert.equal((await wifi.denylist.list())[0]?.sender, found?.id);
    await wifi.denylist.clear();
    await staying.stop('SIGKILL');

    await stranger(0, 'stranger');
    const named = await context.run('dmesg | grep "of the wire"');
    assert.equal(named.trim().split('\n').length, 1, 'a stranger is named once');

    const before = await station.pings(ap).then(() => underlays.list());
    await stranger(600, 'hello', 'random', 'mutated', 'replay', 'forged', 'hello', 'bye');
    await station.pings(ap);
    const after = await underlays.list();
    const dropped = (after[0]?.rxDropped ?? 0) - (before[0]?.rxDropped ?? 0);
    assert.ok(dropped > 600, `${dropped} frames of strangers were dropped`);
    await context.machine.writeFile('/tmp/soak', await readFile(await buildProgram(folder)), 0o755);
    await context.run(['/tmp/soak', 'wire', '7', '300', 'w1']);
    await station.pings(ap);
    await context.eventually(
      'who left is forgotten',
      async () => !(await underlays.remotes()).some(({ address }) => address === THEIRS),
      20_000,
    );

    await underlays.detach('w0');
    assert.deepEqual(await underlays.list(), []);
    await station.pings(ap);
  },
);
