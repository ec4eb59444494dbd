import assert from 'node:assert/strict';
import { network, OPEN, stationsOf } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const STATIONS = 10;

export default scenario(
  'ten stations share one access point',
  { limitMs: 120_000, nightly: true },
  async (context) => {
    const { ap, stations } = await network(context, STATIONS, OPEN);
    const dump = stationsOf(await ap.iw('station', 'dump'));
    assert.deepEqual(
      dump.map(({ mac }) => mac),
      stations.map(({ mac }) => mac),
    );
    for (const [index, station] of stations.entries()) {
      const next = stations[(index + 1) % STATIONS];
      assert.ok(next);
      await station.pings(next);
    }
  },
);
