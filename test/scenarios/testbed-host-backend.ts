import assert from 'node:assert/strict';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

/** In a guest, where modules can be loaded: for the command that runs in it, the guest's kernel is this kernel. */
export default scenario(
  'the host backend makes a network on the running kernel and takes it away again',
  { only: ['uml-fast', '6.1'], limitMs: 120_000, nightly: 'stock' },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    const module = context.module ? ['--module', context.module] : [];
    await testbed.ok('up', '--backend', 'host', ...module);
    const status = await testbed.status('--ping');
    assert.equal(status.backend, 'host');
    assert.ok(status.nodes.every(({ connected }) => connected));
    assert.ok(status.pings.every(({ ok }) => ok));
    assert.match(
      await testbed.ok('exec', 'sta1', '--', 'ping', '-c', '4', '-i', '0.3', '10.0.0.3'),
      /4 received/,
    );
    await testbed.ok('down');
    assert.doesNotMatch(await context.run(['cat', '/proc/modules']), /^vwifi /m, 'the module is gone again');
    assert.equal((await context.run(['ip', 'netns', 'list'])).trim(), '', 'and so are the namespaces');
  },
);
