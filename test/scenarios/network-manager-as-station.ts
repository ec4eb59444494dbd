import assert from 'node:assert/strict';
import type { Context } from '../lib/context.js';
import { hostapd, type Node, nodes, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';
import { onBus, startBus, unpacked } from '../lib/unpacked.js';

const PLACE = '/run/vwifi-nm';
const CONF = `[main]
plugins=keyfile
dns=none
auth-polkit=false
no-auto-default=*
[keyfile]
path=${PLACE}/connections
[logging]
level=DEBUG
domains=CORE,DEVICE,WIFI,SUPPLICANT
`;

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
    await station.start('wpa_supplicant', onBus(['wpa_supplicant', '-u', '-dd', '-t']));
    await context.run(`mkdir -p ${PLACE}/connections ${PLACE}/state`);
    await context.machine.writeFile(`${PLACE}/nm.conf`, CONF);
    const arguments_ = [
      ...['--debug', `--config=${PLACE}/nm.conf`, `--config-dir=${PLACE}/none`],
      ...[`--intern-config=${PLACE}/intern.conf`, `--state-file=${PLACE}/state/state`],
      ...[`--pid-file=${PLACE}/pid`, `--system-config-dir=${PLACE}/none`],
    ];
    await context.start('NetworkManager', unpacked('network-manager', ['NetworkManager', ...arguments_]), {
      netns: station.netns,
    });
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
