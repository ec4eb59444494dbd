import type { Station, StationLink } from '@vwifi/nl80211';
import { type CommonFlags, type Context, show, withTarget } from '../context.js';
import { table } from '../draw/table.js';
import { bitRate, bytes, count, dbm } from '../draw/units.js';
import { placeOf } from '../interface.js';
import type { Target } from '../target.js';

/** A peer, and where it is one. */
export interface Peer extends Station {
  readonly namespace: string;
  readonly interface: string;
}

/** The peers of one interface, or of all in every namespace that can be entered. */
export async function peers(target: Target, name: string | undefined, signal: AbortSignal): Promise<Peer[]> {
  const places = name === undefined ? await target.places() : [await placeOf(target, name, signal)];
  const found: Peer[] = [];
  for (const place of places) {
    for (const each of await place.wifi.interfaces({ signal })) {
      if (each.index === undefined || each.name === undefined) continue;
      if (name !== undefined && each.name !== name) continue;
      for (const station of await place.wifi.dev(each.index).stations({ signal }))
        found.push({ ...station, namespace: place.name, interface: each.name });
    }
  }
  return found;
}

const state = (peer: Station): string => {
  if (peer.authorized) return 'authorised';
  if (peer.associated) return 'associated';
  return peer.authenticated ? 'authenticated' : '-';
};

/** A link stands under its station. */
export const linkName = ({ linkId, mac }: StationLink): string => `  link ${linkId} ${mac}`;

const counted = (each: Station | StationLink): string[] => [
  dbm(each.signalDbm),
  bitRate(each.txBitrate?.mbps === undefined ? undefined : each.txBitrate.mbps * 1e6),
  bytes(each.rxBytes),
  bytes(each.txBytes),
  count(each.txRetries),
  count(each.txFailed),
];

export function stationTable(all: readonly Peer[]): string {
  const placed = all.some(({ namespace }) => namespace !== '');
  return table(
    [
      ...(placed ? ['NAMESPACE'] : []),
      ...['INTERFACE', 'STATION', 'STATE', 'SIGNAL', 'TX RATE', 'RX', 'TX', 'RETRIES', 'FAILED', 'CONNECTED'],
    ],
    all.flatMap((peer) => [
      [
        ...(placed ? [peer.namespace || '-'] : []),
        peer.interface,
        peer.mac,
        state(peer),
        ...counted(peer),
        peer.connectedSeconds === undefined ? '-' : `${peer.connectedSeconds} s`,
      ],
      ...(peer.links ?? []).map((link) => [
        ...(placed ? [''] : []),
        '',
        linkName(link),
        '',
        ...counted(link),
      ]),
    ]),
  );
}

export const station = (context: Context, name: string | undefined, flags: CommonFlags): Promise<void> =>
  withTarget(context, flags, async (target) => {
    const all = await peers(target, name, context.signal);
    show(context, flags, all, () => (all.length === 0 ? 'no stations' : stationTable(all)));
  });
