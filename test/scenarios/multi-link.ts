import assert from 'node:assert/strict';
import { openClient } from '../lib/client.js';
import { AccessPointMld, protect } from '../lib/mld.js';
import { nodes } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';
import '@vwifi/nl80211/vwifi';

export default scenario(
  'a station and an access point with two links exchange data over the better one, and over the other while that is deaf',
  // Older kernels have no such radios.
  { only: ['uml-fast', 'uml-debug', 'uml-smp'] },
  async (context) => {
    const [ap, station, single] = await nodes(context, 3, { mlo: true });
    assert.ok(ap && station && single);
    await context.run('iw reg set DE');
    const point = await AccessPointMld.start(ap, [2437, 5180]);
    await point.takes(station);
    await point.program.output.next(new RegExp(`^joined ${station.mac}$`));
    await station.pings(ap);
    await ap.pings(station);

    // A station without links is on one of the same access point's, and is relayed to and from the other.
    assert.ok(await single.connects('links'));
    await single.pings(ap);
    await single.pings(station);

    const [low, high] = point.links;
    assert.ok(low && high);
    const { faults } = (await openClient(context)).vwifi;
    for (const link of [high, low]) {
      const fault = await faults.add({ type: 'data', bssid: link.mac, action: 'drop' });
      await station.pings(ap);
      await ap.pings(station);
      await faults.remove(fault);
    }
    // With keys, one of which is of the two of them; each link has one for groups, as for the question whose address it is.
    const [apWifi, wifi] = [await openClient(context, ap.netns), await openClient(context, station.netns)];
    await protect(point, apWifi, station, wifi);
    await station.run('ip neigh flush all');
    await station.pings(ap);
    await ap.run('ip neigh flush all');
    await ap.pings(station);
    const dump = await ap.iw('station', 'dump');
    assert.match(dump, new RegExp(`Station ${station.mac}`));
    await station.iw('disconnect');
    await station.pingsInVain(ap);
  },
);
