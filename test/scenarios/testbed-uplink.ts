import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const lab = (uplink: string) => `nodes:
  ap: { kind: ap, ssid: cafe, wire: lan }
  gw: { kind: router, ${uplink} wires: { lan: { address: 10.0.0.1/24, dhcp: true } } }
  sta1: { kind: station }
`;

/** A web server on an address of this machine. */
async function serve(address: string, text: string) {
  const server = createServer((_, response) => response.end(text));
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

export default scenario(
  'a router has a way to the network of the host where the laboratory asks for it, and to nothing of its loopback',
  { only: ['host'], limitMs: 120_000, programs: ['passt'] },
  async (context) => {
    const own = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
    assert.ok(own, 'this machine has an address that is not its loopback');
    const testbed = await TestbedCommand.prepare(context);
    const outside = await serve(own, 'from outside');
    const inside = await serve('127.0.0.1', 'from inside');
    const ask = (node: string, url: string) =>
      testbed.run(
        'exec',
        node,
        '--timeout',
        '20',
        '--',
        'timeout',
        '5',
        'busybox',
        'wget',
        '-q',
        '-O',
        '-',
        url,
      );
    try {
      await context.machine.writeFile(`${testbed.folder}/out.yaml`, lab('uplink: true,'));
      await context.machine.writeFile(`${testbed.folder}/shut.yaml`, lab(''));

      const made = await testbed.ok('up', `${testbed.folder}/out.yaml`);
      assert.match(made, /has a way out: it reaches the network of this host, by passt/);
      for (const node of ['gw', 'sta1']) {
        const answer = await ask(node, `http://${own}:${outside.port}/`);
        assert.equal(answer.stdout, 'from outside', `${node}: ${answer.stderr}`);
        for (const host of ['10.0.2.2', '127.0.0.1', '10.0.2.3']) {
          const refused = await ask(node, `http://${host}:${inside.port}/`);
          assert.notEqual(refused.status, 0, `${node} has nothing of the host's loopback by ${host}`);
          assert.doesNotMatch(refused.stdout, /inside/);
        }
      }
      await testbed.ok('down');

      const shut = await testbed.ok('up', `${testbed.folder}/shut.yaml`);
      assert.doesNotMatch(shut, /way out/);
      assert.notEqual((await ask('sta1', `http://${own}:${outside.port}/`)).status, 0);
      await testbed.ok('down');
    } finally {
      outside.close();
      inside.close();
    }
  },
);
