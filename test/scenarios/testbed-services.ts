import assert from 'node:assert/strict';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

/** An access point, and a program beside it. */
const lab = (program: string) => `nodes:
  ap: { kind: ap, ssid: test }
  helper: { kind: program, ${program} }
`;

/** Two networks behind a router, one of whose stations asks for its address. */
const ROUTED = `nodes:
  ap: { kind: ap, ssid: test, wire: lan, security: { type: wpa2-eap, server: radius }, address: 10.0.0.5/24 }
  radius: { kind: radius, wires: { lan: 10.0.0.2/24 }, gateway: 10.0.0.1, users: { alice: { password: secret } } }
  gw:
    kind: router
    wires:
      lan: { address: 10.0.0.1/24, dhcp: { from: 10.0.0.50, to: 10.0.0.50 } }
      wan: { address: 192.0.2.1/24, nat: true }
    names: { www.example: 192.0.2.80 }
  web: { kind: program, wires: { wan: 192.0.2.80/24 }, command: 'exec sleep 1000' }
  sta1: { kind: station, security: { type: wpa2-eap, identity: alice, password: secret } }
`;

export default scenario(
  'routers, authentication servers and programs are nodes: an address by DHCP, names, NAT; what of a program goes wrong is said',
  { only: ['host'], limitMs: 200_000, nightly: true },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    const write = (name: string, text: string) =>
      context.machine.writeFile(`${testbed.folder}/${name}`, text);

    await write('ends.yaml', lab("command: 'echo no such luck; exit 7', ready: 'false'"));
    await write('late.yaml', lab("command: 'exec sleep 1000', ready: 'echo not yet >&2; exit 4'"));
    for (const [file, ...words] of [
      ['ends.yaml', /helper: its command ended with status 7: no such luck/],
      ['late.yaml', /helper was not ready in time: echo not yet .* still ends with status 4: not yet/],
    ] as const) {
      const { status, stderr } = await testbed.script(`$testbed up ${file} --timeout 45`);
      assert.equal(status, 1, file);
      for (const each of words) assert.match(stderr, each);
    }

    await write('routed.yaml', ROUTED);
    await testbed.ok('up', `${testbed.folder}/routed.yaml`);
    const { nodes } = await testbed.status();
    assert.equal(nodes.find(({ name }) => name === 'sta1')?.address, '10.0.0.50');
    const on = (node: string, script: string) => testbed.ok('exec', node, '--', 'sh', '-c', script);
    assert.match(await on('sta1', 'busybox nslookup www.example'), /Address.*: 192\.0\.2\.80/);
    await on('sta1', 'ping -c 1 -W 2 192.0.2.80');
    await on('radius', 'ping -c 1 -W 2 192.0.2.80');
    // Under whose address it arrived, and whether anybody comes in from there.
    assert.match(await on('web', 'ip neigh'), /192\.0\.2\.1 dev wan lladdr/);
    const { status: inside } = await testbed.run(
      'exec',
      'web',
      '--',
      'sh',
      '-c',
      'ip route add 10.0.0.0/24 via 192.0.2.1; ping -c 1 -W 1 10.0.0.50',
    );
    assert.notEqual(inside, 0, 'nobody comes in who was not asked');
    assert.match(await testbed.ok('logs', 'gw'), /DHCPACK\(lan\) 10\.0\.0\.50/);

    // A program that ends is seen, and what it said is there.
    await testbed.ok('exec', '--', 'sh', '-c', 'kill $(ip netns pids web)');
    await context.eventually('the table says that the program has ended', async () => {
      const web = (await testbed.status()).nodes.find(({ name }) => name === 'web');
      return web?.connected === false;
    });
    assert.match(
      await testbed.ok('status'),
      /web +program .* NO[\s\S]*web: its command was ended by SIGTERM/,
    );
    await testbed.ok('down');
  },
);
