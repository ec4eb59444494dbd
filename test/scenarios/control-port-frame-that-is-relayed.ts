import assert from 'node:assert/strict';
import { openClient } from '../lib/client.js';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';
import { ELSEWHERE, makeWire, StationsElsewhere } from '../lib/stations-elsewhere.js';

const PREAUTHENTICATION = 0x88c7;
const FRAMES = 10;

export default scenario(
  'a frame of user space that an access point relays to another kernel arrives, at once and over a link that takes time',
  { debug: true, programs: ['python3'] },
  async (context) => {
    if (context.driver !== 'vwifi') return;
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    await hostapd(context, ap, OPEN);
    await makeWire(context);
    const elsewhere = await StationsElsewhere.join(context, ap);
    const [to] = ELSEWHERE;
    await station.connects('test');
    const wifi = await openClient(context, station.netns);
    const ifindex = Number(await station.run(['cat', `/sys/class/net/${station.interface}/ifindex`]));
    for (const delayUs of [0, 50_000]) {
      await elsewhere.wifi.vwifi.links.set(
        { receiver: ap.interface, sender: station.interface },
        { delayUs },
      );
      for (let n = 0; n < FRAMES; n++) {
        const frame = Buffer.from(`preauthentication ${n}`);
        const about = { ifindex, mac: to, controlPortEthertype: PREAUTHENTICATION, frame };
        await wifi.raw('controlPortFrame', about);
        // The access point acknowledges it: whoever sends the next one overwrites what this call left on its stack.
        await station.iw('link');
      }
      for (let n = 0; n < FRAMES; n++) {
        const { station: number, source, payload } = await elsewhere.receives('88c7');
        assert.deepEqual([number, source, payload], [0, station.mac, `preauthentication ${n}`.slice(0, 16)]);
      }
    }
  },
);
