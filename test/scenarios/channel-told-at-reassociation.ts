import assert from 'node:assert/strict';
import { connected, hostapd, type Node, nodes, supplicant, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const OCV = {
  ...WPA2,
  hw_mode: 'a',
  country_code: 'US',
  ieee80211n: 1,
  wmm_enabled: 1,
  ht_capab: '[HT40+]',
  wpa_key_mgmt: 'FT-PSK',
  ieee80211w: 2,
  ocv: 1,
  mobility_domain: 'a1b2',
  ft_over_ds: 1,
  ft_psk_generate_local: 1,
  bridge: 'br0',
};
const KEYS = ['000000000001', '000000000002'];

export default scenario(
  'a station that has to prove its channel (OCV) roams by fast transition, over the air and over the DS',
  {},
  async (context) => {
    const [first, second, station] = await nodes(context, 3);
    assert.ok(first && second && station);
    const points = [first, second];
    // The access points hang on one cable: that is the distribution system.
    await context.run(`ip link add ds0 netns ${first.netns} type veth peer name ds1 netns ${second.netns}`);
    const serve = (index: number, channel: number) => {
      const own = { nas_identifier: `ap${index}`, r1_key_holder: KEYS[index] ?? '', channel };
      return hostapd(context, points[index] as Node, { ...OCV, ...own });
    };
    for (const [index, point] of points.entries())
      await point.run(
        `ip addr flush dev ${point.interface} && ip link add br0 type bridge && ip link set ds${index} master br0 && ip link set ds${index} up && ip link set br0 up && ip addr add ${point.address}/24 dev br0`,
      );
    await first.pings(second);
    await serve(0, 36);
    const network = {
      ...{ ssid: '"test"', psk: '"12345678"', key_mgmt: 'FT-PSK', ieee80211w: '2', ocv: '1' },
      scan_freq: '5180 5220',
    };
    const daemon = await supplicant(context, station, network);
    await connected(context, daemon);
    // Over the DS wpa_supplicant names the channel that it is on while it asks: there it has to be the same.
    for (const [how, channel] of [
      ['ROAM', 44],
      ['FT_DS', 36],
    ] as const) {
      const other = await serve(1, channel);
      for (const next of [second, first]) {
        await station.iw('scan', 'freq', '5180', '5220', 'flush');
        const from = daemon.program.output.all.length;
        await daemon.control.ok(`${how} ${next.mac}`);
        await context.eventually(`${how}: the station is with ${next.mac}`, async () => {
          const status = await daemon.control.status();
          return status.bssid === next.mac && status.wpa_state === 'COMPLETED';
        });
        const said = daemon.program.output.all.slice(from).join('\n');
        assert.doesNotMatch(said, /Failed to get channel info|ASSOC-REJECT|OCV failed/);
        assert.match(said, /FT: Completed successfully/);
        await station.pings(next);
        assert.match(await station.iw('info'), /width: 40 MHz/);
      }
      assert.doesNotMatch(other.program.output.toString(), /OCV failed|OCI .*mismatch/i);
      await other.program.stop();
    }
  },
);
