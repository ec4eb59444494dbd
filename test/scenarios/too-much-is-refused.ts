import assert from 'node:assert/strict';
import { Elements } from '@vwifi/nl80211/elements';
import { openClient } from '../lib/client.js';
import { nodes } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** Vendor elements that nl80211 still takes, 2304 octets being its limit, and that do not fit into a frame with the rest. */
const MUCH = [...Array<number>(8).fill(255), 230].map((length) => ({
  id: 221,
  data: Uint8Array.from({ length }, (_, index) => (index === 0 ? 0x02 : 0x55)),
}));

export default scenario(
  'a beacon or a cell with more elements than a frame holds is refused, and nothing is left of it',
  { debug: true },
  async (context) => {
    const [ap, member] = await nodes(context, 2);
    assert.ok(ap && member);
    const point = (await openClient(context, ap.netns)).dev(ap.interface);
    await point.down();
    await point.setType('ap');
    await point.up();
    const settings = { ssid: 'much', frequencyMhz: 2437 };
    await assert.rejects(point.startAccessPoint({ ...settings, others: MUCH }), /EINVAL/);
    await point.startAccessPoint(settings);
    assert.match(await member.iw('scan', 'freq', '2437'), /SSID: much/);

    // A cell's elements are counted by cfg80211 in an octet: what is left of so many is taken and sent.
    const wifi = await openClient(context, member.netns);
    const dev = wifi.dev(member.interface);
    await dev.down();
    await dev.setType('adhoc');
    await dev.up();
    const ifindex = Number(await member.run(['cat', `/sys/class/net/${member.interface}/ifindex`]));
    const ssid = new TextEncoder().encode('cell');
    await wifi.raw('joinIbss', { ifindex, ssid, wiphyFreq: 2412, ie: Elements.from(MUCH) });
    await point.stopAccessPoint();
    await point.setType('station');
    await context.eventually('the cell is seen', async () => /SSID: cell/.test(await ap.iw('scan')));
  },
);
