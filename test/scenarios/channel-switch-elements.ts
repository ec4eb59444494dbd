import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { announcement } from '../lib/frames.js';
import {
  connected,
  hostapd,
  nodes,
  OPEN,
  OPEN_NETWORK,
  supplicant,
  WPA2,
  WPA2_NETWORK,
} from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const INJECT = fileURLToPath(new URL('../../programs/inject.py', import.meta.url));
const PYTHON = ['env', 'PATH=/usr/bin:/bin', 'python3'];
/** Mode, channel, count; mode, operating class, channel, count: to channel 11, with the next beacon. */
const CSA = '250300 0b01';
const ECSA = '3c0400 510b01';
const PMF = { wpa_key_mgmt: 'WPA-PSK-SHA256', ieee80211w: 2 };
const PMF_NETWORK = { ...WPA2_NETWORK, key_mgmt: 'WPA-PSK-SHA256', ieee80211w: '2' };

export default scenario(
  'a station heeds an announced switch in every frame that may carry one, and an unprotected action frame not',
  {},
  async (context) => {
    const [ap, station, other] = await nodes(context, 3);
    assert.ok(ap && station && other);
    await other.run('ip link set vw2 down && iw dev vw2 set type monitor && ip link set vw2 up');
    await other.iw('set', 'channel', '6');
    const injector = await other.start('inject', [...PYTHON, INJECT, other.interface]);
    const inject = async (frame: string) => {
      await injector.tell(frame);
      await injector.output.next(/acked$/);
    };
    const broadcast = 'ff:ff:ff:ff:ff:ff';
    const kinds = {
      'beacon with CSA': announcement('beacon', ap.mac, broadcast, CSA),
      'beacon with ECSA': announcement('beacon', ap.mac, broadcast, ECSA),
      'beacon with both': announcement('beacon', ap.mac, broadcast, CSA + ECSA),
      'probe response': announcement('probe response', ap.mac, station.mac, CSA),
      'CSA action frame': announcement('action', ap.mac, broadcast, `0004${CSA}`),
      'ECSA action frame': announcement('action', ap.mac, station.mac, '040400510b01'),
    };

    const open = await hostapd(context, ap, OPEN);
    const first = await supplicant(context, station, { ...OPEN_NETWORK, scan_freq: '2437' });
    for (const [kind, frame] of Object.entries(kinds)) {
      await connected(context, first);
      await inject(frame);
      await first.control.events.next(/^CTRL-EVENT-STARTED-CHANNEL-SWITCH freq=2462/);
      await first.control.events.next(/^CTRL-EVENT-CHANNEL-SWITCH freq=2462/);
      // The access point did not go anywhere.
      await first.control.events.next(/^CTRL-EVENT-DISCONNECTED/);
      context.timeline.note(`so it is: ${kind}`);
    }
    // Not of its access point, and to where there is nothing.
    await connected(context, first);
    await inject(announcement('beacon', other.mac, broadcast, CSA));
    await inject(announcement('beacon', ap.mac, broadcast, '2503 00 ff 01'));
    await inject(announcement('beacon', ap.mac, broadcast, '2502 00 0b'));
    await station.pings(ap);
    assert.match(await station.iw('info'), /2437 MHz/);
    for (const { program } of [first, open]) await program.stop();

    await hostapd(context, ap, { ...WPA2, ...PMF });
    const second = await supplicant(context, station, PMF_NETWORK);
    await connected(context, second);
    await inject(kinds['CSA action frame']);
    await station.pings(ap);
    assert.match(await station.iw('info'), /2437 MHz/);
  },
);
