import assert from 'node:assert/strict';
import { connected, hostapd, nodes, supplicant, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const FT = {
  ...WPA2,
  wpa_key_mgmt: 'FT-PSK',
  mobility_domain: 'a1b2',
  ft_over_ds: 1,
  ft_psk_generate_local: 1,
  bridge: 'br0',
};

export default scenario(
  'a station roams by fast transition over the distribution system, and its pings go on',
  {},
  async (context) => {
    const [first, second, station] = await nodes(context, 3);
    assert.ok(first && second && station);
    // The access points hang on one cable, as in a house.
    await context.run(`ip link add ds0 netns ${first.netns} type veth peer name ds1 netns ${second.netns}`);
    for (const [index, point] of [first, second].entries()) {
      await point.run(
        `ip addr flush dev ${point.interface} && ip link add br0 type bridge && ip link set ds${index} master br0 && ip link set ds${index} up && ip link set br0 up && ip addr add ${point.address}/24 dev br0`,
      );
      const keys = { nas_identifier: `ap${index}`, r1_key_holder: `00000000000${index}` };
      await hostapd(context, point, { ...FT, ...keys, channel: index === 0 ? 1 : 6 });
    }
    await first.pings(second);
    const network = { ssid: '"test"', psk: '"12345678"', key_mgmt: 'FT-PSK', scan_freq: '2412 2437' };
    const daemon = await supplicant(context, station, network);
    await connected(context, daemon);
    // One who does not move, behind the cable from the one or from the other.
    const pings = await station.start('ping', ['ping', '-i', '0.1', first.address]);
    await pings.output.next(/icmp_seq=3/);
    for (let time = 0; time < 2; time++) {
      const { bssid } = await daemon.control.status();
      const next = [first, second].find(({ mac }) => mac !== bssid);
      assert.ok(next);
      await daemon.control.ok(`FT_DS ${next.mac}`);
      await context.eventually(`the station is with ${next.mac}`, async () => {
        const status = await daemon.control.status();
        return status.bssid === next.mac && status.wpa_state === 'COMPLETED';
      });
      await station.pings(second);
    }
    await pings.stop('SIGINT');
    const [, sent, received] = await pings.output.next(/(\d+) packets transmitted, (\d+) received/);
    assert.ok(Number(sent) - Number(received) <= 4, `two roams, and ${received} of ${sent} pings answered`);
    assert.match(daemon.program.output.toString(), /FT: Received FT Action Response/);
  },
);
