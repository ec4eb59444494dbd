import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { type Node, network, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const READER = fileURLToPath(new URL('../../programs/reads-udp.py', import.meta.url));
/** The system's: one of a version manager starts many processes first. */
const PYTHON = ['env', 'PATH=/usr/bin:/bin', 'python3'];
const PORT = 6800;

const sends = (from: Node, to: string) =>
  from.run([
    ...PYTHON,
    '-c',
    `import socket; s = socket.socket(2, 2); s.setsockopt(1, 6, 1); s.sendto(b"offer" * 60, ("${to}", ${PORT}))`,
  ]);

/** Also on mac80211_hwsim (--driver). */
export default scenario(
  'what a packet socket reads has whole checksums, as from a card: to one, to all, and behind a bridge',
  { programs: ['python3'] },
  async (context) => {
    const { ap, stations } = await network(context, 2, OPEN);
    const [first, second] = stations;
    assert.ok(first && second);
    const reads = async (node: Node, device: string) => {
      const reader = await node.start('reader', [...PYTHON, READER, device, String(PORT)]);
      await reader.output.next(/^listening$/);
      return reader;
    };
    const one = await reads(first, first.interface);
    const two = await reads(second, second.interface);
    await sends(ap, first.address);
    await one.output.next(/^whole$/);
    await sends(ap, '10.0.0.255');
    await one.output.next(/^whole$/);
    await two.output.next(/^whole$/);
    await sends(second, first.address);
    await one.output.next(/^whole$/);

    await ap.run(
      `ip link add br0 type bridge && ip link set br0 up && ip link set ${ap.interface} master br0 && ip addr flush dev ${ap.interface} && ip addr add ${ap.address}/24 dev br0`,
    );
    const behind = await reads(ap, 'br0');
    await sends(first, ap.address);
    await behind.output.next(/^whole$/);
    for (const reader of [one, two, behind])
      assert.doesNotMatch(reader.output.toString(), /unfinished/, 'of all that came');
  },
);
