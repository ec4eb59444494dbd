import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const CLIENT = fileURLToPath(new URL('../../../packages/clients/python', import.meta.url));

const GO_CLIENT = fileURLToPath(new URL('../../../packages/clients/go', import.meta.url));

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

const GO_TESTS = `package wifi

import (
	"testing"
	"time"
	"vwifi"
)

func TestWifi(t *testing.T) {
	lab, err := vwifi.Up("")
	if err != nil {
		t.Fatal(err)
	}
	defer lab.Close()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(lab.Mark())
	sta1 := lab.Node("sta1")
	must(sta1.Reaches("ap", 5*time.Second))
	must(lab.Deny("ap", "sta1", true))
	if sta1.Reaches("ap", 0) == nil {
		t.Fatal("it is still heard")
	}
	must(lab.Reset())
	if result, err := sta1.Exec("ping", "-c", "1", "10.0.0.1"); err != nil || result.Status != 0 {
		t.Fatal(result, err)
	}
	t.Run("Fails", func(t *testing.T) {
		if _, err := sta1.Control("DISCONNECT"); err != nil {
			t.Fatal(err)
		}
		if err := sta1.Reaches("ap", 0); err != nil {
			t.Fatal(err)
		}
	})
}
`;

/** A laboratory is made before it, on a machine that may be busy. */
const UP_MS = 90_000;

export default scenario(
  'tests of pytest and of Go have a laboratory that is put back; one that fails shows what the nodes said',
  { only: ['host'], limitMs: 120_000, programs: ['python3', 'go'], nightly: true },
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

    const write = (name: string, text: string) =>
      context.machine.writeFile(`${testbed.folder}/go/${name}`, text);
    await write('wifi_test.go', GO_TESTS);
    await write(
      'go.mod',
      `module wifi\n\ngo 1.19\n\nrequire vwifi v0.0.0\n\nreplace vwifi => ${GO_CLIENT}\n`,
    );
    const go = await testbed.script(
      `cd go && GOPROXY=off GOFLAGS=-mod=mod GOCACHE=$PWD/../cache VWIFI_TESTBED="$testbed" go test ./...; status=$?; go vet ./... || exit 9; exit $status`,
    );
    assert.equal(go.status, 1, go.stdout + go.stderr);
    assert.match(go.stdout, /--- FAIL: TestWifi\/Fails/);
    assert.match(
      go.stdout,
      /sta1 did not reach ap within 0s; its daemon said last:[\s\S]*CTRL-EVENT-DISCONNECTED/,
    );
    assert.equal(go.stdout.match(/FAIL: /g)?.length, 2, 'that one alone, and what holds it');

    // Who starts it and is killed leaves nothing.
    const holder = await testbed.start('up', '--hold');
    const [, socket = ''] = await holder.output.next(/"socket":"([^"]+)"/, UP_MS);
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
