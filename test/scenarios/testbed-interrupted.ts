import assert from 'node:assert/strict';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

/** How far `up` has come when Ctrl-C is pressed, in steps that it has printed. */
const AFTER_STEPS = [0, 1, 2, 3];

export default scenario(
  'Ctrl-C at any step of up leaves nothing behind',
  { only: ['host'], limitMs: 300_000 },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    for (const steps of AFTER_STEPS) {
      const up = await testbed.start('up');
      for (let step = 0; step < steps; step++) await up.output.next(/\S/, 60_000);
      await up.stop('SIGINT');
      assert.notEqual(await up.status(), 0);
      await context.eventually(
        'every process has ended',
        async () => (await testbed.processes()).length === 0,
        15_000,
      );
    }
    await testbed.ok('up');
    await testbed.ok('down');
  },
);
