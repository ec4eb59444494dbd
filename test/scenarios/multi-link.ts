import assert from 'node:assert/strict';
import type { Station } from '@vwifi/nl80211';
import { openClient } from '../lib/client.js';
import { AccessPointMld, protect } from '../lib/mld.js';
import { nodes } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';
import '@vwifi/nl80211/vwifi';

/** Counters that are of all links what those of each are together. */
const SUMS = ['rxBytes', 'txBytes', 'rxPackets', 'txPackets', 'txRetries', 'txFailed', 'rxDropped'] as const;

/** Both links have carried frames both ways, as well as the whole has. */
function sums(peer: Station | undefined, ids: readonly number[]): asserts peer {
  assert.ok(peer?.links);
  assert.deepEqual(
    peer.links.map(({ linkId }) => linkId),
    ids,
  );
  for (const { rxPackets = 0, txPackets = 0, signalDbm = 0, txBitrate, rxBitrate } of peer.links) {
    assert.ok(rxPackets > 0 && txPackets > 0 && signalDbm < 0);
    assert.ok(txBitrate && rxBitrate);
  }
  for (const each of SUMS)
    assert.equal(
      peer.links.reduce((sum, link) => sum + (link[each] ?? 0), 0),
      peer[each],
      each,
    );
}

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

    // Each side counts on both links, and of the whole what they have together; who has no links has none to tell of.
    const told = await apWifi.dev(ap.interface).stations();
    sums(
      told.find(({ mac }) => mac === station.mac),
      [0, 1],
    );
    assert.equal(told.find(({ mac }) => mac === single.mac)?.links, undefined);
    const [peer] = await wifi.dev(station.interface).stations();
    assert.equal(peer?.mac, ap.mac);
    sums(peer, [0, 1]);
    assert.deepEqual(
      peer.links?.map(({ mac }) => mac),
      [low.mac, high.mac],
    );
    const own = await wifi.dev(station.interface).info();
    assert.deepEqual(
      own.links?.map(({ frequencyMhz }) => frequencyMhz),
      [2437, 5180],
    );
    const link = await wifi.dev(station.interface).link();
    assert.deepEqual(
      link?.links?.map(({ bssid }) => bssid),
      [low.mac, high.mac],
    );
    await station.iw('disconnect');
    await station.pingsInVain(ap);
  },
);
