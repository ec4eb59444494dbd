/** One access point in the honest medium and its stations, for the parts that hold the driver against a model. */
import assert from 'node:assert/strict';
import type { VWifi } from '@vwifi/nl80211';
import type { Pair } from '@vwifi/nl80211/vwifi';
import { honestAir, hush } from '../../lib/air.js';
import { Context } from '../../lib/context.js';
import { type HostapdConf, hostapd, type Node, nodes, OPEN } from '../../lib/network.js';
import type { Setting } from '../part.js';
import type { Row } from '../report.js';

export interface Cell {
  readonly wifi: VWifi;
  readonly ap: Node;
  readonly stations: readonly Node[];
}

/** Beacons are no part of the models: seldom enough to matter little. */
const BEACON_TU = 500;

/** Loads the driver and connects so many stations to an access point. */
export async function cellOf(context: Context, count: number, conf: HostapdConf = {}): Promise<Cell> {
  const [ap, ...stations] = await nodes(context, count + 1);
  assert.ok(ap);
  const wifi = await honestAir(context);
  await hostapd(context, ap, { ...OPEN, wmm_enabled: 0, beacon_int: BEACON_TU, ...conf });
  for (const station of stations)
    assert.ok(await station.connects(String(OPEN.ssid)), `${station.interface} is connected`);
  await hush([ap, ...stations]);
  return { wifi, ap, stations };
}

/** Stations send at this rate alone, and each frame so often at most. */
export async function sendsAt(stations: readonly Node[], mbps: number, tries: number): Promise<void> {
  for (const station of stations) {
    await station.iw('set', 'bitrates', 'legacy-2.4', String(mbps));
    await station.run(['iw', 'phy', `vw_phy${station.index}`, 'set', 'retry', 'short', String(tries)]);
  }
}

/** Measures in a context of its own, which is undone whatever happens. */
export async function inContext(
  setting: Setting,
  measure: (context: Context, setting: Setting) => Promise<Row[]>,
): Promise<Row[]> {
  const context = new Context({ machine: setting.machine, driver: 'vwifi', module: setting.module });
  try {
    return await measure(context, setting);
  } finally {
    for (const failure of await context.end()) setting.progress(failure);
  }
}

/** What went between stations and their access point, of all of them together. */
export interface Count {
  readonly tries: number;
  readonly failures: number;
}

/** Counters of the driver, by sender. */
export async function counted(wifi: VWifi): Promise<Map<number, Count>> {
  const all = new Map<number, Count>();
  for (const { sender, sent = 0, repeated = 0, givenUp = 0 } of (await wifi.vwifi.links.used()) as Pair[]) {
    const old = all.get(sender) ?? { tries: 0, failures: 0 };
    all.set(sender, {
      tries: old.tries + sent + givenUp + repeated,
      failures: old.failures + repeated + givenUp,
    });
  }
  return all;
}

/** How often transmissions of these stations have failed between two counts. */
export function failureChance(
  before: Map<number, Count>,
  after: Map<number, Count>,
  stations: readonly Node[],
): number {
  const of = (which: keyof Count) =>
    stations.reduce(
      (sum, { index }) => sum + (after.get(index)?.[which] ?? 0) - (before.get(index)?.[which] ?? 0),
      0,
    );
  return of('failures') / of('tries');
}
