/** Radios that connect by themselves and agree on keys, too, under the same daemons. */
import assert from 'node:assert/strict';
import { openClient } from '../lib/client.js';
import { authenticationServer, EAP } from '../lib/eap.js';
import {
  connected,
  type Daemon,
  type HostapdConf,
  hostapd,
  type Node,
  nodes,
  OPEN,
  supplicant,
  WPA2,
  WPA2_NETWORK,
} from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const SAE: HostapdConf = { ...WPA2, wpa_key_mgmt: 'SAE', ieee80211w: 2, sae_require_mfp: 1 };
/** An answer of a station to an access point: to a message 3, or to a new key of the group; expected or not. */
const ANSWER = /received EAPOL-Key (frame \(|msg )(4\/4|2\/2)/;
/** A frame of a handshake that came to a supplicant. */
const OF_KEYS = /RX EAPOL from /;

const logged = ({ program }: Daemon, words: RegExp): number =>
  program.output.all.filter((line) => words.test(line)).length;

/** So many frames an interface dropped, for that. */
async function dropped(node: Node, why: string): Promise<number> {
  const [, n] =
    (await node.run(['ethtool', '-S', node.interface])).match(new RegExp(`drop_${why}: (\\d+)`)) ?? [];
  return Number(n);
}

export default scenario(
  'radios that agree on keys by themselves join, renew keys, roam, and are not fooled by what comes again',
  { debug: true, programs: ['ethtool'] },
  async (context) => {
    const [first, second, station] = await nodes(context, 3, { driverSme: true, driverHandshake: true });
    assert.ok(first && second && station);
    assert.match(await station.run(['iw', 'phy']), /4WAY_HANDSHAKE_STA_PSK/);
    const wifi = await openClient(context);
    const signals = async (one: number, other: number): Promise<void> => {
      for (const [sender, signalDbm] of [
        [first, one],
        [second, other],
      ] as const)
        await wifi.vwifi.links.set({ receiver: station.interface, sender: sender.interface }, { signalDbm });
    };
    const isWith = (daemon: Daemon, point: Node) =>
      context.eventually(
        `${daemon.program.name} is with ${point.interface}`,
        async () => {
          const { wpa_state, bssid } = await daemon.control.status();
          return wpa_state === 'COMPLETED' && bssid === point.mac;
        },
        30_000,
      );
    /** A question to everybody by the key of the group, then both ways by that of the two. */
    const works = async (point: Node): Promise<void> => {
      await point.run(['ip', 'neigh', 'flush', 'dev', point.interface]);
      await point.pings(station);
    };

    // The first message 3 comes twice, the second of them with a number that was there; a message 4 is lost.
    await signals(-50, -70);
    const points = [
      await hostapd(context, first, { ...WPA2, channel: 1 }),
      await hostapd(context, second, WPA2),
    ];
    const [home, away] = points;
    assert.ok(home && away);
    await wifi.vwifi.faults.add({ action: 'duplicate', eapol: 3, nth: 1, to: station.interface });
    await wifi.vwifi.faults.add({ action: 'drop', eapol: 4, nth: 1, from: station.interface });
    const replays = await dropped(station, 'replay');
    const daemon = await supplicant(context, station, WPA2_NETWORK);
    await isWith(daemon, first);
    await context.eventually('the access point lets it through', async () =>
      (await first.iw('station', 'dump')).includes('authorized:\tyes'),
    );
    assert.equal(logged(daemon, OF_KEYS), 0, 'the supplicant has no part in it');
    assert.equal((await dropped(station, 'replay')) - replays, 1);
    await works(first);

    // What is sent anew does not begin anew: frames of both sides still have fresh numbers.
    for (const command of [
      `RESEND_M3 ${station.mac}`,
      `RESEND_GROUP_M1 ${station.mac}`,
      'REKEY_GTK',
      `REKEY_PTK ${station.mac}`,
    ]) {
      const before = logged(home, ANSWER);
      await home.control.ok(command);
      await context.eventually(`${command} is answered`, async () => logged(home, ANSWER) > before);
      await works(first);
    }
    assert.equal(await dropped(first, 'replay'), 0, 'no number was used twice');
    assert.equal((await dropped(station, 'replay')) - replays, 1);

    // It goes over to another access point, and shakes hands with that.
    await signals(-80, -50);
    await isWith(daemon, second);
    await works(second);
    assert.equal(logged(daemon, /CTRL-EVENT-DISCONNECTED/), 0);
    assert.equal(logged(daemon, OF_KEYS), 0);
    assert.match(daemon.program.output.toString(), /NL80211_CMD_ROAM/);
    assert.match(daemon.program.output.toString(), /NL80211_CMD_PORT_AUTHORIZED/);
    await daemon.program.stop();

    // A wrong passphrase ends in no connection.
    const mistaken = await supplicant(context, station, { ...WPA2_NETWORK, psk: '"87654321"' });
    await mistaken.program.output.next(/CTRL-EVENT-ASSOC-REJECT/, 30_000);
    assert.equal(logged(mistaken, /CTRL-EVENT-CONNECTED/), 0);
    await mistaken.program.stop();
    for (const each of points) await each.program.stop();

    // SAE is the supplicant's, and leaves the PMK to the radio; so does the PMK of a time before.
    await signals(-50, -80);
    await hostapd(context, first, { ...SAE, channel: 1 });
    const sae = await supplicant(context, station, { ...WPA2_NETWORK, key_mgmt: 'SAE', ieee80211w: '2' });
    await connected(context, sae);
    await works(first);
    await sae.control.ok('DISCONNECT');
    await context.eventually('it has left', async () => (await station.link()) === undefined);
    await sae.control.ok('RECONNECT');
    await connected(context, sae);
    await works(first);
    assert.equal(logged(sae, OF_KEYS), 0);
    await sae.program.stop();

    // EAP, too, is the supplicant's, which tells the PMK when it is there.
    await signals(-80, -50);
    await hostapd(context, second, { ...OPEN, ...(await authenticationServer(context)) });
    const eap = await supplicant(context, station, EAP.TTLS);
    await connected(context, eap);
    await works(second);
    assert.equal(logged(eap, /WPA: RX message \d/), 0);
    assert.equal(logged(eap, /Configure PMK for driver-based RSN 4-way handshake/), 1);
  },
);
