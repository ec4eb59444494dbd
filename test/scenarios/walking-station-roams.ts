import assert from 'node:assert/strict';
import { connected, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';
import { eventsOf, STREET_NETWORK, street, walkOver } from '../lib/walk.js';

/** What is read of 20 dBm at a distance, by the path that the street has: whole dBm change at half ones. */
const metresAt = (dbm: number): number => 10 ** ((-30 - dbm) / 30);

export default scenario(
  'a station that walks from one access point to the other is handed over on its way, the same in every walk',
  { debug: true, nightly: 'debug' },
  async (context) => {
    const road = await street(context);
    const { east, station, goes } = road;
    const walks: string[][] = [];
    for (let time = 0; time < 3; time++) {
      const { events, gapMs, daemon } = await walkOver(context, road);
      walks.push(events.map(({ text }) => text));

      // The signal falls below -65 dBm when it is rounded to -66, and not when somebody looks.
      const low = events.find(({ text }) => /CQM event: .*below/.test(text));
      const due = metresAt(-65.5) - 2;
      assert.ok(low && Math.abs(low.at - due) < 0.1, `below after ${low?.at} s, due after ${due}`);
      assert.ok(gapMs < 200, `a gap of ${gapMs} ms`);
      context.timeline.note(`walk ${time}: a gap of ${gapMs} ms`);
      const status = await daemon.control.status();
      assert.deepEqual([status.bssid, status.wpa_state, status.key_mgmt], [east.mac, 'COMPLETED', 'FT-PSK']);
      await station.pings(east);
      await daemon.program.stop();
    }
    assert.deepEqual(walks[1], walks[0]);
    assert.deepEqual(walks[2], walks[0]);

    // Nobody looks for another one meanwhile.
    const { bgscan: _, ...staying } = STREET_NETWORK;
    const daemon = await supplicant(context, station, staying);
    await connected(context, daemon);
    assert.equal((await daemon.control.status()).bssid, east.mac);
    // Out of range the beacons are missed one after the other: seven are as many as it takes.
    const events = await eventsOf(context, station, goes(38, 188, 10), /beacon loss|disconnected/i);
    const lost = events.find(({ text }) => /beacon loss|disconnected/i.test(text));
    const out = (metresAt(-80.5) + 40 - 38) / 10;
    const missed = ((lost?.at ?? 0) - out) / 0.1024;
    assert.ok(missed > 5.5 && missed < 9, `${missed} beacons missed before it was told`);
  },
);
