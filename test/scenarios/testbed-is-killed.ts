import assert from 'node:assert/strict';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

export default scenario(
  'whoever is killed, nobody is left',
  { only: ['host'], limitMs: 300_000 },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    const gone = () =>
      context.eventually(
        'every process has ended',
        async () => (await testbed.processes()).length === 0,
        15_000,
      );

    // The kernel behind our back: status says so, down cleans up.
    await testbed.ok('up');
    const guests = (await testbed.processes()).filter((line) => /qemu-system|\blinux\b/.test(line));
    assert.ok(guests.length > 0, 'a guest runs');
    await context.run(['kill', '-9', ...guests.map((line) => line.split(' ')[0] ?? '')]);
    await context.eventually(
      'status notices',
      async () => (await testbed.run('status')).status !== 0,
      15_000,
    );
    await testbed.run('down');
    await gone();

    // The daemon.
    await testbed.ok('up');
    const daemons = (await testbed.processes()).filter((line) => /daemon/.test(line));
    assert.ok(daemons.length > 0, 'a daemon runs');
    await context.run(['kill', '-9', ...daemons.map((line) => line.split(' ')[0] ?? '')]);
    await gone();
    await testbed.run('down');

    // The guard, the daemon and the kernel: its helper processes have nobody left, until the next command.
    await testbed.ok('up');
    const file = await context.run(`cat ${testbed.folder}/run/vwifi/*/daemon.json`);
    const { guard, pid } = JSON.parse(file) as Record<'guard' | 'pid', number>;
    const kernels = (await testbed.processes())
      .filter((line) => /qemu-system|\blinux\b/.test(line))
      .map((line) => Number(line.split(' ')[0]));
    const [kernel, ...helpers] = kernels.sort((one, other) => one - other);
    assert.ok(kernel, 'a guest runs');
    await context.run(['kill', '-9', ...[guard, pid, kernel].map(String)]);
    const left = (await testbed.processes()).length;
    context.timeline.note(`${left} left of a kernel with ${helpers.length} helper processes`);
    await testbed.ok('down');
    await gone();
    await testbed.ok('up');
    await testbed.ok('down');
  },
);
