import assert from 'node:assert/strict';
import type { Control } from '../lib/control.js';
import { connected, hostapd, nodes, OPEN, supplicant } from '../lib/network.js';
import { askingRadius, asUser, radiusServer } from '../lib/radius.js';
import { scenario } from '../lib/scenario.js';

const SECRET = '0f'.repeat(32);
/** Keys are pulled from the first access point over the backbone, and the VLAN comes with them. */
const FT = {
  wpa_key_mgmt: 'FT-EAP',
  mobility_domain: 'a1b2',
  ft_over_ds: 0,
  pmk_r1_push: 0,
  bridge: 'backbone',
};
const HOLDERS = ['00:00:00:00:00:01', '00:00:00:00:00:02'] as const;
/** In the second network the passphrase says the VLAN. */
const WORDS = { 1: 'first-word', 2: 'second-word' } as const;
const BRIDGES = ['backbone', 'br1', 'br2'];

/** A vlan_file of one network: an interface of its own for each VLAN, in the bridge that all networks share. */
const vlanFile = (prefix: string) => `1 ${prefix}.1 br1\n2 ${prefix}.2 br2\n`;

export default scenario(
  'a station keeps its VLAN when it roams by fast transition, and a second network of the radio has VLANs of its own',
  { nightly: true },
  async (context) => {
    const [first, second, roamer, mate, stranger, guest] = await nodes(context, 6);
    assert.ok(first && second && roamer && mate && stranger && guest);
    const points = [first, second];
    // Behind the access points one cable for each VLAN, and one for keys and RADIUS.
    for (const name of BRIDGES) {
      await first.run(`ip link add c-${name} type veth peer name c-${name} netns ${second.netns}`);
      for (const point of points)
        await point.run(
          `ip link add ${name} type bridge && ip link set c-${name} up master ${name} && ip link set ${name} up`,
        );
    }
    for (const [index, point] of points.entries())
      await point.run(`ip addr add 10.9.0.${index + 1}/24 dev backbone`);
    await (await radiusServer(context, first, '10.9.0.0/24'))({ one: 1, two: 2 });

    await context.machine.writeFile(
      '/tmp/words',
      Object.entries(WORDS)
        .map(([vlan, word]) => `vlanid=${vlan} 00:00:00:00:00:00 ${word}\n`)
        .join(''),
    );
    const controls: Control[] = [];
    for (const [index, point] of points.entries()) {
      const other = 1 - index;
      const prefixes = [`vw${index}`, `second${index}`];
      for (const prefix of prefixes)
        await context.machine.writeFile(`/tmp/vlans-${prefix}`, vlanFile(prefix));
      const { control } = await hostapd(
        context,
        point,
        {
          ...{ ...OPEN, ...askingRadius('10.9.0.1', `10.9.0.${index + 1}`), ...FT, channel: 1 + 5 * index },
          ...{ dynamic_vlan: 1, vlan_file: `/tmp/vlans-vw${index}`, nas_identifier: `ap${index}` },
          r1_key_holder: HOLDERS[index]?.replaceAll(':', '') ?? '',
          r0kh: `${points[other]?.mac} ap${other} ${SECRET}`,
          r1kh: `${points[other]?.mac} ${HOLDERS[other]} ${SECRET}`,
        },
        {
          ...{ bss: `second${index}`, ctrl_interface: `/run/second${index}`, ssid: 'second' },
          ...{ wpa: 2, wpa_key_mgmt: 'WPA-PSK', rsn_pairwise: 'CCMP', wpa_psk_file: '/tmp/words' },
          ...{ dynamic_vlan: 1, vlan_file: `/tmp/vlans-second${index}` },
        },
      );
      controls.push(control);
    }
    const ft = { key_mgmt: 'FT-EAP', scan_freq: '2412 2437' };
    const daemon = await supplicant(context, roamer, { ...asUser('two'), ...ft });
    await connected(context, daemon);
    for (const [station, name, point] of [
      [mate, 'two', second],
      [stranger, 'one', first],
    ] as const)
      await connected(
        context,
        await supplicant(context, station, { ...asUser(name), ...ft, bssid: point.mac }),
      );
    const asGuest = async (vlan: 1 | 2) => {
      const block = { ssid: '"second"', psk: `"${WORDS[vlan]}"`, scan_freq: '2412' };
      const started = await supplicant(context, guest, block);
      await connected(context, started);
      return started;
    };
    const visit = await asGuest(1);

    /** The roamer is in the second VLAN of this access point, by every sign. */
    const inItsVlan = async (index: number) => {
      assert.match(
        (await points[index]?.run(`iw dev vw${index}.2 station dump`)) ?? '',
        new RegExp(roamer.mac),
      );
      await context.eventually('the bridges know its place', () => roamer.reaches(mate));
      await roamer.pings(mate);
      await mate.pings(roamer);
      for (const station of [stranger, guest]) {
        await roamer.pingsInVain(station);
        await station.pingsInVain(roamer);
      }
    };
    const { bssid } = await daemon.control.status();
    let here = points.findIndex(({ mac }) => mac === bssid);
    // There and back, and there again.
    for (let time = 0; time < 3; time++) {
      await inItsVlan(here);
      const next = points[1 - here];
      assert.ok(next);
      await daemon.control.ok(`ROAM ${next.mac}`);
      await context.eventually(`the station is with ${next.mac}`, async () => {
        const status = await daemon.control.status();
        return status.bssid === next.mac && status.wpa_state === 'COMPLETED';
      });
      assert.equal((await daemon.control.status()).key_mgmt, 'FT-EAP');
      // Nothing tells the old access point that the station has left, and it would go on to forward to it.
      await controls[here]?.ok(`DEAUTHENTICATE ${roamer.mac} tx=0`);
      here = 1 - here;
    }
    await inItsVlan(here);

    // The second network's parts stand beside the first one's, behind the same bridges.
    assert.match(await first.run('iw dev second0.1 station dump'), new RegExp(guest.mac));
    await guest.pings(stranger);
    await guest.pingsInVain(mate);
    await visit.program.stop();
    // Who knows the address sends to one station, and mac80211 lets that through between parts; who asks, to all.
    await stranger.run(`ip neigh flush dev ${stranger.interface}`);
    await asGuest(2);
    assert.match(await first.run('iw dev second0.2 station dump'), new RegExp(guest.mac));
    await context.eventually('the bridges know its new place', () => guest.reaches(mate));
    await guest.pings(roamer);
    await guest.pingsInVain(stranger);
  },
);
