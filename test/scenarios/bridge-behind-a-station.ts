import assert from 'node:assert/strict';
import { connected, hostapd, nodes, supplicant, WPA2, WPA2_NETWORK } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** A computer on a cable, behind a station that is a bridge. */
const BEHIND = '10.0.0.50';

export default scenario(
  'a bridge behind a station with four addresses, and VLANs through it, are one network with the bridge of the access point',
  { debug: true },
  async (context) => {
    const [ap, station, plain] = await nodes(context, 3);
    assert.ok(ap && station && plain);
    await ap.run(
      `ip link add br0 type bridge && ip addr flush dev vw0 && ip addr add ${ap.address}/24 dev br0 && ip link set br0 up`,
    );
    await hostapd(context, ap, { ...WPA2, bridge: 'br0', wds_sta: 1 });
    assert.match(await ap.run('bridge link show dev vw0'), /master br0/);
    await connected(context, await supplicant(context, plain, WPA2_NETWORK));
    await plain.pings(ap);

    // With three addresses there is no room for the address of who is behind it.
    await context.run('ip netns add behind');
    context.onEnd('delete behind', async () => {
      await context.attempt('ip netns del behind');
    });
    await station.run(
      'ip addr flush dev vw1 && ip link add cable type veth peer name eth0 netns behind && ip link add br1 type bridge && ' +
        `ip link set cable master br1 up && ip link set br1 up && ip addr add ${station.address}/24 dev br1`,
    );
    await context.run(`ip addr add ${BEHIND}/24 dev eth0 && ip link set eth0 up`, { netns: 'behind' });
    const { status, stderr } = await station.attempt('ip link set vw1 master br1');
    assert.notEqual(status, 0, 'a station with three addresses is no port of a bridge');
    assert.match(stderr, /not allow|not supported/i);

    await station.iw('set', '4addr', 'on');
    await station.run('ip link set vw1 master br1');
    const refused = await station.attempt('iw dev vw1 set 4addr off');
    assert.match(refused.stderr, /busy|not supported/i, 'not while it is a port');
    const daemon = await supplicant(context, station, WPA2_NETWORK);
    await connected(context, daemon);
    await context.eventually('hostapd makes an interface for it', async () => {
      const { status: none } = await ap.attempt('bridge link show dev vw0.sta2 | grep "master br0"');
      return none === 0;
    });
    assert.match(await ap.run('iw dev vw0.sta2 info'), /type AP\/VLAN[\s\S]*4addr: on/);
    await ap.pings(BEHIND);
    await plain.pings(BEHIND);
    await station.pings(ap);
    // From behind it sees the addresses of others as they are.
    const neighbours = await context.run('ip neigh', { netns: 'behind' });
    assert.match(neighbours, new RegExp(`${plain.address} dev eth0 lladdr ${plain.mac}`));
    assert.match(await ap.run('iw dev vw0.sta2 station dump'), new RegExp(`^Station ${station.mac}`));

    // Tagged frames pass: through the bridges, and to a station with three addresses as well.
    const tag = (device: string, address: string) =>
      `ip link add link ${device} name ${device}.7 type vlan id 7 && ip addr add ${address}/24 dev ${device}.7 && ip link set ${device}.7 up`;
    await ap.run(tag('br0', '10.7.0.1'));
    await plain.run(tag('vw2', '10.7.0.3'));
    await context.run(tag('eth0', '10.7.0.50'), { netns: 'behind' });
    await ap.pings('10.7.0.50');
    await plain.pings('10.7.0.50', '-s', '1472', '-M', 'do');

    // The station leaves: its interface loses its carrier.
    await daemon.control.request('DISCONNECT');
    await ap.pingsInVain(BEHIND);
    await plain.pings(ap);
  },
);
