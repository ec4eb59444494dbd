import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const lab = (name: string) => fileURLToPath(new URL(`../../../labs/two-hosts/${name}.yaml`, import.meta.url));
const TUNNEL = 'type vxlan id 77 dstport 4789';

/** Two network namespaces play the hosts; what is between them carries VXLAN. */
export default scenario(
  'a station on one host is in the network of an access point on another, over VXLAN',
  { only: ['host'], limitMs: 240_000, programs: ['tcpdump'] },
  async (context) => {
    const [a, b] = [`vwifi-a-${process.pid}`, `vwifi-b-${process.pid}`];
    for (const netns of [a, b]) {
      await context.run(['ip', 'netns', 'add', netns]);
      context.onEnd('delete the namespace', () => context.run(['ip', 'netns', 'del', netns]).then(() => {}));
    }
    await context.run(`ip -n ${a} link add eth0 type veth peer name eth0 netns ${b}`);
    for (const [netns, own, other] of [
      [a, '192.0.2.1', '192.0.2.2'],
      [b, '192.0.2.2', '192.0.2.1'],
    ] as const)
      await context.run(
        [
          `ip addr add ${own}/24 dev eth0 && ip link set eth0 up`,
          `ip link add air0 type bridge && ip link set air0 up`,
          `ip link add vx0 ${TUNNEL} local ${own} remote ${other} && ip link set vx0 master air0 up`,
        ].join(' && '),
        { netns },
      );
    const [here, there] = [
      await TestbedCommand.prepare(context, a),
      await TestbedCommand.prepare(context, b),
    ];
    const capture = `${here.folder}/tunnel.pcap`;
    const words = ['tcpdump', '-i', 'eth0', '-w', capture, '-U', '-Z', 'root', 'udp', 'port', '4789'];
    const dump = await context.start('tcpdump', words, { netns: a });
    await dump.output.next(/listening on eth0/);

    await here.ok('up', lab('host-a'));
    await there.ok('up', lab('host-b'));
    assert.match(await there.ok('exec', 'far', '--', 'iw', 'dev', 'vw0', 'link'), /SSID: two-hosts/);
    for (const address of ['10.0.0.1', '10.0.0.2']) {
      const ping = ['exec', 'far', '--', 'ping', '-c', '3', '-i', '0.2', '-p', 'cafe0bad'];
      assert.match(await there.ok(...ping, '-s', '1472', '-M', 'do', address), /3 received/);
    }
    await dump.stop();
    const count = async (bytes: string) =>
      Number((await context.attempt(`LC_ALL=C grep -caP '${bytes}' ${capture}; true`)).stdout);
    assert.ok((await count('two-hosts')) > 0, 'the air is in the tunnel');
    assert.equal(await count(String.raw`\xca\xfe\x0b\xad`), 0, 'and no byte of the pings');
    await there.ok('down');
    await here.ok('down');
    for (const netns of [a, b])
      assert.doesNotMatch(await context.run(['ip', '-br', 'link'], { netns }), /vwtap/, 'the taps are gone');
    assert.match(await context.run(['ip', '-br', 'link'], { netns: a }), /^air0/m, 'the bridge is not ours');
    await context.run(['rm', capture]);
  },
);
