import assert from 'node:assert/strict';
import {
  connected,
  hostapd,
  type Node,
  nodes,
  OPEN,
  supplicant,
  WPA2,
  WPA2_NETWORK,
} from '../lib/network.js';
import { askingRadius, asUser, radiusServer } from '../lib/radius.js';
import { scenario } from '../lib/scenario.js';

/** Carrier as soon as it is up, and a port of a bridge that forwards. */
async function byHand(ap: Node): Promise<void> {
  await ap.run('ip link add br9 type bridge && ip link set br9 up');
  await ap.run('iw dev vw0 interface add part0 type __ap_vlan && ip link set part0 master br9');
  for (let time = 0; time < 2; time++) {
    const seen = await ap.run(
      'ip link set part0 up; cat /sys/class/net/part0/carrier /sys/class/net/part0/operstate; bridge link show dev part0',
    );
    assert.match(seen, /^1\n(up|unknown)\n/);
    assert.match(seen, /state forwarding/);
    await ap.run('ip link set part0 down');
  }
  await ap.run('iw dev part0 del && ip link del br9');
}

export default scenario(
  'RADIUS puts stations into VLANs, tagged behind the access point, and moves them; each part has carrier at once',
  { debug: true, nightly: 'debug' },
  async (context) => {
    const [ap, first, second] = await nodes(context, 3);
    assert.ok(ap && first && second);

    // An interface for each station, in the bridge: the first packets after the handshake arrive.
    const own = await hostapd(context, ap, { ...WPA2, per_sta_vif: 1, bridge: 'br0' });
    await ap.run(`ip addr flush dev vw0 && ip addr add ${ap.address}/24 dev br0 && ip link set br0 up`);
    await byHand(ap);
    for (const station of [first, second]) {
      const daemon = await supplicant(context, station, WPA2_NETWORK);
      await daemon.control.events.next(/^CTRL-EVENT-CONNECTED/);
      // A station has sent the last message when it says so; the access point lets it in when it has read that.
      await own.control.events.next(new RegExp(`^AP-STA-CONNECTED ${station.mac}`));
      const { stdout } = await station.attempt(['ping', '-c', '3', '-i', '0.1', '-W', '0.3', ap.address]);
      assert.match(stdout, /3 received/, `${station.interface}: at once`);
      await daemon.program.stop();
    }
    await own.program.stop();
    await ap.run('ip link del br0; true');

    // By RADIUS, with one end of a cable that carries the tags.
    const radius = await radiusServer(context, ap);
    const server = await radius({ one: 1, two: 2 });
    await ap.run(
      `ip link add trunk0 type veth peer name trunk1 && ip link set trunk0 up && ip link set trunk1 up
       for vlan in 1 2; do ip link add link trunk1 name trunk1.$vlan type vlan id $vlan &&
       ip addr add 10.$vlan.0.9/24 dev trunk1.$vlan && ip link set trunk1.$vlan up; done`,
    );
    await context.machine.writeFile('/tmp/vlans', '* vw0.#\n');
    const point = await hostapd(
      context,
      ap,
      {
        ...{ ...OPEN, ...askingRadius(), dynamic_vlan: 2, vlan_file: '/tmp/vlans' },
        ...{
          vlan_tagged_interface: 'trunk0',
          vlan_bridge: 'brvlan',
          nas_identifier: 'ap',
          disable_pmksa_caching: 1,
        },
      },
      { bss: 'vw0b', ssid: 'open', ctrl_interface: '/run/vw0b' },
    );
    for (const [station, name, vlan] of [
      [first, 'one', 1],
      [second, 'two', 2],
    ] as const) {
      await station.run(`ip addr add 10.1.0.${vlan}/24 dev ${station.interface}`);
      await station.run(`ip addr add 10.2.0.${vlan}/24 dev ${station.interface}`);
      const daemon = await supplicant(context, station, asUser(name));
      await connected(context, daemon);
      await station.pings(`10.${vlan}.0.9`);
      await station.pingsInVain(`10.${3 - vlan}.0.9`);
    }
    assert.match(await ap.run('iw dev vw0.1 station dump'), new RegExp(first.mac));
    assert.match(await ap.run('iw dev vw0.2 station dump'), new RegExp(second.mac));

    // Another word of RADIUS, and another association: the station is in the other VLAN.
    await server.stop();
    await radius({ one: 2, two: 2 });
    await point.control.ok(`DEAUTHENTICATE ${first.mac}`);
    await context.eventually(
      'it has moved',
      async () => (await ap.run('iw dev vw0.2 station dump')).includes(first.mac),
      30_000,
    );
    await context.eventually('it is let in', () => first.reaches('10.2.0.9'));
    await first.pingsInVain('10.1.0.9');
    await first.pings('10.2.0.2');

    // What hostapd made goes with it.
    await point.program.stop();
    const left = await ap.run('ip -br link');
    assert.doesNotMatch(left, /vw0\.\d|brvlan/);
  },
);
