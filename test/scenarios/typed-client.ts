import assert from 'node:assert/strict';
import { VWifi } from '@vwifi/nl80211';
import { limited } from '@vwifi/nl80211/deadline';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** The client runs here, its sockets are in the guest. */
export default scenario(
  'from TypeScript a station scans, connects, sees its link and leaves, and the access point sees it come and go',
  {},
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    await hostapd(context, ap, OPEN);
    const socket = context.machine.openNetlink;
    const wifi = await VWifi.open({ socket, netns: station.netns });
    context.onEnd('close the station client', () => wifi.close());
    const apWifi = await VWifi.open({ socket, netns: ap.netns });
    context.onEnd('close the access point client', () => apWifi.close());

    assert.deepEqual(
      (await wifi.interfaces()).map(({ name, type }) => [name, type]),
      [['vw1', 'station']],
    );
    assert.deepEqual(
      (await wifi.radios()).map(({ name }) => name),
      ['vw_phy1'],
    );
    const found = await wifi.dev('vw1').scan({ ssids: ['test'] });
    assert.deepEqual(
      found.map(({ bssid }) => bssid),
      [ap.mac],
    );

    const events = apWifi.events();
    await events.ready;
    await wifi.dev('vw1').connect({ ssid: 'test' });
    const link = await wifi.dev('vw1').link();
    assert.equal(link?.bssid, ap.mac);
    assert.equal(link?.frequencyMhz, 2437);
    assert.deepEqual(
      (await apWifi.dev('vw0').stations()).map(({ mac }) => mac),
      [station.mac],
    );
    await station.pings(ap);

    // What others change of links, addresses and routes is told.
    using enough = limited([], { afterMs: 30_000 });
    const changes = wifi.ip.events({ signal: enough });
    await changes.ready;
    const change = [
      'link set vw1 mtu 1400',
      'addr add 10.77.0.1/24 dev vw1',
      'addr del 10.77.0.1/24 dev vw1',
    ];
    await station.run([...change, 'link set vw1 mtu 1500'].map((words) => `ip ${words}`).join(' && '));
    const expected = [
      ...['newLink vw1 1400', 'newAddress 10.77.0.1', 'newRoute 10.77.0.0/24'],
      ...['delAddress 10.77.0.1', 'delRoute 10.77.0.0/24', 'newLink vw1 1500'],
    ];
    const told = new Set<string>();
    for await (const event of changes) {
      if ('link' in event) told.add(`${event.name} ${event.link.name} ${event.link.mtu}`);
      else if ('address' in event) told.add(`${event.name} ${event.address.address}`);
      else if ('route' in event) told.add(`${event.name} ${event.route.to}`);
      if (expected.every((each) => told.has(each))) break;
    }
    assert.deepEqual(
      expected.filter((each) => !told.has(each)),
      [],
      [...told].join(', '),
    );
    await wifi.dev('vw1').disconnect();
    assert.equal(await wifi.dev('vw1').link(), null);

    const names: unknown[] = [];
    for await (const event of events) {
      if ('mac' in event && event.mac === station.mac) names.push(event.name);
      if (names.at(-1) === 'delStation') break;
    }
    assert.ok(names.includes('newStation'), `events: ${names.join(', ')}`);
    await assert.rejects(wifi.dev('vw9').scan(), /vw9/);
  },
);
