import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { type LabSpec, Testbed } from '@vwifi/testbed';
import { shellOn } from '../lib/lab-shell.js';
import { scenario } from '../lib/scenario.js';
import { troubleIn } from '../runner/kernel-log.js';

const TOOL = fileURLToPath(new URL('../../../node_modules/.bin/vwifi-tool', import.meta.url));
const lab: LabSpec = {
  isolation: 'machine',
  backend: 'uml',
  kernel: 'uml-fast',
  nodes: {
    ap: { kind: 'ap', channel: 1, ssid: 'beside', security: 'open' },
    station: { kind: 'station', network: 'ap' },
  },
};
const MEMBERS = [
  ['ap', '10.7.0.1'],
  ['station', '10.7.0.2'],
] as const;
/** Members look for peers that have left at each tenth beacon: in these seconds as often as in a minute at 100 TU. */
const BEACON_TU = 20;
const PINGS = 240;
const CELL = `ctrl_interface=/run/cell
network={
  ssid="cell"
  mode=1
  frequency=2437
  beacon_int=${BEACON_TU}
  proto=RSN
  key_mgmt=WPA-PSK
  pairwise=CCMP
  group=CCMP
  psk="kept for long"
}`;

export default scenario(
  'across machines: members of an ad hoc cell with RSN keep each other, and their keys, for as long as both are there',
  { only: ['host'], nightly: true },
  async (context) => {
    await using testbed = await Testbed.up({ ...lab, name: `cell-${process.pid}` });
    const shell = shellOn(testbed);
    for (const [node, own] of MEMBERS)
      await shell(
        node,
        `${TOOL} radio add --ifname free0 && ip link set free0 up && ip addr add ${own}/24 dev free0 &&
         echo '${CELL}' >/tmp/cell.conf && (iw event >/tmp/events 2>&1 &) &&
         wpa_supplicant -B -Dnl80211 -ifree0 -c/tmp/cell.conf -f/tmp/cell.log`,
      );
    for (const [node] of MEMBERS)
      await context.eventually(`${node} has let the other one in`, async () =>
        /authorized:\s+yes/.test(await shell(node, 'iw dev free0 station dump')),
      );
    await context.eventually('they reach each other', async () => {
      const { status } = await testbed.node('ap').exec(['ping', '-c', '1', '-W', '1', '10.7.0.2']);
      return status === 0;
    });
    const said = await shell('ap', `ping -q -c ${PINGS} -i 0.05 10.7.0.2`);
    assert.match(said, new RegExp(`${PINGS} received`), said);
    for (const [node] of MEMBERS) {
      assert.doesNotMatch(await shell(node, 'cat /tmp/events'), /^free0.*del station/m, node);
      assert.match(await shell(node, 'iw dev free0 station dump'), /authorized:\s+yes/);
    }
    // Who leaves is forgotten.
    await shell('station', 'killall wpa_supplicant && ip link set free0 down');
    await context.eventually(
      'the one who left is forgotten',
      async () => !(await shell('ap', 'iw dev free0 station dump')),
    );
    assert.deepEqual(troubleIn(await testbed.machine.kernelLog()), []);
  },
);
