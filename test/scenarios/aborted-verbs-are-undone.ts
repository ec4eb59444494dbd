import assert from 'node:assert/strict';
import { openClient } from '../lib/client.js';
import { connected, hostapd, nodes, OPEN, OPEN_NETWORK, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'a scan, a connection and a stay on a channel that are given up have ended in the kernel, and watching the signal leaves the supplicant its own',
  {},
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    await hostapd(context, ap, OPEN);
    const wifi = await openClient(context, station.netns);
    const dev = wifi.dev(station.interface);
    const events = wifi.events();
    await events.ready;
    const told = async (name: string): Promise<void> => {
      for (let each = await events.next(); each.value?.name !== name; each = await events.next())
        assert.ok(!each.done);
    };
    /** Aborts when the kernel has told of the beginning. */
    const giveUp = async (begin: (signal: AbortSignal) => Promise<unknown>, sign: string): Promise<void> => {
      const controller = new AbortController();
      const outcome = begin(controller.signal).then(
        () => 'done',
        (error: Error) => error.message,
      );
      await told(sign);
      controller.abort(new Error('given up'));
      assert.equal(await outcome, 'given up');
    };

    await giveUp((signal) => dev.scan({ passive: true, signal }), 'triggerScan');
    // One that still ran would be EBUSY.
    await wifi.commands.triggerScan({ dev: station.interface, scanFrequencies: [2437], scanSsids: [''] });
    await told('newScanResults');

    await giveUp((signal) => dev.connect({ ssid: 'nobody', signal }), 'triggerScan');
    const { bssid } = await dev.connect({ ssid: 'test' });
    assert.equal(bssid, ap.mac);
    await dev.disconnect();

    const other = await openClient(context, station.netns);
    const away = await other.dev(station.interface).remainOnChannel(2412, 5000);
    await other.close();
    await away.ended;
    await told('cancelRemainOnChannel');

    // wpa_supplicant watches the signal for itself; so do we.
    const daemon = await supplicant(context, station, OPEN_NETWORK);
    await connected(context, daemon);
    await daemon.control.ok('SIGNAL_MONITOR THRESHOLD=-70 HYSTERESIS=5');
    const driver = await openClient(context);
    const link = { receiver: station.interface, sender: ap.interface };
    const quality = await dev.watchSignal({ thresholdsDbm: [-50], intervalMs: 100 });
    assert.deepEqual((await quality.next()).value, { name: 'signal', level: 'high', signalDbm: -50 });
    await driver.vwifi.links.set(link, { signalDbm: -80 });
    await daemon.control.events.next(/CTRL-EVENT-SIGNAL-CHANGE above=0 signal=-80 /);
    const { value: crossed } = await quality.next();
    assert.deepEqual([crossed?.name, crossed && 'level' in crossed && crossed.level], ['signal', 'low']);
    await quality.close();
    await driver.vwifi.links.set(link, { signalDbm: -40 });
    await daemon.control.events.next(/CTRL-EVENT-SIGNAL-CHANGE above=1 signal=-40 /);
  },
);
