import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const LAB = fileURLToPath(new URL('../../../labs/three-machines.yaml', import.meta.url));
const UP = ['up', LAB, '--net', 'bridge'];
const DEVICES = /^(vwbr|vwtap)[0-9a-f]{4}(n[0-2])?$/;

/** In a network namespace of its own, so that whatever device is there is ours. */
export default scenario(
  'the bridge between three machines, and its taps, go with the laboratory, however it ends',
  { only: ['host'], limitMs: 240_000, nightly: true },
  async (context) => {
    const netns = `vwifi-bridge-${process.pid}`;
    await context.run(['ip', 'netns', 'add', netns]);
    context.onEnd('delete the namespace', () => context.run(['ip', 'netns', 'del', netns]).then(() => {}));
    const testbed = await TestbedCommand.prepare(context, netns);
    const devices = async () => {
      const links = JSON.parse(await context.run(['ip', '-json', 'link'], { netns })) as { ifname: string }[];
      return links.map(({ ifname }) => ifname).filter((name) => name !== 'lo');
    };
    const gone = async () => (await devices()).length === 0;
    const up = async () => {
      await testbed.ok(...UP);
      const found = await devices();
      assert.equal(found.length, 4);
      for (const name of found) assert.match(name, DEVICES);
      return found;
    };
    /** The daemon; or it with its guard, the guard first, which is at work at once when its daemon is gone. */
    const kill = async (...whom: readonly ('guard' | 'pid')[]) => {
      const file = `${testbed.folder}/run/vwifi/three-machines/daemon.json`;
      const daemon = JSON.parse(await context.run(['cat', file])) as Record<'guard' | 'pid', number>;
      await context.run(['kill', '-9', ...whom.map((one) => String(daemon[one]))]);
    };

    await up();
    const { nodes, pings } = await testbed.status('--ping');
    assert.ok(nodes.every(({ connected }) => connected));
    assert.equal(pings.filter(({ ok }) => ok).length, 6, 'everybody reaches everybody');
    await testbed.ok('down');
    assert.deepEqual(await devices(), []);

    const interrupted = await testbed.start(...UP);
    await context.eventually('the taps are there', async () => (await devices()).length === 4, 30_000);
    await interrupted.stop('SIGINT');
    await context.eventually('Ctrl-C has removed them', gone, 15_000);

    await testbed.refused(...UP, '--timeout', '1');
    assert.deepEqual(await devices(), [], 'a failure removes them');

    await up();
    await kill('pid');
    await context.eventually('the guard has removed them', gone, 15_000);

    const orphans = await up();
    await kill('guard', 'pid');
    assert.deepEqual(await devices(), orphans, 'nobody was left to remove them');
    const next = await up();
    assert.ok(!next.some((name) => orphans.includes(name)), 'the next up has');
    await kill('guard', 'pid');
    await testbed.ok('down');
    assert.deepEqual(await devices(), [], 'or the next down');
  },
);
