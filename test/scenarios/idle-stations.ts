import assert from 'node:assert/strict';
import { Capture } from '../lib/capture.js';
import { openClient } from '../lib/client.js';
import { network, WPA2, WPA2_NETWORK } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'an idle station is asked for a sign of life: who answers stays, who is out of reach is dismissed',
  {},
  async (context) => {
    const conf = {
      ...{ ...WPA2, wmm_enabled: 1, ap_max_inactivity: 3 },
      ...{ ieee80211w: 2, wpa_key_mgmt: 'WPA-PSK-SHA256' },
    };
    const block = { ...WPA2_NETWORK, ieee80211w: '2', key_mgmt: 'WPA-PSK-SHA256' };
    const { ap, stations, hostapd } = await network(context, 2, conf, block);
    const [near, far] = stations;
    assert.ok(near && far);
    const capture = await Capture.ofTheAir(context);
    await hostapd.control.ok(`POLL_STA ${near.mac}`);
    await hostapd.control.events.next(new RegExp(`AP-STA-POLL-OK ${near.mac}`));
    await near.pings(ap); // so that what came before is in the capture
    await capture.stop();
    // A QoS null frame of the access point; it has no body, so nothing of it is protected, with PMF neither.
    const asked = await capture.frames(`wlan.fc.type_subtype == 0x2c && wlan.ra == ${near.mac}`, [
      ...[
        'wlan.ta',
        'wlan.sa',
        'wlan.fc.ds',
        'wlan.fc.protected',
        'wlan.fc.pwrmgt',
        'wlan.qos.tid',
        'frame.number',
      ],
    ]);
    const [first] = asked;
    assert.ok(first, 'it is on the air');
    assert.deepEqual(first.slice(0, 6), [ap.mac, ap.mac, '0x02', '0', '0', '7']);
    const next = await capture.frames(`frame.number == ${Number(first[6]) + 1}`, [
      'wlan.fc.type_subtype',
      'wlan.ra',
    ]);
    assert.deepEqual(next, [['0x001d', ap.mac]], 'and acknowledged');

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
