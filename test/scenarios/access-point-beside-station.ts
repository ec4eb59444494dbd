import assert from 'node:assert/strict';
import { connected, hostapd, nodes, OPEN, supplicant, WPA2, WPA2_NETWORK } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'one radio is a station of one network and the access point of another, on two channels, and routes between them',
  { debug: true },
  async (context) => {
    const [house, repeater, guest] = await nodes(context, 3);
    assert.ok(house && repeater && guest);
    await hostapd(context, house, { ...WPA2, channel: 1 });
    const daemon = await supplicant(context, repeater, WPA2_NETWORK);
    await connected(context, daemon);

    const own = '02:76:77:31:00:01';
    await repeater.iw('interface', 'add', 'guests', 'type', '__ap', 'addr', own);
    await repeater.run('ip addr add 10.0.9.1/24 dev guests && sysctl -qw net.ipv4.ip_forward=1');
    const point = repeater.beside('guests', own);
    const second = await hostapd(context, point, { ...OPEN, ssid: 'guests', channel: 11 });
    assert.ok(await guest.connects('guests'));
    await guest.run(`ip addr flush dev ${guest.interface} && ip addr add 10.0.9.3/24 dev ${guest.interface}`);
    await guest.run('ip route add default via 10.0.9.1');
    await house.run(`ip route add 10.0.9.0/24 via ${repeater.address}`);
    await guest.pings(house);

    // Each goes its own way.
    await second.program.stop();
    await repeater.run('iw dev guests del');
    await repeater.pings(house);
    await guest.pingsInVain('10.0.9.1');
  },
);
