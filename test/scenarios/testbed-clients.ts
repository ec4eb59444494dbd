import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const CLIENT = fileURLToPath(new URL('../../../packages/clients/python', import.meta.url));

const TESTS = `
import pytest
from vwifi import Refused

def test_changes(lab):
    sta1 = lab.node("sta1")
    assert sta1.connected(to="ap") and sta1.reaches("ap")
    assert sta1.exec(["cat"], input="ä\\n").stdout == "ä\\n" and sta1.exec(["false"]).status == 1
    lab.deny("ap", "sta1")
    lab.link("ap", "sta2", loss=0.5)
    assert not sta1.reaches("ap", within=0)
    assert sta1.control("SET_NETWORK 0 psk \\"another secret\\"").strip() == "OK"
    event = sta1.event(["CTRL-EVENT-SSID-TEMP-DISABLED", "CTRL-EVENT-CONNECTED"], 20, "REASSOCIATE")
    assert event and event.fields["reason"] == "WRONG_KEY"
    with pytest.raises(Refused, match="its nodes: ap, sta1, sta2"):
        lab.node("sta9").ping("ap")

def test_is_as_it_was(lab):
    assert lab.node("sta1").connected(within=0) and lab.node("sta1").reaches("ap")

def test_that_fails(lab):
    lab.node("sta1").control("DISCONNECT")
    assert lab.node("sta1").reaches("ap", within=0)
`;

export default scenario(
  'tests of pytest have a laboratory, put back between tests; one that fails shows what the nodes said',
  { only: ['host'], limitMs: 120_000, programs: ['python3'] },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    await context.machine.writeFile(`${testbed.folder}/test_wifi.py`, TESTS);
    const { status, stdout, stderr } = await testbed.script(
      `PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=${CLIENT} VWIFI_TESTBED="$testbed" \
        /usr/bin/python3 -m pytest -p vwifi.pytest_plugin -p no:cacheprovider test_wifi.py`,
    );
    assert.equal(status, 1, stderr || stdout);
    assert.match(stdout, /1 failed, 2 passed/);
    assert.match(stdout, /test_that_fails/);
    assert.match(stdout, /vwifi: sta1 said last[\s\S]*CTRL-EVENT-DISCONNECTED/);

    // Who starts it and is killed leaves nothing.
    const holder = await testbed.start('up', '--hold');
    const [, socket = ''] = await holder.output.next(/"socket":"([^"]+)"/);
    assert.match(
      await context.run([
        ...['/usr/bin/python3', '-c'],
        `import socket,sys; s=socket.socket(socket.AF_UNIX); s.connect(${JSON.stringify(socket)}); s.sendall(b'{"jsonrpc":"2.0","id":1,"method":"version"}\\n'); print(s.recv(999).decode())`,
      ]),
      /"id":1,"result":\{"protocol":1,/,
    );
    await holder.stop('SIGKILL');
    await context.eventually('nobody is left', async () => (await testbed.processes()).length === 0);
  },
);
