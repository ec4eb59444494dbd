import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const CORRIDOR = fileURLToPath(new URL('../../../labs/roaming-corridor.yaml', import.meta.url));

/** One that holds what it expects, with every thing that can happen but moving, and one with a planted cause in it. */
const lab = (planted: string) => `time: virtual
nodes:
  ap: { kind: ap, ssid: test, passphrase: a shared secret }
  sta1: { kind: station }
timeline:
  - { at: 1s, expect: { node: sta1, hears: test } }
  - { at: 1s, deny: { receiver: ap, sender: sta1 } }
  - { at: 1s, expect: { node: sta1, unreachable: ap } }
  - { at: 5s, allow: { receiver: ap, sender: sta1 } }
  - { at: 5s, link: { from: ap, to: sta1, both: true, delay: 5 } }
  - { at: 5s, run: { node: sta1, command: 'ping -c 1 10.0.0.1 | grep -E "time=1[0-9]"' } }
  - { at: 10s, stop: sta1 }
  - { at: 10s, expect: { node: sta1, connected: false } }
${planted}
  - { at: 20s, start: sta1 }
  - { at: 20s, expect: { node: sta1, connected: true } }
  - { at: 20s, power: { node: sta1, dbm: 10 } }
`;

export default scenario(
  'laboratories with a time line are run and judged, and one that fails says when and why',
  { only: ['host'], limitMs: 90_000 },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    const write = (name: string, text: string) =>
      context.machine.writeFile(`${testbed.folder}/${name}`, text);
    await write('good.yaml', lab(''));
    await write('bad.yaml', lab('  - { at: 15s, expect: { node: sta1, reaches: ap, within: 1s } }'));
    await write('empty.yaml', 'nodes:\n  ap: { kind: ap }\n');
    const { status, stdout } = await testbed.script(
      `$testbed test ${CORRIDOR} good.yaml bad.yaml empty.yaml`,
    );
    assert.equal(status, 1);
    assert.match(
      stdout,
      /ok {7}10 s {2}walker is at east\n[\s\S]*ok {7}45 s {2}walker is at west\nPASS .*corridor/,
    );
    assert.match(stdout, /PASS good\.yaml/);
    assert.match(
      stdout,
      /FAIL {5}15 s {2}sta1 reaches ap: expected sta1 to reach ap within 1 s; nobody answered/,
    );
    assert.match(stdout, /CTRL-EVENT-DISCONNECTED[\s\S]*FAIL bad\.yaml/, 'with what the station said last');
    assert.match(stdout, /empty\.yaml expects nothing[\s\S]*hint: add a time line/);
    assert.match(stdout, /\n2 passed, 2 failed\n$/);
  },
);
