import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const LABS = fileURLToPath(new URL('../../../labs/', import.meta.url));

export default scenario(
  'every example laboratory comes up and answers',
  { only: ['host'], limitMs: 400_000 },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    const files = (await readdir(LABS)).filter((file) => file.endsWith('.yaml'));
    assert.ok(files.length > 0);
    for (const file of files) {
      await testbed.ok('up', `${LABS}${file}`);
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
