import assert from 'node:assert/strict';
import { openClient } from '../lib/client.js';
import type { Context } from '../lib/context.js';
import { connected, hostapd, type Node, nodes, supplicant, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const FT = {
  ...WPA2,
  wpa_key_mgmt: 'WPA-PSK FT-PSK',
  mobility_domain: 'a1b2',
  ft_over_ds: 0,
  ft_psk_generate_local: 1,
};
const NETWORK = {
  ssid: '"test"',
  psk: '"12345678"',
  key_mgmt: 'FT-PSK',
  scan_freq: '2412 2437',
  bgscan: '"simple:2:-65:30"',
};
/** What is read of 20 dBm at a distance, by the path that the scenario sets: whole dBm change at half ones. */
const metresAt = (dbm: number): number => 10 ** ((-30 - dbm) / 30);

interface Event {
  /** Seconds since the walk began. */
  readonly at: number;
  readonly text: string;
}

/** What the kernel tells of a station while `walk` is under way, each with the guest's time. */
async function eventsOf(
  context: Context,
  station: Node,
  walk: () => Promise<void>,
  end: RegExp,
): Promise<readonly Event[]> {
  const watch = await station.start('iw-event', ['stdbuf', '-oL', 'iw', 'event', '-t']);
  const now = async () => Number((await context.run('date +%s.%N')).trim());
  await context.machine.clock.sleep(200);
  const before = await now();
  await walk();
  const began = (before + (await now())) / 2;
  await watch.output.next(end, 120_000);
  await watch.stop();
  return watch.output.all.flatMap((line) => {
    const [, time, text = ''] = /^(\d+\.\d+): \S+ \(phy #\d+\): (.*)$/.exec(line) ?? [];
    return time === undefined || /scan|regulatory/.test(text) ? [] : [{ at: Number(time) - began, text }];
  });
}

export default scenario(
  'a station that walks from one access point to the other is handed over on its way, the same in every walk',
  { debug: true },
  async (context) => {
    const [west, east, station] = await nodes(context, 3);
    assert.ok(west && east && station);
    for (const [index, point] of [west, east].entries()) {
      const keys = { nas_identifier: `ap${index}`, r1_key_holder: `00000000000${index}` };
      await hostapd(context, point, { ...FT, ...keys, channel: index === 0 ? 1 : 6 });
    }
    const wifi = await openClient(context);
    const { radios, medium } = wifi.vwifi;
    const place = (x: number) => ({ x, y: 0, z: 0 });
    await medium.set({ pathLossExponent: 3, sensitivityDbm: -80, seed: 1 });
    await radios.set(west.interface, { position: place(0), txPowerDbm: 20 });
    await radios.set(east.interface, { position: place(40), txPowerDbm: 20 });
    await radios.set(station.interface, { position: place(2), txPowerDbm: 20 });
    const goes = (from: number, to: number, speed: number) => () =>
      radios.set(station.interface, {
        track: {
          points: [
            { ...place(from), atMs: 0 },
            { ...place(to), atMs: (Math.abs(to - from) / speed) * 1000 },
          ],
        },
      });

    const walks: string[][] = [];
    for (let time = 0; time < 3; time++) {
      await radios.set(station.interface, { position: place(2) });
      const daemon = await supplicant(context, station, NETWORK);
      await connected(context, daemon);
      assert.equal((await daemon.control.status()).bssid, west.mac);
      const events = await eventsOf(context, station, goes(2, 38, 1), /CQM event: .*above/);
      const told = (pattern: RegExp) => events.find(({ text }) => pattern.test(text));
      walks.push(events.map(({ text }) => text));

      // The signal falls below -65 dBm when it is rounded to -66, and not when somebody looks.
      const low = told(/CQM event: .*below/);
      const due = metresAt(-65.5) - 2;
      assert.ok(low && Math.abs(low.at - due) < 0.1, `below after ${low?.at} s, due after ${due}`);
      const [left, joined] = [told(/^auth/), told(/^(roamed|connected)/)];
      assert.ok(
        left && joined && events.indexOf(joined) > events.indexOf(left),
        `handed over: ${JSON.stringify(events)}`,
      );
      const gap = Math.round((joined.at - left.at) * 1000);
      assert.ok(gap < 200, `a gap of ${gap} ms`);
      context.timeline.note(`walk ${time}: left after ${left.at.toFixed(2)} s, a gap of ${gap} ms`);
      const status = await daemon.control.status();
      assert.deepEqual([status.bssid, status.wpa_state, status.key_mgmt], [east.mac, 'COMPLETED', 'FT-PSK']);
      await station.pings(east);
      await daemon.program.stop();
    }
    assert.deepEqual(walks[1], walks[0]);
    assert.deepEqual(walks[2], walks[0]);

    // Nobody looks for another one meanwhile.
    const { bgscan: _, ...staying } = NETWORK;
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
