import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { Testbed } from '@vwifi/testbed';
import { onOneWire, shellOn } from '../lib/lab-shell.js';
import { scenario } from '../lib/scenario.js';
import { troubleIn } from '../runner/kernel-log.js';

const TOOL = fileURLToPath(new URL('../../../node_modules/.bin/vwifi-tool', import.meta.url));
const CARD = 'vec0';
/** Of the two cards, 0 as they are at boot, wide enough: in one piece, in two or three, and each its own. */
const WIDTHS = [
  [0, 0],
  [1500, 1500],
  [576, 576],
  [1500, 700],
] as const;
/** An IPv4 packet of 1500 octets. */
const FULL = '1472';
const RANDOM = '02:11:22:00:00:00/ff:ff:ff:00:00:00';
const lab = onOneWire('wide', ['station']);

export default scenario(
  'across machines: full packets pass a wire of any MTU; scans by random addresses and ad hoc cells work',
  { only: ['host'], nightly: true },
  async (context) => {
    await using testbed = await Testbed.up({ ...lab, name: `widths-${process.pid}` });
    const shell = shellOn(testbed);
    const { address } = testbed.node('ap');
    const sent = async () =>
      Number(await shell('station', `cat /sys/class/net/${CARD}/statistics/tx_packets`));
    const frames: number[] = [];
    for (const [atPoint, atStation] of WIDTHS) {
      if (atPoint) await shell('ap', `ip link set ${CARD} mtu ${atPoint}`);
      if (atStation) await shell('station', `ip link set ${CARD} mtu ${atStation}`);
      // A HELLO tells the other one of it.
      await testbed.sleep(500);
      const before = await sent();
      const said = await shell('station', `ping -q -i 0.02 -c 50 -M do -s ${FULL} ${address}`);
      frames.push((await sent()) - before);
      assert.match(said, /50 received/, `MTU ${atPoint} and ${atStation}: ${said}`);
    }
    const [whole = 0, two = 0, three = 0] = frames;
    context.timeline.note(`frames of 50 packets and of what else there is: ${frames.join(', ')}`);
    assert.ok(whole < 100 && two >= 100 && three >= 150, frames.join(', '));

    const scan = `iw dev ${testbed.node('station').interface} scan freq 2412 flush randomise=${RANDOM}`;
    // A station that is connected keeps its address.
    await shell('station', `${TOOL} radio add --ifname free0 && ip link set free0 up`);
    const seen = await shell('station', scan.replace(testbed.node('station').interface, 'free0'));
    assert.match(seen, /SSID: wide/);
    assert.match(seen, /beacon interval: 100 TUs/);

    await shell('ap', `${TOOL} radio add --ifname free0`);
    for (const [node, own] of [
      ['ap', '10.7.0.1'],
      ['station', '10.7.0.2'],
    ] as const)
      await shell(
        node,
        `ip link set free0 down && iw dev free0 set type ibss && ip link set free0 up && ip addr add ${own}/24 dev free0 &&
         iw dev free0 ibss join cell 2437 NOHT`,
      );
    await context.eventually('the cell is one', async () => {
      const { status } = await testbed.node('ap').exec(['ping', '-c', '1', '-W', '1', '10.7.0.2']);
      return status === 0;
    });
    assert.match(await shell('station', `ping -q -c 20 -i 0.02 -M do -s ${FULL} 10.7.0.1`), /20 received/);
    assert.match(await shell('ap', 'iw dev free0 station dump'), /Station .* \(on free0\)/);
    assert.deepEqual(troubleIn(await testbed.machine.kernelLog()), []);
  },
);
