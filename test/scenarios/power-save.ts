import assert from 'node:assert/strict';
import { network, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'power save is taken and shown, by iw and as WNM sleep, and the station stays reachable',
  {},
  async (context) => {
    const { ap, stations, hostapd, supplicants } = await network(context, 1, { ...WPA2, wnm_sleep_mode: 1 });
    const [station] = stations;
    const [daemon] = supplicants;
    assert.ok(station && daemon);
    for (const state of ['on', 'off']) {
      await station.iw('set', 'power_save', state);
      assert.match(await station.iw('get', 'power_save'), new RegExp(`Power save: ${state}`));
      await ap.pings(station);
    }
    await daemon.control.ok('WNM_SLEEP enter');
    await hostapd.program.output.next(/WNM-Sleep/i);
    await daemon.program.output.next(/WNM-Sleep Mode Response/i);
    await daemon.control.ok('WNM_SLEEP exit');
    await daemon.program.output.next(/WNM-Sleep Mode Response/i);
    await ap.pings(station);
  },
);
