import assert from 'node:assert/strict';
import { Capture } from '../lib/capture.js';
import { openClient } from '../lib/client.js';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** 802.11-2020, table 9-49: leaving the BSS. */
const LEAVING = 8;

export default scenario(
  'what a radio claims and no daemon makes use of is true: the channel in probe requests, disassociation',
  {},
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    await hostapd(context, ap, OPEN);
    const air = await Capture.ofTheAir(context);
    await station.iw('scan', 'freq', '2412', '2437', 'flush');
    assert.ok(await station.connects('test', '2437'));
    const wifi = await openClient(context, station.netns);
    await wifi.commands.disassociate({ dev: station.interface, mac: ap.mac, reasonCode: LEAVING });
    await context.eventually('it has left', async () => !(await station.link()));
    await context.eventually(
      'the access point knows',
      async () => !(await ap.iw('station', 'dump')).includes('associated:\tyes'),
    );
    await air.stop();
    const probes = await air.frames(`wlan.fc.type_subtype == 4 && wlan.ta == ${station.mac}`, [
      'radiotap.channel.freq',
      'wlan.ds.current_channel',
    ]);
    const channels: Readonly<Record<string, string>> = { 2412: '1', 2437: '6' };
    assert.ok(probes.length >= 2);
    for (const [freq = '', channel] of probes) assert.equal(channel, channels[freq]);
    const left = await air.frames('wlan.fc.type_subtype == 10', ['wlan.ta', 'wlan.fixed.reason_code']);
    assert.equal(left[0]?.[0], station.mac);
    assert.equal(Number(left[0]?.[1]), LEAVING);
  },
);
