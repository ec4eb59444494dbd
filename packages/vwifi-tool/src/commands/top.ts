import type { Station, StationLink, WifiInterface } from '@vwifi/nl80211';
import { type CommonFlags, type Context, print, toJson, withTarget } from '../context.js';
import { signalBar } from '../draw/chart.js';
import { live } from '../draw/screen.js';
import { table } from '../draw/table.js';
import { bitRate, bytes, count, dbm } from '../draw/units.js';
import type { Target } from '../target.js';
import { secondsOf } from '../values.js';
import { linkName, type Peer, peers } from './station.js';
import { type Counters, counters, statsText } from './stats.js';

interface Picture {
  readonly counters: Counters;
  readonly interfaces: readonly (WifiInterface & { readonly namespace: string })[];
  readonly peers: readonly Peer[];
}

async function look(target: Target, signal: AbortSignal): Promise<Picture> {
  const places = await target.places();
  const interfaces = await Promise.all(
    places.map(async ({ name, wifi }) =>
      (await wifi.interfaces({ signal })).map((each) => ({ ...each, namespace: name })),
    ),
  );
  return {
    counters: await counters(target, signal),
    interfaces: interfaces.flat(),
    peers: await peers(target, undefined, signal),
  };
}

/** One, or one of each link. */
function channels(each: WifiInterface): string {
  const tuned = (each.links ?? [each]).filter(({ channel }) => channel !== undefined);
  return tuned.map(({ channel, frequencyMhz }) => `${channel} (${frequencyMhz} MHz)`).join(', ') || '-';
}

/** A network as its access point or cell has it. */
const networks = ({ interfaces, peers: all }: Picture): string =>
  table(
    ['NETWORK', 'BSSID', 'CHANNEL', 'ON', 'STATIONS'],
    interfaces
      .filter(({ type, ssid }) => ssid !== undefined && (type === 'ap' || type === 'adhoc'))
      .map((each) => [
        each.ssid ?? '',
        each.mac,
        channels(each),
        [each.namespace, each.name].filter(Boolean).join('/'),
        String(
          all.filter(({ ifindex, namespace }) => ifindex === each.index && namespace === each.namespace)
            .length,
        ),
      ]),
  );

function stations({ peers: all }: Picture, before: Picture | undefined): string {
  const seconds = before ? 1000 : 0;
  const older = new Map(
    before?.peers.map((peer) => [`${peer.namespace} ${peer.interface} ${peer.mac}`, peer]),
  );
  const elapsed = (now: number): number => (before ? (now - before.counters.at) / seconds : 0);
  const at = performance.now();
  const rate = (now: number | undefined, old: number | undefined): string =>
    now === undefined || old === undefined ? '-' : bitRate((Math.max(0, now - old) * 8) / elapsed(at));
  const counted = (now: Station | StationLink, old: Station | StationLink | undefined): string[] => [
    signalBar(now.signalDbm),
    dbm(now.signalDbm),
    bitRate(now.txBitrate === undefined ? undefined : now.txBitrate.mbps * 1e6),
    rate(now.rxBytes, old?.rxBytes),
    rate(now.txBytes, old?.txBytes),
    bytes(now.rxBytes),
    bytes(now.txBytes),
    count(now.txFailed),
  ];
  return table(
    ['ON', 'STATION', 'SIGNAL', '', 'TX RATE', 'RECEIVING', 'SENDING', 'RX', 'TX', 'FAILED'],
    all.flatMap((peer) => {
      const old = older.get(`${peer.namespace} ${peer.interface} ${peer.mac}`);
      const on = [peer.namespace, peer.interface].filter(Boolean).join('/');
      const links = (peer.links ?? []).map((link) => {
        const was = old?.links?.find(({ linkId }) => linkId === link.linkId);
        return ['', linkName(link), ...counted(link, was)];
      });
      return [[on, peer.mac, ...counted(peer, old)], ...links];
    }),
  );
}

/** The busiest first: a screen holds only so many. */
const byTraffic = (each: Counters): Counters => ({
  ...each,
  radios: [...each.radios].sort((a, b) => b.rxBytes + b.txBytes - (a.rxBytes + a.txBytes)),
});

/** The whole picture as text. */
export function topText(now: Picture, before: Picture | undefined, where: string): string {
  const { radios, links } = now.counters;
  const head = `vwifi top${where}  ${radios.length} radios, ${links.length} links, ${now.peers.length} stations`;
  return [
    head,
    networks(now),
    stations(now, before),
    statsText(byTraffic(now.counters), before?.counters),
  ].join('\n\n');
}

interface TopFlags extends CommonFlags {
  readonly interval: string;
  readonly once?: boolean;
}

export function top(context: Context, flags: TopFlags): Promise<void> {
  const pause = secondsOf(flags.interval) * 1000;
  const where = flags.lab === undefined ? '' : ` of ${flags.lab}`;
  return withTarget(context, flags, async (target) => {
    let before: Picture | undefined;
    const picture = async (): Promise<string> => {
      const now = await look(target, context.signal);
      const text = topText(now, before, where);
      before = now;
      return context.out.isTTY ? `${text}\n\nq ends it` : text;
    };
    if (flags.json) {
      const now = await look(target, context.signal);
      print(context, toJson({ ...now.counters, interfaces: now.interfaces, stations: now.peers }, 2));
    } else if (flags.once) print(context, await picture());
    else await live(context, picture, (signal) => target.sleep(pause, signal));
  });
}
