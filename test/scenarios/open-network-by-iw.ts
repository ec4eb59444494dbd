import assert from 'node:assert/strict';
import { iwEvents } from '../lib/iw-events.js';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'iw connects to an open network and leaves it, and both sides say so',
  {},
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    const { control } = await hostapd(context, ap, OPEN);
    const stationEvents = await iwEvents(context, station);
    const apEvents = await ap.start('iw-event-ap', ['stdbuf', '-oL', 'iw', 'event']);

    await station.pingsInVain(ap);
    await station.run('ip neigh flush dev vw1'); // what ARP asked in vain
    await station.iw('connect', 'test');
    await stationEvents.output.next(new RegExp(`vw1: new station ${ap.mac}`));
    await stationEvents.output.next(new RegExp(`: connected to ${ap.mac}`));
    await apEvents.output.next(new RegExp(`: new station ${station.mac}`));
    await control.events.next(new RegExp(`AP-STA-CONNECTED ${station.mac}`));
    const link = await station.iw('link');
    assert.match(link, new RegExp(`^Connected to ${ap.mac} \\(on vw1\\)\\n\\tSSID: test\\n\\tfreq: 2437`));
    await station.pings(ap);

    await station.iw('disconnect');
    await stationEvents.output.next(new RegExp(`vw1: del station ${ap.mac}`));
    await stationEvents.output.next(/: disconnected \(local request\) reason: 3/);
    await apEvents.output.next(new RegExp(`: del station ${station.mac}`));
    await control.events.next(new RegExp(`AP-STA-DISCONNECTED ${station.mac}`));
    assert.equal(await station.iw('link'), 'Not connected.\n');
    await station.pingsInVain(ap);
  },
);
