import assert from 'node:assert/strict';
import { openClient } from '../lib/client.js';
import { network, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'an idle station is asked for a sign of life: who answers stays, who is out of reach is dismissed',
  {},
  async (context) => {
    const conf = { ...WPA2, ap_max_inactivity: 3 };
    const { ap, stations, hostapd } = await network(context, 2, conf);
    const [near, far] = stations;
    assert.ok(near && far);
    await hostapd.control.ok(`POLL_STA ${near.mac}`);
    await hostapd.control.events.next(new RegExp(`AP-STA-POLL-OK ${near.mac}`));

    const wifi = await openClient(context);
    // Nothing comes back from it any more, and it does not notice: it still hears the beacons.
    await wifi.vwifi.links.set({ receiver: ap.interface, sender: far.interface }, { loss: 1 });
    await wifi.vwifi.links.set({ receiver: far.interface, sender: ap.interface }, { loss: 1 });
    await hostapd.control.events.next(new RegExp(`AP-STA-DISCONNECTED ${far.mac}`), 60_000);
    const dump = await context.eventually('the far one is forgotten', async () => {
      const left = await ap.iw('station', 'dump');
      return !left.includes(far.mac) && left;
    });
    assert.match(dump, new RegExp(near.mac));
    assert.doesNotMatch(hostapd.control.events.all.join('\n'), new RegExp(`DISCONNECTED ${near.mac}`));
  },
);
