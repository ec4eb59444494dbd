import assert from 'node:assert/strict';
import { openClient } from '../lib/client.js';
import { network } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'a station is told when its signal falls below a threshold and when it rises again',
  {},
  async (context) => {
    const { ap, stations, supplicants } = await network(context, 1);
    const [station] = stations;
    const [daemon] = supplicants;
    assert.ok(station && daemon);
    const wifi = await openClient(context);
    const link = { receiver: station.interface, sender: ap.interface };
    await daemon.control.ok('SIGNAL_MONITOR THRESHOLD=-70 HYSTERESIS=5');
    for (const [signalDbm, above] of [
      [-80, 0],
      [-60, 1],
      [-90, 0],
    ] as const) {
      await wifi.vwifi.links.set(link, { signalDbm });
      await daemon.control.events.next(
        new RegExp(`CTRL-EVENT-SIGNAL-CHANGE above=${above} signal=${signalDbm} `),
      );
      assert.match(await daemon.control.request('SIGNAL_POLL'), new RegExp(`^RSSI=${signalDbm}$`, 'm'));
    }

    // Of several thresholds the driver watches the two beside the signal: each is told of by itself, in either direction.
    await wifi.vwifi.links.set(link, { signalDbm: -50 });
    const here = await openClient(context, station.netns);
    await using told = await here.dev(station.interface).watchSignal({
      thresholdsDbm: [-80, -70, -60],
      watcher: 'kernel',
    });
    const next = async () => {
      for (;;) {
        const { value: event, done } = await told.next();
        assert.ok(!done, 'it is told of');
        if (event.name === 'signal') return [event.level, event.signalDbm];
      }
    };
    for (const [signalDbm, level] of [
      [-65, 'low'],
      [-75, 'low'],
      [-90, 'low'],
      [-65, 'high'],
      [-50, 'high'],
    ] as const) {
      await wifi.vwifi.links.set(link, { signalDbm });
      assert.deepEqual(await next(), [level, signalDbm]);
    }
  },
);
