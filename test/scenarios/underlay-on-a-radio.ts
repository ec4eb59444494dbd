import assert from 'node:assert/strict';
import { openClient } from '../lib/client.js';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';
import { makeWire, StationsElsewhere } from '../lib/stations-elsewhere.js';

/** Devices that lie on the radio, and how they are made; the last one lies on another one of them. */
const ON_THE_RADIO = {
  'vw0.5': 'ip link add link vw0 name vw0.5 type vlan id 5',
  mac0: 'ip link add link vw0 name mac0 type macvlan',
  'mac0.7': 'ip link add link mac0 name mac0.7 type vlan id 7',
};
/** Everything that is sent there goes out of the radio instead, at once, as from a tunnel over it. */
const TUNNEL = `ip link add tunnel type dummy && ip link set tunnel up &&
  tc qdisc add dev tunnel clsact && tc filter add dev tunnel egress matchall action mirred egress redirect dev vw0`;

export default scenario(
  'the air cannot go over itself: what lies on a radio, or comes to lie on one, is no underlay, and a tunnel there ends',
  { debug: true, programs: ['python3', 'tc'] },
  async (context) => {
    if (context.driver !== 'vwifi') return;
    const [ap] = await nodes(context, 1);
    assert.ok(ap);
    await hostapd(context, ap, OPEN);
    const wifi = await openClient(context, ap.netns);
    const { underlays } = wifi.vwifi;
    for (const [name, make] of Object.entries(ON_THE_RADIO)) {
      await ap.run(`${make} && ip link set ${name} up`);
      await assert.rejects(underlays.attach(name), /lies below it/, name);
    }
    // A radio is a port of one of them at a time.
    await ap.run('ip link del mac0');
    await ap.run(
      'ip link add br0 address 02:00:00:00:00:0b type bridge && ip link set br0 up && ip link set vw0 master br0',
    );
    await assert.rejects(underlays.attach('br0'), /lies below it/);

    // The other way round: the underlay is there first.
    await ap.run('ip link set vw0 nomaster');
    await ap.run('ip link add link br0 name br0.9 type vlan id 9 && ip link set br0.9 up');
    for (const underlay of ['br0', 'br0.9']) {
      await underlays.attach(underlay);
      for (const radio of ['vw0', 'vw0.5']) {
        // A port that has just been refused is there by name for a moment more where the kernel delays its release.
        await context.eventually(`${radio} is refused`, async () => {
          const { status, stderr } = await ap.attempt(['ip', 'link', 'set', radio, 'master', 'br0']);
          assert.notEqual(status, 0, `${radio} came to lie below ${underlay}`);
          return /cannot go over itself/.test(stderr);
        });
      }
      await underlays.detach(underlay);
    }
    await context.eventually('without an underlay it may', async () => {
      const { status } = await ap.attempt('ip link set vw0 master br0 && ip link set vw0 nomaster');
      return status === 0;
    });
    await ap.run('ip link del br0.9 && ip link del br0 && ip link del vw0.5');

    // What no list of devices shows.
    await makeWire(context);
    const stations = await StationsElsewhere.join(context, ap);
    await ap.run(TUNNEL);
    await underlays.attach('tunnel');
    await context.eventually('frames end where they would go round', async () => {
      const { drops } = await stations.wifi.vwifi.radios.get(ap.interface);
      return (drops.loop ?? 0) > 0;
    });
    await underlays.detach('tunnel');
    await stations.send(0, ap.mac, 1);
    assert.equal((await stations.wifi.vwifi.underlays.remotes()).filter(({ live }) => live).length, 2);
  },
);
