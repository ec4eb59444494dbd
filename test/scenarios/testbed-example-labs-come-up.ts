import assert from 'node:assert/strict';
import { exampleLabs } from '../lib/example-labs.js';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

export default scenario(
  'every example laboratory without a time line comes up and answers',
  { only: ['host'], nightly: true, limitMs: 600_000 },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    const labs = (await exampleLabs()).filter(({ judged }) => !judged);
    assert.ok(labs.length > 0);
    for (const { file, path } of labs) {
      await testbed.ok('up', path);
      const { nodes, pings } = await testbed.status();
      assert.ok(
        nodes.every(({ connected }) => connected),
        file,
      );
      // Access points that no cable joins are networks of their own.
      const bss = new Map(nodes.map(({ name, bssid }) => [name, bssid]));
      const within = pings.filter(({ from, to }) => bss.get(from) === bss.get(to));
      assert.ok(within.length > 0 && within.every(({ ok }) => ok), file);
      await testbed.ok('down');
    }
  },
);
