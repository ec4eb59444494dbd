import assert from 'node:assert/strict';
import { network, stationsOf } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'two stations join a WPA2 network and reach each other and the access point',
  { core: true },
  async (context) => {
    const { ap, stations, hostapd, supplicants } = await network(context, 2);
    const [first, second] = stations;
    assert.ok(first && second);
    for (const { control } of supplicants) {
      const status = await control.status();
      assert.equal(status.bssid, ap.mac);
      assert.equal(status.key_mgmt, 'WPA2-PSK');
      assert.equal(status.pairwise_cipher, 'CCMP');
      assert.equal(status.group_cipher, 'CCMP');
      await hostapd.control.events.next(/AP-STA-CONNECTED/);
    }
    await first.pings(second);
    await second.pings(first);
    await first.pings(ap);
    await ap.pings(second);
    const dump = stationsOf(await ap.iw('station', 'dump'));
    for (const { rows } of dump) assert.equal(rows.authorized, 'yes');
  },
);
