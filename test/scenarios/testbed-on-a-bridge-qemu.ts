import assert from 'node:assert/strict';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const LAB = `
name: bridged
isolation: machine
backend: qemu
nodes:
  ap: {kind: ap, channel: 1, ssid: bridged, security: wpa2-psk, passphrase: over the bridge}
  station: {kind: station, network: ap}
`;
const FULL = '1472';
/** The longest frame of the air goes over a tap in one piece. */
const CARD_MTU = 11_478;

/** In a network namespace of its own, so that whatever device is there is ours. */
export default scenario(
  'QEMU guests share the air over taps of a bridge, which go with the laboratory',
  { only: ['host'], limitMs: 180_000, programs: ['qemu-system-x86_64'] },
  async (context) => {
    const netns = `vwifi-qemu-bridge-${process.pid}`;
    await context.run(['ip', 'netns', 'add', netns]);
    context.onEnd('delete the namespace', () => context.run(['ip', 'netns', 'del', netns]).then(() => {}));
    const testbed = await TestbedCommand.prepare(context, netns);
    const links = async () =>
      (
        JSON.parse(await context.run(['ip', '-json', 'link'], { netns })) as { ifname: string; mtu: number }[]
      ).filter(({ ifname }) => ifname !== 'lo');
    const file = `${testbed.folder}/bridged.yaml`;
    await context.run(`cat >${file} <<'END'${LAB}END`);

    await testbed.ok('up', file, '--net', 'bridge');
    const found = await links();
    assert.equal(found.length, 3, 'a bridge and two taps');
    assert.ok(
      found.every(({ mtu }) => mtu === CARD_MTU),
      JSON.stringify(found),
    );
    const { backend, nodes, pings } = await testbed.status('--ping');
    assert.equal(backend, 'qemu');
    assert.ok(nodes.every(({ connected }) => connected));
    assert.equal(pings.filter(({ ok }) => ok).length, 2, 'each reaches the other');
    const [to = ''] = (nodes.find(({ name }) => name === 'ap')?.address ?? '').split('/');
    const said = await testbed.ok(
      'exec',
      'station',
      '--',
      'ping',
      '-q',
      '-c',
      '5',
      '-i',
      '0.1',
      '-M',
      'do',
      '-s',
      FULL,
      to,
    );
    assert.match(said, /5 received/);
    await testbed.ok('down');
    assert.deepEqual(await links(), []);
  },
);
