import assert from 'node:assert/strict';
import { openClient } from '../lib/client.js';
import { connected, network, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const SAE = { ...WPA2, wpa_key_mgmt: 'SAE', ieee80211w: 2, sae_require_mfp: 1 };
const BLOCK = { ssid: '"test"', psk: '"12345678"', key_mgmt: 'SAE', ieee80211w: '2' };

export default scenario(
  'under PMF who is there answers the SA Query, and whoever comes in its name waits until nobody answers',
  { debug: true },
  async (context) => {
    const { ap, stations, hostapd: access, supplicants } = await network(context, 1, SAE, BLOCK);
    const [station] = stations;
    const [daemon] = supplicants;
    assert.ok(station && daemon);
    await access.control.ok(`SA_QUERY ${station.mac}`);
    await access.program.output.next(/Received SA Query Response from/);
    await station.pings(ap);

    // Out of reach for a while it forgets its keys, and the access point does not.
    const wifi = await openClient(context);
    const pairs = [
      { receiver: station.interface, sender: ap.interface },
      { receiver: ap.interface, sender: station.interface },
    ];
    for (const pair of pairs) await wifi.vwifi.links.set(pair, { loss: 1 });
    await daemon.control.events.next(/CTRL-EVENT-DISCONNECTED/);
    for (const pair of pairs) await wifi.vwifi.links.remove(pair);
    await connected(context, daemon);
    await station.pings(ap);
    assert.match(access.program.output.toString(), /SA Query (time|attempt)|sa_query_timed_out/i);
  },
);
