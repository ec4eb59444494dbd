import assert from 'node:assert/strict';
import type { Context } from '../lib/context.js';
import { startNetworkManager } from '../lib/desktop.js';
import { hostapd, type Node, nodes, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';
import { startBus, unpacked } from '../lib/unpacked.js';

const nmcli = (context: Context, on: Node, ...words: readonly string[]) =>
  context.run(unpacked('network-manager', ['nmcli', '--terse', ...words]), { netns: on.netns });

export default scenario(
  'NetworkManager finds a network, connects to it, and brings its address',
  { unpacked: ['network-manager', 'dbus-daemon'] },
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    await hostapd(context, ap, WPA2);
    await station.run(`ip addr flush dev ${station.interface}`);
    await startBus(context);
    await startNetworkManager(context, station);
    await context.eventually(
      'the network is listed',
      async () => {
        const { stdout } = await context.attempt(
          unpacked('network-manager', ['nmcli', '-t', '-f', 'SSID,FREQ,SECURITY', 'device', 'wifi', 'list']),
          { netns: station.netns },
        );
        return /^test:2437 MHz:WPA2$/m.test(stdout);
      },
      30_000,
    );
    const settings = [
      ...['ssid', 'test', 'wifi-sec.key-mgmt', 'wpa-psk', 'wifi-sec.psk', '12345678'],
      ...['ipv4.method', 'manual', 'ipv4.addresses', `${station.address}/24`, 'ipv6.method', 'link-local'],
    ];
    const name = station.interface;
    await nmcli(
      context,
      station,
      'connection',
      'add',
      'type',
      'wifi',
      'ifname',
      name,
      'con-name',
      'test',
      ...settings,
    );
    await nmcli(context, station, 'connection', 'up', 'test');
    assert.match(await nmcli(context, station, 'device'), new RegExp(`^${name}:wifi:connected:test$`, 'm'));
    await station.pings(ap);
    await nmcli(context, station, 'connection', 'down', 'test');
    await station.pingsInVain(ap);
  },
);
