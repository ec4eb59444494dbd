import assert from 'node:assert/strict';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

/** What a person may call a folder, and what reads it as something else: shells, kernels, mount tables, QEMU. */
const NAMES = [
  `with spaces, 'quotes' and "more"`,
  'ünï-码',
  '$HOME `ls` *?[a] #;&|\\t',
  'quiet panic=1 -- init=x',
  'long'.repeat(15),
];

export default scenario(
  'a laboratory works in a folder of any name',
  { only: ['host'], limitMs: 120_000, nightly: true },
  async (context) => {
    for (const name of NAMES) {
      const testbed = await TestbedCommand.prepare(context, undefined, name);
      const lab = `${testbed.folder}/my lab.yaml`;
      await context.machine.writeFile(lab, 'nodes:\n  ap: { kind: ap, ssid: test }\n');
      await testbed.ok('up', lab, '--backend', 'uml');
      assert.equal(await testbed.ok('exec', 'ap', '--', 'echo', name), `${name}\n`);
      assert.match(await testbed.ok('status'), /ap/);
      await testbed.ok('down');
    }
  },
);
