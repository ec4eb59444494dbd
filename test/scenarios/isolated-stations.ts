import assert from 'node:assert/strict';
import { network, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'with isolation the stations reach the access point and not each other, unless its bridge reflects',
  {},
  async (context) => {
    const { ap, stations } = await network(context, 2, { ...WPA2, ap_isolate: 1, bridge: 'br0' });
    const [first, second] = stations;
    assert.ok(first && second);
    await ap.run(`ip addr flush dev vw0 && ip addr add ${ap.address}/24 dev br0 && ip link set br0 up`);
    await first.pings(ap);
    await second.pings(ap);
    await first.pingsInVain(second);

    // What the bridge decides to send is sent, and nobody hears what he himself has sent.
    await ap.run('bridge link set dev vw0 hairpin on');
    await first.run('ip neigh flush all');
    const own = `ether src ${first.mac} and ether dst ff:ff:ff:ff:ff:ff`;
    const listens = await first.start('tcpdump', ['tcpdump', '-Q', 'in', '-n', '-l', '-i', 'vw1', own]);
    await listens.output.next(/listening on/);
    await first.pings(second);
    await listens.stop('SIGINT');
    assert.match(listens.output.toString(), /\n0 packets captured/);
    await ap.run('bridge link set dev vw0 hairpin off');
    await first.pingsInVain(second);
  },
);
