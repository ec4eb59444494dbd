import assert from 'node:assert/strict';
import { Testbed } from '@vwifi/testbed';
import { onOneWire, python, shellOn } from '../lib/lab-shell.js';
import { scenario } from '../lib/scenario.js';
import { troubleIn } from '../runner/kernel-log.js';

const PORT = 7001;
const DATAGRAMS = 8;
/** As much as busybox's ping asks for. Eight datagrams of 64 octets need half of it, in buffers that fit them. */
const RECEIVE_BUFFER = 7280;
const lab = onOneWire('small', ['one', 'two']);
/** It reads when all has been sent. */
const RECEIVE = `
import os, socket, time
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, ${RECEIVE_BUFFER})
server.bind(("", ${PORT}))
print("ready", flush=True)
while not os.path.exists("/tmp/sent"):
    time.sleep(0.02)
server.settimeout(1)
count = 0
try:
    while server.recv(2000):
        count += 1
except TimeoutError:
    pass
print(count, flush=True)`;
const send = (to: string) => `
import socket
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for i in range(${DATAGRAMS}):
    sender.sendto(bytes(64), ("${to}", ${PORT}))`;

/** What a socket may hold counts a frame's buffer, and a card's has room for the longest frame there is. */
export default scenario(
  'across machines: a socket with a small buffer holds as many small datagrams as on a card',
  { only: ['host'], programs: ['python3'], nightly: true },
  async (context) => {
    await using testbed = await Testbed.up({ ...lab, name: `small-${process.pid}` });
    const shell = shellOn(testbed);
    for (const [from, to] of [
      ['one', 'ap'],
      ['ap', 'two'],
      ['two', 'one'],
    ] as const) {
      // The neighbour is known: nothing waits for its address.
      const address = testbed.node(to).address ?? '';
      await shell(from, `ping -c 1 -W 5 ${address}`);
      await shell(
        to,
        `rm -f /tmp/sent; ${python(RECEIVE)} >/tmp/got 2>&1 & while ! grep -q ready /tmp/got; do sleep 0.1; done`,
      );
      await shell(from, python(send(address)));
      // Behind the datagrams on the same way: when it is answered, they have arrived.
      await shell(from, `ping -c 1 -W 5 ${address}`);
      await shell(to, 'touch /tmp/sent');
      const count = await context.eventually(`${to} has read`, async () =>
        (await shell(to, 'cat /tmp/got')).split('\n').slice(1).find(Boolean),
      );
      assert.equal(count, String(DATAGRAMS), `${from} to ${to}`);
    }
    assert.deepEqual(troubleIn(await testbed.machine.kernelLog()), []);
  },
);
