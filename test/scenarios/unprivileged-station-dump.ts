import assert from 'node:assert/strict';
import { type Node, nodes } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const AS_NOBODY = 'setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all';

async function asks(node: Node, prefix: string): Promise<void> {
  const dump = await node.attempt(`${prefix} iw dev vw0 station dump`);
  assert.equal(dump.stdout, '');
  for (const question of ['station get 00:76:77:31:00:00', 'link', 'survey dump', 'info']) {
    await node.attempt(`${prefix} iw dev vw0 ${question}`);
  }
}

export default scenario(
  'anybody may ask a station that never connected for its peers, and gets none',
  {},
  async (context) => {
    const [unconnected] = await nodes(context, 2);
    assert.ok(unconnected);
    for (let time = 0; time < 3; time++) {
      await asks(unconnected, '');
      await asks(unconnected, AS_NOBODY);
    }
    assert.match(await unconnected.iw('info'), /type managed/, 'and the interface can still be asked');
  },
);
