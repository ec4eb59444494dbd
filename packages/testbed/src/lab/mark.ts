/** How a laboratory stood at a moment, and the way back to it: so that one test leaves the next one nothing. */
import type { VWifi } from '@vwifi/nl80211';
import type { MediumSettings, MediumState, Pair, VirtualRadio } from '@vwifi/nl80211/vwifi';
import { TestbedError } from '../errors.js';
import type { Hostapd } from '../node/hostapd.js';
import type { Supplicant } from '../node/supplicant.js';

export interface Mark {
  readonly medium: MediumState;
  readonly links: readonly Pair[];
  readonly denied: readonly Pair[];
  readonly radios: readonly VirtualRadio[];
  /** Numbers of the faults that stand. */
  readonly faults: readonly number[];
  /** The access point that each station was connected to; undefined: to none. */
  readonly stations: ReadonlyMap<string, string | undefined>;
}

/** The nodes of a laboratory by name. */
export interface Nodes {
  readonly accessPoints: ReadonlyMap<string, Hostapd>;
  readonly stations: ReadonlyMap<string, Supplicant>;
}

const where = async (station: Supplicant): Promise<string | undefined> => {
  const { state, bssid } = await station.status();
  return state === 'COMPLETED' ? bssid : undefined;
};

export async function takeMark(wifi: VWifi, { stations }: Nodes): Promise<Mark> {
  const { medium, links, denylist, radios, faults } = wifi.vwifi;
  const [state, pairs, denied, all, standing, places] = await Promise.all([
    medium.get(),
    links.list(),
    denylist.list(),
    radios.list(),
    faults.list(),
    Promise.all([...stations].map(async ([name, station]) => [name, await where(station)] as const)),
  ]);
  return {
    ...{ medium: state, links: pairs, denied, radios: all },
    faults: standing.map(({ id }) => id),
    stations: new Map(places),
  };
}

/** What of a link is set; the rest are its counters. */
const settingsOf = ({ signalDbm, loss, delayUs, jitterUs, rateBps }: Pair) => ({
  ...{ signalDbm, loss, delayUs, jitterUs, rateBps },
});
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const isSame = (one: Pair) => (other: Pair) => one.receiver === other.receiver && one.sender === other.sender;

/** Makes the air what it was. Only what differs is touched. */
export async function restoreAir(wifi: VWifi, mark: Mark): Promise<void> {
  const { medium, links, denylist, radios, faults } = wifi.vwifi;
  const now = await takeMark(wifi, { accessPoints: new Map(), stations: new Map() });
  const ends = (pairs: readonly Pair[]) => pairs.map(({ receiver, sender }) => ({ receiver, sender }));
  if (!same(ends(now.denied), ends(mark.denied))) await denylist.set(ends(mark.denied));
  if ((await medium.jams()).length > 0) await medium.unjam();
  for (const id of now.faults) if (!mark.faults.includes(id)) await faults.remove(id);
  for (const link of now.links) {
    const before = mark.links.find(isSame(link));
    if (before && same(settingsOf(before), settingsOf(link))) continue;
    await links.remove({ receiver: link.receiver, sender: link.sender });
  }
  for (const link of mark.links) {
    const here = now.links.find(isSame(link));
    if (here && same(settingsOf(here), settingsOf(link))) continue;
    await links.set({ receiver: link.receiver, sender: link.sender }, settingsOf(link));
  }
  const of = (state: MediumState): MediumSettings => {
    const { signalDbm, loss, pathLossExponent, model, rateControl, airtimeFairness } = state;
    return {
      ...{ signalDbm, loss, pathLossExponent, model, rateControl, airtimeFairness },
      sensitivityDbm: state.sensitivityDbm ?? 'none',
      rtsThreshold: state.rtsThreshold ?? 'none',
    };
  };
  if (!same(of(now.medium), of(mark.medium))) await medium.set(of(mark.medium));
  // A radio on its way is left there: where it would be now nobody can tell from here.
  for (const { id, txPowerDbm, position, moving } of mark.radios) {
    if (moving) continue;
    const here = now.radios.find((radio) => radio.id === id);
    if (here && !same([here.txPowerDbm, here.position], [txPowerDbm, position]))
      await radios.set(id, { txPowerDbm, position });
  }
}

/** Brings every station back to its access point, or away from one, and waits until it is. */
export async function restoreNodes(nodes: Nodes, mark: Mark, signal: AbortSignal): Promise<void> {
  await Promise.all(
    [...nodes.accessPoints.values()].map(async (accessPoint) => {
      if ((await accessPoint.status()).state === 'ENABLED') return;
      await accessPoint.request('ENABLE');
      await accessPoint.enabled(signal);
    }),
  );
  await Promise.all([...mark.stations].map(([name, bssid]) => restoreStation(name, nodes, bssid, signal)));
}

async function restoreStation(
  name: string,
  { stations, accessPoints }: Nodes,
  bssid: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const station = stations.get(name);
  if (!station)
    throw new TestbedError('NO_WAY_BACK', `${name} cannot be put back: its wpa_supplicant is gone`, {
      hint: 'take a new laboratory after a test that ends a daemon',
    });
  const now = await where(station);
  if (now === bssid) return;
  if (bssid === undefined) return station.disconnect();
  const events = station.events(signal);
  try {
    if (now !== undefined) await station.request(`ROAM ${bssid}`);
    else {
      // Whatever a test has changed of the network is read anew.
      await station.request('RECONFIGURE');
      await station.request('RECONNECT');
      await station.hurry();
    }
    if ((await where(station)) !== bssid)
      for await (const event of events)
        if (event.name === 'CTRL-EVENT-CONNECTED' && (await where(station)) === bssid) break;
  } finally {
    await events.return(undefined);
  }
  signal.throwIfAborted();
  const { address } = await station.status();
  for (const accessPoint of accessPoints.values())
    if (address && (await accessPoint.status()).bssid === bssid)
      await accessPoint.authorized(address, signal);
}
