import assert from 'node:assert/strict';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const TRACEFS = '/sys/kernel/tracing';
const NOBODY = '02:00:00:00:00:99';

/** The User-Mode Linux kernels have no tracing. */
export default scenario(
  'a trace shows the frames of an association, its states, and why a frame was dropped',
  { only: ['6.1', '6.12'] },
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    await context.run(`mountpoint -q ${TRACEFS} || mount -t tracefs none ${TRACEFS}`);
    const trace = () => context.run(['cat', `${TRACEFS}/trace`]);
    const enable = (value: 0 | 1) => context.run(`echo ${value} > ${TRACEFS}/events/vwifi/enable`);
    await hostapd(context, ap, OPEN);
    await station.iw('scan', 'freq', '2437');
    assert.doesNotMatch(await trace(), /vwifi_/, 'nothing is traced that nobody asked for');

    await enable(1);
    context.onEnd('trace no more', async () => {
      await enable(0);
    });
    assert.ok(await station.connects('test'));
    await ap.run(['ip', 'neigh', 'replace', '10.0.0.9', 'lladdr', NOBODY, 'dev', ap.interface]);
    await ap.pingsInVain('10.0.0.9');
    const text = await trace();
    for (const line of [
      `vwifi_mgmt_tx: vw1 2437 MHz authentication da ${ap.mac} sa ${station.mac} bssid ${ap.mac} len \\d+ acked`,
      `vwifi_mgmt_rx: vw0 2437 MHz authentication da ${ap.mac} sa ${station.mac} bssid ${ap.mac} len \\d+ -50 dBm`,
      `vwifi_mgmt_rx: vw1 2437 MHz association response da ${station.mac} sa ${ap.mac}`,
      `vwifi_state: vw1 bssid ${ap.mac} authenticating -> authenticated`,
      `vwifi_state: vw1 bssid ${ap.mac} associating -> associated`,
      `vwifi_peer: vw0 peer ${station.mac} .*authenticated\\|associated\\|authorised`,
      `vwifi_drop: vw0 no receiver da ${NOBODY} sa ${ap.mac} proto 0x0800 len 98`,
    ])
      assert.match(text, new RegExp(line));
  },
);
