import assert from 'node:assert/strict';
import { network, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  "an access point with hostapd's usual 802.11n settings starts and serves",
  {},
  async (context) => {
    const { ap, stations } = await network(context, 1, {
      ...WPA2,
      ieee80211n: 1,
      wmm_enabled: 1,
      country_code: 'US',
      ieee80211d: 1,
    });
    const [station] = stations;
    assert.ok(station);
    await station.pings(ap);
    assert.match(await station.iw('scan', 'dump'), /HT capabilities:/);

    // The rate that the first vwifi always showed: four streams, 20 MHz, the long guard interval. Here it has to be asked for.
    for (const node of [ap, station])
      await node.iw('set', 'bitrates', 'legacy-2.4', 'ht-mcs-2.4', '31', 'lgi-2.4');
    await station.pings(ap);
    const link = (await station.link()) ?? '';
    assert.match(link, /tx bitrate: 260\.0 MBit\/s MCS 31$/m);
    assert.match(link, /rx bitrate: 260\.0 MBit\/s MCS 31$/m);
  },
);
