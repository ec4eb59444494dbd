import assert from 'node:assert/strict';
import { iwEvents } from '../lib/iw-events.js';
import { connected, hostapd, nodes, supplicant, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const SAE = { ...WPA2, wpa_key_mgmt: 'SAE', ieee80211w: 2, sae_require_mfp: 1 };
const BLOCK = {
  ssid: '"test"',
  psk: '"12345678"',
  key_mgmt: 'SAE',
  ieee80211w: '2',
  scan_freq: '2412 2437',
};
/** assoc_sa_query_max_timeout of hostapd, 1000 TU, and what the handshakes need. */
const COMEBACK_LIMIT_MS = 4000;

export default scenario(
  'under PMF a station that roams away and straight back waits as the access point says, and is in again',
  {},
  async (context) => {
    const [first, second, station] = await nodes(context, 3);
    assert.ok(first && second && station);
    const points = [await hostapd(context, first, { ...SAE, channel: 1 })];
    points.push(await hostapd(context, second, { ...SAE, channel: 6 }));
    const events = await iwEvents(context, station);
    const daemon = await supplicant(context, station, BLOCK);
    await connected(context, daemon);
    const { bssid: home } = await daemon.control.status();
    const [near, far] = first.mac === home ? [first, second] : [second, first];
    await daemon.control.ok('SCAN');
    await daemon.control.events.next(/CTRL-EVENT-SCAN-RESULTS/);

    const from = daemon.program.output.all.length;
    for (const next of [far, near]) {
      await daemon.control.ok(`ROAM ${next.mac}`);
      await context.eventually(
        `the station is with ${next.mac}`,
        async () => {
          const status = await daemon.control.status();
          return status.bssid === next.mac && status.wpa_state === 'COMPLETED';
        },
        COMEBACK_LIMIT_MS,
      );
      await station.pings(next);
    }
    const said = daemon.program.output.all.slice(from).join('\n');
    context.timeline.note(said);
    // Nobody told the first access point that the station had left: it asks, and lets it in once nobody answers.
    const asked = points.map(({ program }) => program.output.toString()).join('\n');
    assert.match(asked, /SA Query/);
    assert.doesNotMatch(said, /ASSOC-REJECT/);
    // The station waits by itself, and user space hears of it.
    const [, timeout] = await events.output.next(
      new RegExp(`assoc comeback bssid ${near.mac} timeout (\\d+)`),
    );
    assert.ok(Number(timeout) > 0 && Number(timeout) <= 1000, `${timeout} TU`);
  },
);
