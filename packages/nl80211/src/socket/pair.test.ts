import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openDatagramPair } from './pair.js';

/** Sends back each datagram that its descriptor 3 gets, twice; ends with one that says so. */
const ECHO = `
import socket
s = socket.socket(fileno=3)
s.setblocking(True)
while True:
    data = s.recv(65536)
    if data == b"end": break
    s.send(data); s.send(data.upper())
`;

const PATIENCE = 60_000;

test(
  'a process that inherits the other end gets datagrams whole, and answers',
  async () => {
    using pair = openDatagramPair();
    const child = spawn('python3', ['-c', ECHO], { stdio: ['ignore', 'inherit', 'inherit', pair.peer] });
    pair.releasePeer();
    const heard: string[] = [];
    const all = new Promise<void>((resolve) => {
      pair.listen((data) => {
        heard.push(data.toString());
        if (heard.length === 4) resolve();
      });
    });
    expect(pair.send(Buffer.from('one'))).toBe(true);
    expect(pair.send(Buffer.from('two'))).toBe(true);
    await all;
    expect(heard).toEqual(['one', 'ONE', 'two', 'TWO']);
    const ended = once(child, 'exit');
    pair.send(Buffer.from('end'));
    await ended;
    // Nobody is there any more: that is said, not thrown.
    expect(pair.send(Buffer.from('three'))).toBe(false);
  },
  PATIENCE,
);

test('a queue that is full says so, and a closed pair takes nothing', () => {
  const pair = openDatagramPair();
  const frame = Buffer.alloc(1500);
  let sent = 0;
  while (sent < 100_000 && pair.send(frame)) sent += 1;
  expect(sent).toBeGreaterThan(50);
  expect(sent).toBeLessThan(100_000);
  pair.close();
  expect(pair.send(frame)).toBe(false);
  pair.close();
});
