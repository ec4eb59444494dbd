import assert from 'node:assert/strict';
import { network, WPA2, WPA2_NETWORK } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** Who is told to be careful asks the driver whether it can replace a key that frames go under. */
const CAREFUL = { ...WPA2_NETWORK, wpa_ptk_rekey: '20', wpa_deny_ptk0_rekey: '1' };

export default scenario(
  'group keys change under way and broadcasts still arrive; pairwise keys are replaced without a new connection',
  {},
  async (context) => {
    const { ap, stations, supplicants } = await network(context, 2, { ...WPA2, wpa_group_rekey: 2 }, CAREFUL);
    const [first, second] = stations;
    assert.ok(first && second);
    for (let time = 0; time < 3; time++) {
      for (const { control } of supplicants) await control.events.next(/(WPA|RSN): Group rekeying completed/);
      // Without a neighbour entry the first ping begins with a broadcast.
      for (const node of [ap, first, second]) await node.run(['ip', 'neigh', 'flush', 'dev', node.interface]);
      await first.pings(second);
      await ap.pings(first);
    }
    for (const { control } of supplicants) {
      await control.events.next(/Key negotiation completed|EVENT-DISCONNECTED/);
      assert.doesNotMatch(control.events.all.join('\n'), /EVENT-DISCONNECTED/);
    }
  },
);
