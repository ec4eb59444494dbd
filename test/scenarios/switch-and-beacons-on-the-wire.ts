import assert from 'node:assert/strict';
import { type LabSpec, Testbed } from '@vwifi/testbed';
import { shellOn } from '../lib/lab-shell.js';
import { scenario } from '../lib/scenario.js';

const lab: LabSpec = {
  isolation: 'machine',
  backend: 'uml',
  kernel: 'uml-fast',
  nodes: {
    ap: {
      kind: 'ap',
      channel: 1,
      ssid: 'far',
      security: 'wpa3-sae',
      passphrase: 'far enough',
      extra: ['beacon_prot=1'],
    },
    station: { kind: 'station', network: 'ap', extra: ['beacon_prot=1'] },
  },
};

export default scenario(
  'across machines: a station takes the protected beacons of its access point, and follows it to another channel',
  { only: ['host'], nightly: true },
  async (context) => {
    await using testbed = await Testbed.up({ ...lab, name: `far-${process.pid}` });
    const shell = shellOn(testbed);
    const { address } = testbed.node('ap');
    const own = testbed.node('ap').interface;
    const station = testbed.node('station').interface;
    const drops = () =>
      shell('station', `ethtool -S ${station} | grep -E "drop_(unprotected|no_key|wrong_key|replay)"`);
    const before = await drops();
    const socket = await shell('ap', `find /run /tmp -type s -name ${own} | head -1`);
    for (const [channel, mhz] of [
      [11, 2462],
      [6, 2437],
    ] as const) {
      const pings = shell('station', `ping -q -c 60 -i 0.05 -W 3 ${address} || true`);
      assert.match(
        await shell('ap', `hostapd_cli -p $(dirname ${socket}) -i ${own} chan_switch 5 ${mhz}`),
        /OK/,
      );
      const said = await pings;
      context.timeline.note(said);
      for (const node of ['ap', 'station'])
        assert.match(
          await shell(node, `iw dev ${testbed.node(node).interface} info`),
          new RegExp(`channel ${channel} \\(${mhz} MHz\\)`),
        );
      const [, received] = said.match(/(\d+) received/) ?? [];
      assert.ok(Number(received) >= 55, `of 60 pings during the switch: ${said}`);
    }
    assert.match(await shell('station', `iw dev ${station} link`), /SSID: far/);
    assert.equal(await drops(), before, 'every beacon had its protection');
  },
);
