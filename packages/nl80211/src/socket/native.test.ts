import { spawn, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { RouteNetlink } from '../client/route.js';
import { GenericNetlink } from '../genl/generic.js';
import { joinMessage, NLM_F } from '../wire/message.js';
import { nativeSocket } from './native.js';
import type { NetlinkEvent } from './socket.js';

/** Processes and system calls are slow on a busy machine; the default of five seconds is for computation. */
const PATIENCE = 60_000;

const ADDON = join(
  dirname(dirname(dirname(fileURLToPath(import.meta.url)))),
  'build/Release/vwifi_nl80211.node',
);

/** A request for the list of families, which anybody may make. */
const LIST_FAMILIES = joinMessage({
  type: 16,
  flags: NLM_F.REQUEST | NLM_F.DUMP,
  sequence: 1,
  payload: Uint8Array.of(3, 1, 0, 0),
});

/** A program that opens a socket with the bare addon, asks for the families and says how many bytes came. */
const PROGRAM = `
  const { Socket } = require(${JSON.stringify(ADDON)});
  const bytes = Uint8Array.from(Buffer.from('${Buffer.from(LIST_FAMILIES).toString('hex')}', 'hex'));
  const ask = (told) => {
    const socket = new Socket('netlink', 16, '', 0);
    socket.listen((data) => { if (data) told(data.length, socket); });
    if (socket.send(bytes) !== 0) throw new Error('send');
    return socket;
  };`;

function run(body: string, ...flags: string[]) {
  const environment = { ...process.env, NODE_OPTIONS: '' };
  const options = { encoding: 'utf8' as const, env: environment, timeout: 30_000 };
  return spawnSync(process.execPath, [...flags, '-e', PROGRAM + body], options);
}

test(
  'asks the kernel for its families',
  async () => {
    await using netlink = await GenericNetlink.open(nativeSocket);
    const families = await netlink.listFamilies();
    expect(families).toContainEqual(expect.objectContaining({ name: 'nlctrl', id: 16 }));
    await expect(netlink.family('no-such-family')).rejects.toMatchObject({ code: 'NO_FAMILY' });
  },
  PATIENCE,
);

test(
  'a request upon every answer leaves the event loop its turns',
  async () => {
    await using route = await RouteNetlink.open(nativeSocket);
    let turns = 0;
    let answers = 0;
    const turn = setInterval(() => turns++, 1);
    while (turns < 5) answers += (await route.links()).length > 0 ? 1 : 0;
    clearInterval(turn);
    expect(answers).toBeGreaterThan(5);
  },
  PATIENCE,
);

test(
  'asks the kernel for its links and addresses',
  async () => {
    await using route = await RouteNetlink.open(nativeSocket);
    const loopback = (await route.links()).find(({ name }) => name === 'lo');
    expect(loopback).toMatchObject({ index: expect.any(Number), mac: '00:00:00:00:00:00' });
    expect(await route.addresses(loopback?.index)).toEqual(
      expect.arrayContaining([expect.objectContaining({ address: '127.0.0.1', prefixLength: 8 })]),
    );
  },
  PATIENCE,
);

test(
  'two sockets have two addresses, and answer side by side',
  async () => {
    await using first = await GenericNetlink.open(nativeSocket);
    await using second = await GenericNetlink.open(nativeSocket);
    const [a, b] = await Promise.all([first.listFamilies(), second.listFamilies()]);
    expect(a).toEqual(b);
    await using one = await nativeSocket({ protocol: 16 });
    await using two = await nativeSocket({ protocol: 16 });
    expect(one.portId).not.toBe(two.portId);
  },
  PATIENCE,
);

test(
  'a refusal is the errno of the system',
  async () => {
    await expect(nativeSocket({ protocol: 16, netns: 'vwifi-no-such-namespace' })).rejects.toMatchObject({
      code: 'ENOENT',
      errno: 2,
      message: expect.stringContaining('ip netns add NAME'),
    });
    await expect(nativeSocket({ protocol: 16, netns: { path: '/dev/null' } })).rejects.toThrow(
      /EINVAL|EPERM/,
    );
    await expect(nativeSocket({ protocol: 99 })).rejects.toMatchObject({ code: 'BAD_ARGUMENT' });
    await expect(nativeSocket({ protocol: 16, netns: '../etc' })).rejects.toMatchObject({
      code: 'BAD_ARGUMENT',
    });
    await using socket = await nativeSocket({ protocol: 16 });
    await expect(socket.join(0)).rejects.toMatchObject({ name: 'SocketError' });
  },
  PATIENCE,
);

test(
  'close is told once, and nothing works after it',
  async () => {
    const socket = await nativeSocket({ protocol: 16 });
    const events: NetlinkEvent[] = [];
    socket.listen((event) => events.push(event));
    await socket.close();
    await socket.close();
    expect(events).toEqual([{ kind: 'closed' }]);
    await expect(socket.send(LIST_FAMILIES)).rejects.toMatchObject({ code: 'CLOSED' });
  },
  PATIENCE,
);

test(
  'what overflows the buffer is an overrun, and the socket lives on',
  async () => {
    await using socket = await nativeSocket({ protocol: 16, receiveBuffer: 1 });
    const kinds = new Set<string>();
    let wake = (): void => {};
    socket.listen(({ kind }) => {
      kinds.add(kind);
      wake();
    });
    // Answers to plain requests are queued at once: many requests in one turn are more than the smallest buffer holds.
    const request = joinMessage({
      type: 16,
      flags: NLM_F.REQUEST,
      sequence: 1,
      payload: Uint8Array.of(3, 1, 0, 0, 6, 0, 1, 0, 16, 0, 0, 0),
    });
    for (let i = 0; i < 200; i++) await socket.send(request).catch(() => {});
    while (!kinds.has('overrun')) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    kinds.clear();
    await socket.send(request);
    while (!kinds.has('data')) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    expect([...kinds]).toEqual(['data']);
  },
  PATIENCE,
);

test(
  'an unused or forgotten socket survives garbage collection, and a listening one keeps working',
  () => {
    const { status, stdout, stderr } = run(
      `
    for (let i = 0; i < 200; i++) new Socket('netlink', 16, '', 0);
    globalThis.gc();
    const before = require('node:fs').readdirSync('/proc/self/fd').length;
    setImmediate(() => {
      globalThis.gc();
      setImmediate(() => {
        const after = require('node:fs').readdirSync('/proc/self/fd').length;
        ask((length, socket) => { console.log(length > 100, after < 150); socket.close(); });
        globalThis.gc();
      });
    });`,
      '--expose-gc',
    );
    expect([stdout, stderr, status]).toEqual(['true true\n', '', 0]);
  },
  PATIENCE,
);

test(
  'the process may exit with sockets open',
  () => {
    const { status, stdout, stderr } = run(
      'ask((length) => { console.log(length > 100); process.exit(3); });',
    );
    expect([stdout, stderr, status]).toEqual(['true\n', '', 3]);
  },
  PATIENCE,
);

test(
  'an open socket that was told not to does not keep the process',
  () => {
    const { status, stderr } = run('ask(() => {}).keepAlive(false);');
    expect([stderr, status]).toEqual(['', 0]);
  },
  PATIENCE,
);

test(
  'an exception of a listener is an uncaught exception, not a crash',
  () => {
    const { status, stderr } = run('ask(() => { throw new Error("from the listener"); });');
    expect(stderr).toContain('from the listener');
    expect(status).toBe(1);
  },
  PATIENCE,
);

test(
  'works in worker threads, which may end or be ended with sockets open',
  async () => {
    const body = `${PROGRAM} const { parentPort } = require('node:worker_threads'); ask((length) => parentPort.postMessage(length)); ask(() => {});`;
    const workers = Array.from({ length: 4 }, () => new Worker(body, { eval: true, execArgv: [] }));
    const lengths = await Promise.all(
      workers.map(
        (worker) => new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject)),
      ),
    );
    for (const length of lengths) expect(length).toBeGreaterThan(100);
    const codes = await Promise.all(workers.map((worker) => worker.terminate()));
    expect(codes).toEqual([1, 1, 1, 1]);
    const leaving = new Worker(`${PROGRAM} ask(() => process.exit(5));`, { eval: true, execArgv: [] });
    expect(await new Promise((resolve) => leaving.once('exit', resolve))).toBe(5);
  },
  PATIENCE,
);

