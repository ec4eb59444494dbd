import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openUnixDatagram } from './datagram.js';

const folder = mkdtempSync(join(tmpdir(), 'vwifi-datagram-'));
const path = join(folder, 'peer');
let peer: ChildProcess;

/** Answers each datagram to its sender, as a control interface does; "slow" makes it read late, "end" ends it. */
const PEER = `
import os, socket, sys, time
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print("ready", flush=True)
while True:
    data, sender = s.recvfrom(65536)
    if data == b"end": break
    if data == b"slow": time.sleep(0.2); continue
    s.sendto(b"OK " + data, sender)
`;

/** Processes and system calls are slow on a busy machine; the default of five seconds is for computation. */
const PATIENCE = 60_000;

beforeAll(async () => {
  peer = spawn('python3', ['-c', PEER, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve, reject) => {
    peer.stdout?.once('data', resolve);
    peer.once('error', reject);
  });
}, PATIENCE);

afterAll(() => {
  peer.kill();
  rmSync(folder, { recursive: true });
}, PATIENCE);

const text = (data: Uint8Array) => Buffer.from(data).toString();

test(
  'sends, hears the answers in order, and removes its address',
  async () => {
    const socket = await openUnixDatagram(path);
    expect(existsSync(socket.localPath)).toBe(true);
    const heard: string[] = [];
    const both = new Promise<void>((resolve) => {
      socket.listen((data) => {
        heard.push(text(data));
        if (heard.length === 2) resolve();
      });
    });
    await socket.send(Buffer.from('PING'));
    await socket.send(Buffer.from('STATUS'));
    await both;
    expect(heard).toEqual(['OK PING', 'OK STATUS']);
    await socket.close();
    await socket.closed;
    expect(existsSync(socket.localPath)).toBe(false);
    await expect(socket.send(Buffer.from('PING'))).rejects.toMatchObject({ code: 'CLOSED' });
  },
  PATIENCE,
);

test(
  'waits while the queue of the peer is full, and loses nothing',
  async () => {
    await using socket = await openUnixDatagram(path);
    const count = 100;
    let heard = 0;
    const all = new Promise<void>((resolve) => {
      socket.listen(() => {
        if (++heard === count) resolve();
      });
    });
    await socket.send(Buffer.from('slow'));
    // More than the system queues for one receiver (net.unix.max_dgram_qlen).
    await Promise.all(Array.from({ length: count }, (_, i) => socket.send(Buffer.from(`${i}`))));
    await all;
    expect(heard).toBe(count);
  },
  PATIENCE,
);

test(
  'what comes before the listener is kept for it',
  async () => {
    await using first = await openUnixDatagram(path);
    await using second = await openUnixDatagram(path);
    await first.send(Buffer.from('early'));
    // The peer answers in order: when the second has its answer, the first has its own.
    const answered = new Promise((resolve) => second.listen(resolve));
    await second.send(Buffer.from('later'));
    await answered;
    const heard = await new Promise<Uint8Array>((resolve) => first.listen(resolve));
    expect(text(heard)).toBe('OK early');
  },
  PATIENCE,
);

test(
  'nobody there: says so',
  async () => {
    await expect(openUnixDatagram(join(folder, 'nothing'))).rejects.toMatchObject({
      code: 'ENOENT',
      message: expect.stringContaining('is the daemon running?'),
    });
    await expect(openUnixDatagram('x'.repeat(120))).rejects.toMatchObject({ code: 'BAD_ARGUMENT' });
  },
  PATIENCE,
);

test(
  'a peer that has ended is ECONNREFUSED',
  async () => {
    await using socket = await openUnixDatagram(path);
    const ended = new Promise((resolve) => peer.once('exit', resolve));
    await socket.send(Buffer.from('end'));
    await ended;
    await expect(socket.send(Buffer.from('PING'))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  },
  PATIENCE,
);
