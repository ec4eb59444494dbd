import assert from 'node:assert/strict';
import { Capture } from '../lib/capture.js';
import { network, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const GROUP = '239.1.2.3';

export default scenario(
  'with multicast_to_unicast each station gets group frames at its own address, and the sender none',
  {},
  async (context) => {
    const { ap, stations } = await network(context, 3, { ...WPA2, multicast_to_unicast: 1 });
    const [first, second, third] = stations;
    assert.ok(first && second && third);
    const air = await Capture.ofTheAir(context);
    const groups = 'arp or dst 239.1.2.3';
    const listeners = await Promise.all(
      [first, second, third].map((node) =>
        node.start('tcpdump', ['tcpdump', '-Q', 'in', '-e', '-n', '-l', '-i', node.interface, groups]),
      ),
    );
    for (const { output } of listeners) await output.next(/listening on/);
    // From the access point's stack, and from a station by its relay; IP and ARP.
    await ap.attempt(['ping', '-I', 'vw0', '-c', '2', '-i', '0.3', '-W', '1', GROUP]);
    await ap.run('ip neigh flush all');
    await ap.pings(first);
    await first.run('ip neigh flush all');
    await first.pings(third);
    for (const [index, { output }] of listeners.entries()) {
      const { mac } = [first, second, third][index] ?? {};
      await output.next(new RegExp(`> ${mac}, .* > ${GROUP}: ICMP echo request`));
      await output.next(new RegExp(`> ${mac}, ethertype ARP .* who-has`));
    }
    for (const listener of listeners) {
      await listener.stop('SIGINT');
      assert.doesNotMatch(listener.output.toString(), / > (ff:ff:ff:ff:ff:ff|01:00:5e:\S+), /);
    }
    await air.stop();
    assert.equal(
      await air.count('wlan.fc.type == 2 && wlan.fc.fromds == 1 && wlan.ra[0] & 1'),
      0,
      'no group frame is on the air',
    );
  },
);