test(
  'opens a socket in another namespace and leaves the caller in its own',
  async () => {
    // Needs the right to make a namespace; elsewhere this is tested in a guest.
    const holder = spawn('unshare', ['--net', 'sh', '-c', 'echo ready; exec cat'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const ready = await new Promise<boolean>((resolve) => {
      holder.stdout.once('data', () => resolve(true));
      holder.once('exit', () => resolve(false));
      holder.once('error', () => resolve(false));
    });
    if (!ready || holder.pid === undefined) {
      process.stdout.write('skipped: no right to make a network namespace\n');
      return;
    }
    try {
      await using home = await RouteNetlink.open(nativeSocket);
      const before = await home.links();
      await using away = await RouteNetlink.open(nativeSocket, { pid: holder.pid });
      const links = await away.links();
      expect(links.map(({ name, up }) => [name, up])).toContainEqual(['lo', false]);
      await away.setUp(1, true);
      await away.addAddress(1, '10.1.2.3/24');
      await away.addAddress(1, 'fd00::1:2/64');
      const addresses = (await away.addresses(1)).map(
        ({ address, prefixLength }) => `${address}/${prefixLength}`,
      );
      expect(addresses).toEqual(expect.arrayContaining(['10.1.2.3/24', 'fd00::1:2/64']));
      await expect(away.addAddress(1, '10.1.2.3/24')).rejects.toMatchObject({ code: 'EEXIST' });
      await away.removeAddress(1, '10.1.2.3/24');
      expect((await away.links())[0]?.up).toBe(true);
      await using again = await RouteNetlink.open(nativeSocket);
      expect(await again.links()).toEqual(before);
    } finally {
      holder.stdin.end();
    }
  },
  PATIENCE,
);

/** Runs a program as root of a user namespace whose network namespace is somebody else's; undefined: not allowed here. */
function runAsRootOfUsers(body: string) {
  const mapped = ['--user', '--map-root-user'];
  if (spawnSync('unshare', [...mapped, 'unshare', '--net', 'true']).status !== 0) return undefined;
  const environment = { ...process.env, NODE_OPTIONS: '' };
  const options = { encoding: 'utf8' as const, env: environment, timeout: 30_000 };
  return spawnSync('unshare', [...mapped, process.execPath, '-e', PROGRAM + body], options);
}

test(
  'who may enter a namespace and not come back opens a socket there, and goes on at home',
  () => {
    const ran = runAsRootOfUsers(`
    const { readlinkSync } = require('node:fs');
    const { spawn } = require('node:child_process');
    const home = readlinkSync('/proc/thread-self/ns/net');
    const holder = spawn('unshare', ['--net', 'sh', '-c', 'echo ready; exec cat'], { stdio: ['pipe', 'pipe', 'ignore'] });
    holder.stdout.once('data', () => {
      const path = '/proc/' + holder.pid + '/ns/net';
      new Socket('netlink', 0, path, 0).close();
      // Another's namespace may not be entered: an error like any other.
      let errno;
      try { new Socket('netlink', 0, '/proc/' + process.pid + '/ns/net', 0); } catch (error) { errno = error.errno; }
      console.log(readlinkSync('/proc/thread-self/ns/net') === home, readlinkSync(path) === home, errno);
      holder.stdin.end();
    });`);
    if (!ran) {
      process.stdout.write('skipped: no right to make a user namespace\n');
      return;
    }
    expect([ran.stdout, ran.stderr, ran.signal, ran.status]).toEqual(['true false 1\n', '', null, 0]);
  },
  PATIENCE,
);

test(
  'sockets that listen share one buffer: a hundred more need little memory',
  () => {
    const { status, stdout, stderr } = run(
      `
    const { readFileSync } = require('node:fs');
    const size = () => Number(/VmData:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
    const sockets = [];
    const open = () => { const each = new Socket('netlink', 16, '', 0); each.listen(() => {}); sockets.push(each); };
    open();
    const before = size();
    for (let i = 0; i < 100; i++) open();
    console.log(size() - before < 10_000 || size() - before);
    for (const each of sockets) each.close();`,
    );
    expect([stdout, stderr, status]).toEqual(['true\n', '', 0]);
  },
  PATIENCE,
);
