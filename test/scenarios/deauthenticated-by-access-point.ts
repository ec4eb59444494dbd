import assert from 'node:assert/strict';
import { connected, network } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'a station that the access point sends away knows it, knows why, and comes back',
  {},
  async (context) => {
    const { ap, stations, hostapd, supplicants } = await network(context, 2);
    const [first, second] = stations;
    const [daemon] = supplicants;
    assert.ok(first && second && daemon);
    for (const [verb, reason] of [
      ['DEAUTHENTICATE', 5],
      ['DISASSOCIATE', 8],
    ] as const) {
      await hostapd.control.ok(`${verb} ${first.mac} reason=${reason}`);
      await daemon.control.events.next(
        new RegExp(`CTRL-EVENT-DISCONNECTED bssid=${ap.mac} reason=${reason}`),
      );
      await connected(context, daemon, 60_000);
      await first.pings(second);
    }
    // To everybody at once.
    await hostapd.control.ok('DEAUTHENTICATE ff:ff:ff:ff:ff:ff');
    for (const { control } of supplicants) await control.events.next(/CTRL-EVENT-DISCONNECTED/);
    for (const each of supplicants) await connected(context, each, 60_000);
    await context.eventually('they reach each other', () => first.reaches(second));
  },
);
