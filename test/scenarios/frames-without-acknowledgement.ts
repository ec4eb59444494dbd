import assert from 'node:assert/strict';
import { VWifi } from '@vwifi/nl80211';
import { Capture } from '../lib/capture.js';
import { network, quiet, stationsOf, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'frames of a TID that wants no acknowledgement are sent once, and nobody acknowledges them',
  {},
  async (context) => {
    const { ap, stations } = await network(context, 1, { ...WPA2, wmm_enabled: 1 });
    const [station] = stations;
    assert.ok(station);
    await station.pings(ap);
    await quiet(ap, station);
    const wifi = await VWifi.open({ socket: context.machine.openNetlink });
    context.onEnd('close the client', () => wifi.close());
    const ping = (precedence: number, ...options: readonly string[]) =>
      station.attempt([
        'ping',
        '-c',
        '3',
        '-i',
        '0.2',
        '-W',
        '1',
        '-Q',
        `${precedence << 5}`,
        ...options,
        ap.address,
      ]);
    const rows = async () => stationsOf(await station.iw('station', 'dump'))[0]?.rows ?? {};

    const air = await Capture.ofTheAir(context);
    await station.iw('set', 'noack_map', '0x0020');
    assert.equal((await ping(5)).status, 0, 'a perfect link needs none');
    assert.equal((await ping(0)).status, 0);
    const before = await rows();
    await wifi.vwifi.links.set({ receiver: ap.interface, sender: station.interface }, { loss: 1 });
    assert.notEqual((await ping(5)).status, 0);
    const without = await rows();
    assert.notEqual((await ping(0)).status, 0);
    const after = await rows();
    await wifi.vwifi.links.set({ receiver: ap.interface, sender: station.interface }, { loss: 0 });
    await station.iw('set', 'noack_map', '0');
    assert.equal((await ping(5)).status, 0);
    // The same by the configuration of a TID.
    await station.iw('set', 'tidconf', 'tids', '0x20', 'noack', 'on');
    assert.equal((await ping(5)).status, 0);
    await station.iw('set', 'tidconf', 'tids', '0x20', 'override', 'ampdu', 'on');
    assert.equal((await ping(5)).status, 0);
    await air.stop();

    const sent = (filter: string) =>
      air.count(`wlan.fc.type_subtype == 0x28 && wlan.ta == ${station.mac} && ${filter}`);
    assert.equal(
      await sent('wlan.qos.tid == 5 && wlan.qos.ack == 1'),
      9,
      'three that arrived, three that did not, three by configuration',
    );
    assert.equal(
      await sent('wlan.qos.tid == 5 && wlan.qos.ack == 0'),
      6,
      'when the map was empty again, and when the configuration was',
    );
    assert.equal(await sent('wlan.qos.tid == 5 && wlan.fc.retry == 1'), 0);
    assert.equal(await sent('wlan.qos.tid == 0 && wlan.qos.ack == 0'), 3 + 3 * 7);
    assert.equal(await sent('wlan.qos.ack == 1 && radiotap.txflags & 1'), 0, 'nobody knows of it');
    // What follows a frame that is to be acknowledged is its acknowledgement, and only that.
    assert.equal(
      await air.count(`wlan.fc.type_subtype == 0x1d && wlan.ra == ${station.mac}`),
      9,
      'three at the other TID, three with an empty map, three without configuration',
    );
    assert.equal(without['tx retries'], before['tx retries']);
    assert.equal(without['tx failed'], before['tx failed']);
    assert.equal(Number(after['tx failed']) - Number(without['tx failed']), 3);
  },
);
