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
  },
);
