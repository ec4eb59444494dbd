import assert from 'node:assert/strict';
import { exampleLabs } from '../lib/example-labs.js';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

/** What is changed in a laboratory that is judged, and what it fails by then. */
const PLANTED: Readonly<Record<string, readonly [from: string, to: string, says: RegExp]>> = {
  'captive-portal.yaml': [', portal: true', '', /FAIL +1 s {2}laptop does not reach web/],
  'enterprise.yaml': [
    'trusts: radius',
    'trusts: mallory',
    /FAIL +2 s {2}victim is refused: certificate refused: .*it was let in/,
  ],
  'repeater.yaml': ['[12, 0]', '[60, 0]', /hall-up .*did not connect/],
  'office.yaml': ['battery staple, vlan: 10', 'battery staple, vlan: 20', /FAIL +1 s {2}alice reaches bob/],
  'fast-roaming.yaml': [
    'disassoc_imminent=1 disassoc_timer=30 neighbor=00:76:77:31:00:00,0x040f,81,11,7',
    'url=http://example',
    /FAIL +4 s {2}walker is at south/,
  ],
  'joining.yaml': [
    'passphrase: nobody types this',
    'security: open',
    /lamp\.join is wps-button, which a network with security open cannot be joined by/,
  ],
  'owe-transition.yaml': [
    'modern: { kind: station }',
    'modern: { kind: station, security: open }',
    /FAIL +1 s {2}modern is at ap-owe/,
  ],
  'mesh.yaml': ['[10, -5]', '[1000, -5]', /FAIL +31 s {2}west reaches east/],
  'ad-hoc.yaml': ['count: 3', 'count: 2', /"peer3", which is no node here/],
};

export default scenario(
  'every example laboratory with a time line holds what it expects, and fails by a planted cause',
  { only: ['host'], limitMs: 600_000, nightly: true },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    const labs = (await exampleLabs()).filter(({ judged }) => judged);
    assert.ok(labs.length >= Object.keys(PLANTED).length);
    for (const { file, path, text } of labs) {
      await testbed.ok('test', path);
      const planted = PLANTED[file];
      if (!planted) continue;
      const [from, to, says] = planted;
      assert.ok(text.includes(from), `${file}: ${from}`);
      await context.machine.writeFile(`${testbed.folder}/${file}`, text.replace(from, to));
      // Who never connects is waited for no longer than this; all else is given its time.
      const patience = /did not connect/.test(says.source) ? ['--timeout', '30'] : [];
      const { status, stdout } = await testbed.run('test', `${testbed.folder}/${file}`, ...patience);
      assert.equal(status, 1, file);
      assert.match(stdout, says);
    }
  },
);
