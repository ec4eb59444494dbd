/**
 * How access points hear their stations, and with which rates: their kernel is asked once a second of its own time, which does
 * not pass for it, and what has changed is taken down. The asking is the machine's own (`Watched`): in virtual time it is at the
 * same moments each time.
 */
import type { View } from '@vwifi/nl80211/monitor';
import { codec, nl80211 } from '@vwifi/nl80211/netlink';
import type { StationRecord } from './record.js';

export const EVERY_MS = 1000;

/** An access point. */
export interface Point {
  readonly name: string;
  readonly namespace: string;
  readonly interface: string;
}

/** NL80211_CMD_GET_STATION for all of an interface, as a datagram; `family`: the number of nl80211 there. */
export function stationsRequest(family: number, ifindex: number): Uint8Array {
  const attributes = codec.encodeTable(nl80211.message, { ifindex });
  return codec.joinMessage({
    type: family,
    flags: codec.NLM_F.REQUEST | codec.NLM_F.DUMP,
    sequence: 1,
    // Of generic netlink: the command, the version, and two octets of nothing.
    payload: Uint8Array.of(nl80211.commands.getStation, nl80211.version, 0, 0, ...attributes),
  });
}

interface Rate {
  /** In 100 kbit/s. */
  readonly bitrate?: number;
  readonly bitrate32?: number;
}

interface Told {
  readonly mac?: string;
  readonly staInfo?: { readonly signal?: number; readonly txBitrate?: Rate; readonly rxBitrate?: Rate };
}

const mbps = (rate: Rate | undefined): number | undefined => {
  const hundreds = rate?.bitrate32 ?? rate?.bitrate;
  return hundreds === undefined ? undefined : hundreds / 10;
};

/** What an access point last told of each of its stations. */
export class Heard {
  readonly #last = new Map<string, string>();

  constructor(private readonly node: string) {}

  /** Those of an answer that are not as they were. */
  fresh(views: readonly View[]): Omit<StationRecord, 'id' | 'us'>[] {
    return views.flatMap(({ kind, command, attributes }) => {
      const { mac: peer, staInfo } = attributes as Told;
      if (kind !== 'reply' || command !== 'newStation' || peer === undefined) return [];
      const [toMbps, fromMbps] = [mbps(staInfo?.txBitrate), mbps(staInfo?.rxBitrate)];
      const seen = {
        ...({ kind: 'station', node: this.node, peer } as const),
        ...(staInfo?.signal === undefined ? {} : { signalDbm: staInfo.signal }),
        ...(toMbps === undefined ? {} : { toMbps }),
        ...(fromMbps === undefined ? {} : { fromMbps }),
      };
      const said = JSON.stringify(seen);
      if (this.#last.get(peer) === said) return [];
      this.#last.set(peer, said);
      return [seen];
    });
  }
}
