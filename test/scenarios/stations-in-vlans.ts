import assert from 'node:assert/strict';
import { connected, hostapd, nodes, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const WORDS = { 1: 'first-word', 2: 'second-word' };

export default scenario(
  'stations that hostapd puts into VLANs reach those of their own VLAN only, with group keys of their own',
  { debug: true },
  async (context) => {
    const [ap, first, second, other] = await nodes(context, 4);
    assert.ok(ap && first && second && other);
    await context.machine.writeFile(
      '/tmp/psk',
      Object.entries(WORDS)
        .map(([vlan, word]) => `vlanid=${vlan} 00:00:00:00:00:00 ${word}\n`)
        .join(''),
    );
    await context.machine.writeFile('/tmp/vlans', '1 vw0.1 br1\n2 vw0.2 br2\n');
    await hostapd(context, ap, {
      ssid: 'test',
      channel: 6,
      hw_mode: 'g',
      wpa: 2,
      wpa_key_mgmt: 'WPA-PSK',
      wpa_pairwise: 'CCMP',
      wpa_psk_file: '/tmp/psk',
      dynamic_vlan: 1,
      vlan_file: '/tmp/vlans',
    });
    for (const [station, word] of [
      [first, WORDS[1]],
      [second, WORDS[1]],
      [other, WORDS[2]],
    ] as const)
      await connected(context, await supplicant(context, station, { ssid: '"test"', psk: `"${word}"` }));
    await ap.run(
      'ip addr flush dev vw0 && ip addr add 10.0.0.101/24 dev br1 && ip addr add 10.2.0.1/24 dev br2',
    );
    await other.run('ip addr add 10.2.0.4/24 dev vw3');

    await first.pings(second);
    await first.pingsInVain(other);
    await other.pingsInVain(second);

    await first.pings('10.0.0.101');
    await other.pings('10.2.0.1');
    await other.pingsInVain('10.0.0.101');
    const members = async (part: string) =>
      [...(await ap.run(`iw dev ${part} station dump`)).matchAll(/^Station (\S+)/gm)].map(([, mac]) => mac);
    assert.deepEqual(await members('vw0.1'), [first.mac, second.mac]);
    assert.deepEqual(await members('vw0.2'), [other.mac]);

    // One part goes: its stations go with it, the other part stays.
    await ap.run('ip link set vw0.1 down');
    await context.eventually('its stations are gone', async () => (await members('vw0')).length === 1);
    await other.pings('10.2.0.1');
  },
);
