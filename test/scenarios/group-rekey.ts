import assert from 'node:assert/strict';
import { network, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario('group keys change under way and broadcasts still arrive', {}, async (context) => {
  const { ap, stations, supplicants } = await network(context, 2, { ...WPA2, wpa_group_rekey: 2 });
  const [first, second] = stations;
  assert.ok(first && second);
  for (let time = 0; time < 3; time++) {
    for (const { control } of supplicants) await control.events.next(/(WPA|RSN): Group rekeying completed/);
    // Without a neighbour entry the first ping begins with a broadcast.
    for (const node of [ap, first, second]) await node.run(['ip', 'neigh', 'flush', 'dev', node.interface]);
    await first.pings(second);
    await ap.pings(first);
  }
});
