import assert from 'node:assert/strict';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const AP = 'nodes:\n  ap: { kind: ap, ssid: test, passphrase: "12345678" }\n';

/** A laboratory that is wrong, and what the error has to say. */
const WRONG: readonly (readonly [name: string, text: string, says: RegExp])[] = [
  ['syntax', 'nodes: [\n  ap: {', /syntax\.yaml:\d+:\d+/],
  ['unknown-key', `${AP}backnd: uml\n`, /backnd.*"backend"/s],
  [
    'same-address',
    `${AP}  a: { kind: station, address: 10.0.0.9/24 }\n  b: { kind: station, address: 10.0.0.9/24 }\n`,
    /10\.0\.0\.9/,
  ],
  ['short-passphrase', 'nodes:\n  ap: { kind: ap, ssid: test, passphrase: "1234567" }\n', /8/],
  [
    'hostapd-without-wifi-7',
    'nodes:\n  ap: { kind: ap, passphrase: "12345678", standard: be }\n',
    /ap is of 802\.11be, and this hostapd was built without it.*\n.*standard: ax/,
  ],
  ['no-such-channel', 'nodes:\n  ap: { kind: ap, ssid: test, channel: 15 }\n', /15/],
];

export default scenario(
  'a laboratory file that is wrong gets a sentence that says where and what to do',
  { only: ['host'] },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    for (const [name, text, says] of WRONG) {
      const path = `${testbed.folder}/${name}.yaml`;
      await context.machine.writeFile(path, text);
      assert.match(await testbed.refused('up', path), says, name);
    }
    assert.match(await testbed.refused('up', `${testbed.folder}/not-there.yaml`), /not-there\.yaml/);
    assert.match(await testbed.refused('up', '--kernel', '9.99'), /9\.99/);
    assert.match(await testbed.refused('upp'), /up/);
    assert.deepEqual(await testbed.processes(), []);
  },
);
