/** A station that walks from one access point to another one, and what its kernel tells meanwhile. */
import assert from 'node:assert/strict';
import type { VWifi } from '@vwifi/nl80211';
import { openClient } from './client.js';
import type { Context } from './context.js';
import { connected, type Daemon, hostapd, type Node, nodes, supplicant, WPA2 } from './network.js';

const FT = {
  ...WPA2,
  wpa_key_mgmt: 'WPA-PSK FT-PSK',
  mobility_domain: 'a1b2',
  ft_over_ds: 0,
  ft_psk_generate_local: 1,
};
/** What a station of the street knows of its network. */
export const STREET_NETWORK = {
  ssid: '"test"',
  psk: '"12345678"',
  key_mgmt: 'FT-PSK',
  scan_freq: '2412 2437',
  bgscan: '"simple:2:-65:30"',
};

export interface Event {
  /** Seconds since the walk began. */
  readonly at: number;
  readonly text: string;
}

/** Two access points, 40 m apart, and a station beside the first one: metres along x. */
export interface Street {
  readonly west: Node;
  readonly east: Node;
  readonly station: Node;
  readonly wifi: VWifi;
  /** Puts the station somewhere. */
  stands(x: number): Promise<void>;
  /** Lets it walk. */
  goes(from: number, to: number, metresPerSecond: number): () => Promise<void>;
}

export async function street(context: Context): Promise<Street> {
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
  return {
    ...{ west, east, station, wifi },
    stands: (x) => radios.set(station.interface, { position: place(x) }),
    goes: (from, to, speed) => () =>
      radios.set(station.interface, {
        track: {
          points: [
            { ...place(from), atMs: 0 },
            { ...place(to), atMs: (Math.abs(to - from) / speed) * 1000 },
          ],
        },
      }),
  };
}

/** What the kernel tells of a station while `walk` is under way, until `end`, each with the guest's time. */
export async function eventsOf(
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

/** A walk from the one access point to the other one, by a station that has just come; the last one is its daemon. */
export async function walkOver(
  context: Context,
  { west, station, stands, goes }: Street,
): Promise<{ events: readonly Event[]; gapMs: number; daemon: Daemon }> {
  await stands(2);
  const daemon = await supplicant(context, station, STREET_NETWORK);
  await connected(context, daemon);
  assert.equal((await daemon.control.status()).bssid, west.mac);
  const events = await eventsOf(context, station, goes(2, 38, 1), /CQM event: .*above/);
  const told = (pattern: RegExp) => events.findIndex(({ text }) => pattern.test(text));
  const [left, joined] = [told(/^auth/), told(/^(roamed|connected)/)];
  assert.ok(left >= 0 && joined > left, `handed over: ${JSON.stringify(events)}`);
  const gapMs = Math.round(((events[joined]?.at ?? 0) - (events[left]?.at ?? 0)) * 1000);
  return { events, gapMs, daemon };
}
