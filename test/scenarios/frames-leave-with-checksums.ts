import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import type { Context } from '../lib/context.js';
import { hostapd, type Node, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const NO_CHECKSUMS = fileURLToPath(new URL('../../programs/no-checksums.py', import.meta.url));
const HOUSE = { netns: 'house' };

/** What tcpdump says of the checksums of what arrives in the house. */
async function judged(context: Context, station: Node, address: string): Promise<string> {
  const filter = ['-n', '-vv', '-l', '--immediate-mode', '-i', 'house0', '-Q', 'in', 'udp', 'or', 'tcp'];
  const tcpdump = await context.start('tcpdump', ['tcpdump', ...filter], HOUSE);
  await tcpdump.output.next(/listening on/);
  await station.attempt(`busybox nc -w 2 ${address} 7000 < /etc/passwd`);
  const datagram = `import socket; socket.socket(2, 2).sendto(b"x" * 1000, ("${address}", 7001))`;
  await station.run(['/usr/bin/python3', '-c', datagram]);
  await context.eventually('the last of it has come', async () => /UDP/.test(tcpdump.output.toString()));
  await tcpdump.stop('SIGINT');
  return tcpdump.output.toString();
}

export default scenario(
  'what a station sends leaves by a bridge and by a router with its checksums',
  { programs: ['python3'] },
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    await context.run(['ip', 'netns', 'add', 'house']);
    context.onEnd('delete house', async () => {
      await context.attempt(['ip', 'netns', 'del', 'house']);
    });
    await ap.run(
      `ip link add door type veth peer name house0 netns house &&
       env PATH=/usr/bin:/bin python3 ${NO_CHECKSUMS} door && ip link set door up &&
       ip link add br0 type bridge && ip link set br0 up && ip link set door master br0 &&
       ip addr flush dev vw0 && ip addr add ${ap.address}/24 dev br0 && sysctl -qw net.ipv4.ip_forward=1`,
    );
    await context.run(
      'ip addr add 10.0.0.9/24 dev house0 && ip addr add 10.9.0.9/24 dev house0 && ip link set house0 up',
      HOUSE,
    );
    await hostapd(context, ap, { ...OPEN, bridge: 'br0' });
    assert.ok(await station.connects('test'));
    await station.pings('10.0.0.9');
    for (const [way, address] of [
      ['bridge', '10.0.0.9'],
      ['router', '10.9.0.9'],
    ] as const) {
      if (way === 'router') {
        await station.run(`ip route add 10.9.0.0/24 via ${ap.address}`);
        await ap.run('ip addr add 10.9.0.1/24 dev br0');
      }
      const listener = await context.start('listener', ['busybox', 'nc', '-l', '-p', '7000'], HOUSE);
      await context.eventually('somebody listens', async () =>
        (await context.run(['ss', '-Hltn'], HOUSE)).includes(':7000'),
      );
      const seen = await judged(context, station, address);
      assert.match(seen, /\(correct\)/, way);
      assert.match(seen, /udp sum ok/, way);
      assert.doesNotMatch(seen, /incorrect|bad udp/, way);
      await listener.stop();
    }
  },
);
