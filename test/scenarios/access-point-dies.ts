import assert from 'node:assert/strict';
import { iwEvents } from '../lib/iw-events.js';
import { network } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** Ten beacon intervals of 100 TU, in seconds. */
const TEN_BEACONS = 1.024;

export default scenario(
  'stations notice within ten beacons that their access point is gone without a word',
  { debug: true },
  async (context) => {
    const { ap, stations, supplicants } = await network(context, 2);
    const watching = await Promise.all(stations.map((station) => iwEvents(context, station, '-t')));
    const [before = ''] = (await ap.run(`date +%s.%N && ip link set ${ap.interface} down`)).split('\n');
    for (const { control } of supplicants) {
      await control.events.next(
        new RegExp(`CTRL-EVENT-DISCONNECTED bssid=${ap.mac} reason=4 locally_generated=1`),
      );
    }
    for (const events of watching) {
      const [, lost] = await events.output.next(/^(\d+\.\d+): .*: disconnected/);
      const after = Number(lost) - Number(before);
      assert.ok(after <= TEN_BEACONS, `noticed after ${after} s`);
    }
  },
);
