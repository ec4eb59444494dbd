import assert from 'node:assert/strict';
import { Testbed } from '@vwifi/testbed';
import { onOneWire, python, shellOn } from '../lib/lab-shell.js';
import { scenario } from '../lib/scenario.js';
import { troubleIn } from '../runner/kernel-log.js';

const CARD = 'vec0';
const OCTETS = 6_000_000;
const PORT = 7000;
const LIMIT_MS = 30_000;
/** Frames of the card are longer than this on average: several packets of 1500 octets are in many of them. */
const TOGETHER = 2000;
/** Or shorter: each carries one. */
const ALONE = 1700;
/** Of Ethernet, which the counters have and an MTU has not. */
const HEADER = 14;
const lab = onOneWire('together', ['one', 'two']);
const RECEIVE = `
import hashlib, socket
server = socket.create_server(("", ${PORT}))
print("ready", flush=True)
peer, _ = server.accept()
digest, count = hashlib.sha256(), 0
while piece := peer.recv(1 << 16):
    digest.update(piece)
    count += len(piece)
print(count, digest.hexdigest(), flush=True)`;
const send = (to: string, seed: number) => `
import hashlib, random, socket
data = random.Random(${seed}).randbytes(${OCTETS})
peer = socket.create_connection(("${to}", ${PORT}))
peer.sendall(data)
print(len(data), hashlib.sha256(data).hexdigest())`;

/** The receiver does not look at checksums of what it has decrypted: every octet is compared here. */
export default scenario(
  'across machines: packets of a stream go several in one frame, are relayed so, and arrive whole; who watches sees each',
  { only: ['host'], programs: ['python3'], nightly: true },
  async (context) => {
    await using testbed = await Testbed.up({ ...lab, name: `together-${process.pid}` });
    const shell = shellOn(testbed);
    const counters = async (node: string) => {
      const read = `cd /sys/class/net/${CARD}/statistics && cat tx_bytes tx_packets`;
      const [bytes = 0, packets = 0] = (await shell(node, read)).split('\n').map(Number);
      return { bytes, packets };
    };
    let seed = 0;
    /** Octets of a frame that the sender and the access point sent, on average. */
    const transfer = async (what: string, from = 'one', to = 'two') => {
      const before = [await counters(from), await counters('ap')];
      const file = `/tmp/received-${++seed}`;
      await shell(to, `${python(RECEIVE)} >${file} 2>&1 & while ! grep -q ready ${file}; do sleep 0.1; done`);
      const sent = await shell(from, python(send(testbed.node(to).address ?? '', seed)));
      const received = await context.eventually(`${what}: all of it is there`, async () =>
        (await shell(to, `cat ${file}`)).split('\n').slice(1).find(Boolean),
      );
      assert.equal(received, sent, what);
      const after = [await counters(from), await counters('ap')];
      const lengths = after.map(({ bytes, packets }, index) => {
        const was = before[index];
        assert.ok(was);
        return (bytes - was.bytes) / (packets - was.packets);
      });
      context.timeline.note(`${what}: octets of a frame, on average: ${lengths.map(Math.round).join(', ')}`);
      const [sender = 0, relay = 0] = lengths;
      return { sender, relay };
    };

    const whole = await transfer('several in a frame');
    assert.ok(whole.sender > TOGETHER && whole.relay > TOGETHER, JSON.stringify(whole));

    const { interface: card } = testbed.node('two');
    await shell('two', `iw dev ${card} interface add watch type monitor && ip link set watch up`);
    // A HELLO tells the others of it, and of an MTU below.
    await context.eventually(
      'who watches sees each by itself',
      async () => {
        const { sender, relay } = await transfer('the receiver watches');
        return sender > TOGETHER && relay < ALONE;
      },
      LIMIT_MS,
    );
    await shell('two', 'iw dev watch del');

    for (const mtu of [1500, 700, 576]) {
      for (const node of ['ap', 'one', 'two']) await shell(node, `ip link set ${CARD} mtu ${mtu}`);
      await context.eventually(
        `pieces are as long as ${mtu} octets at most`,
        async () => {
          const { sender, relay } = await transfer(`in pieces of ${mtu} octets`, 'two', 'one');
          return Math.max(sender, relay) <= mtu + HEADER;
        },
        LIMIT_MS,
      );
    }
    assert.deepEqual(troubleIn(await testbed.machine.kernelLog()), []);
  },
);
