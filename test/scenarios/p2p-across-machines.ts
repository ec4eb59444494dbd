import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { Testbed } from '@vwifi/testbed';
import { onOneWire, shellOn } from '../lib/lab-shell.js';
import { scenario } from '../lib/scenario.js';
import { troubleIn } from '../runner/kernel-log.js';

const TOOL = fileURLToPath(new URL('../../../node_modules/.bin/vwifi-tool', import.meta.url));
const CONF = `ctrl_interface=/run/p2p
device_name=%s
device_type=1-0050F204-1
config_methods=virtual_push_button`;

export default scenario(
  'across machines: P2P devices find each other, agree on an owner and form a group that carries data',
  { only: ['host'], nightly: true },
  async (context) => {
    await using testbed = await Testbed.up({
      ...onOneWire('beside', ['station']),
      name: `p2p-${process.pid}`,
    });
    const shell = shellOn(testbed);
    const wpa = (node: string, words: string, ifname = 'p2p-dev-free0') =>
      shell(node, `wpa_cli -p /run/p2p -i ${ifname} ${words}`);
    const names = ['ap', 'station'] as const;
    const address: Record<string, string> = {};
    for (const name of names) {
      await shell(name, `${TOOL} radio add --ifname free0`);
      await shell(name, `printf '${CONF}\n' ${name} >/tmp/p2p.conf`);
      await shell(name, 'wpa_supplicant -B -Dnl80211 -ifree0 -c/tmp/p2p.conf -P/run/p2p.pid -f/tmp/p2p.log');
      const [, own] = (await wpa(name, 'status')).match(/^p2p_device_address=(\S+)$/m) ?? [];
      assert.ok(own);
      address[name] = own;
    }
    const [one, other] = names;
    for (const name of names) await wpa(name, 'p2p_find');
    for (const [name, peer] of [
      [one, address[other]],
      [other, address[one]],
    ] as const)
      await context.eventually(`${name} finds the other one`, async () =>
        (await shell(name, 'cat /tmp/p2p.log')).includes(`P2P-DEVICE-FOUND ${peer} `),
      );
    for (const name of names) await wpa(name, 'p2p_stop_find');
    await wpa(other, 'p2p_listen');
    await wpa(one, `p2p_connect ${address[other]} pbc go_intent=15`);
    await context.eventually('the other one is asked', async () =>
      (await shell(other, 'cat /tmp/p2p.log')).includes('P2P-GO-NEG-REQUEST'),
    );
    await wpa(other, `p2p_connect ${address[one]} pbc go_intent=0`);
    for (const [name, own] of [
      [one, '10.8.0.1'],
      [other, '10.8.0.2'],
    ] as const) {
      const ifname = await context.eventually(
        `${name} is in a group`,
        async () => (await shell(name, 'cat /tmp/p2p.log')).match(/P2P-GROUP-STARTED (\S+)/)?.[1],
      );
      await shell(name, `ip address add ${own}/24 dev ${ifname}`);
    }
    assert.match(await shell(other, 'ping -q -c 10 -i 0.05 10.8.0.1'), / 10 received/);
    for (const name of names) await shell(name, 'kill $(cat /run/p2p.pid)');
    assert.deepEqual(troubleIn(await testbed.machine.kernelLog()), []);
  },
);
