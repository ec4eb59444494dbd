import assert from 'node:assert/strict';
import { nodes } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'an interface of type AP that nobody has started yet swallows traffic quietly',
  {},
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    await ap.run('ip link set vw0 down && iw dev vw0 set type __ap && ip link set vw0 up');
    for (const node of [ap, station]) {
      await node.run(`ip neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev ${node.interface}`);
      for (const target of ['10.0.0.9', `ff02::1%${node.interface}`]) await node.pingsInVain(target);
    }
    await ap.attempt(['iw', 'dev', 'vw0', 'station', 'dump']);
    await ap.run('ip link set vw0 down && iw dev vw0 set type managed && ip link set vw0 up');
  },
);
