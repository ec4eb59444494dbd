import { type OverrunEvent, openStream, type Stream } from '../../genl/stream.js';
import { nl80211 } from '../../spec/nl80211/family.js';
import type { SsidLike } from '../../wire/ssid.js';
import type { MoreAttributes } from '../more-attributes.js';
import type { Place } from '../place.js';
import type { Cancel } from '../vwifi.js';
import { ofInterface } from './of-interface.js';

export interface ScheduledScanOptions extends Cancel, MoreAttributes {
  /** From one scan to the next. */
  readonly intervalSeconds: number;
  /** Only these networks are told of; any when left out. */
  readonly matches?: readonly { readonly ssid?: SsidLike; readonly minSignalDbm?: number }[];
  /** Networks to ask for by name. */
  readonly ssids?: readonly SsidLike[];
  /** In MHz. */
  readonly frequenciesMhz?: readonly number[];
  readonly delaySeconds?: number;
}

/** The radio has found something: ask `bss()` what. Or it has ended the scans. */
export type ScheduledScanEvent = { readonly name: 'results' } | { readonly name: 'stopped' };

/** Scans that the radio does by itself, again and again, until the stream is closed (NL80211_CMD_START_SCHED_SCAN). */
export function scheduledScan(
  place: Place,
  options: ScheduledScanOptions,
): Stream<ScheduledScanEvent | OverrunEvent> {
  const { ifindex, target } = place;
  const { intervalSeconds, matches, ssids, frequenciesMhz, delaySeconds, signal, attributes } = options;
  const request = {
    ifindex,
    schedScanPlans: [{ interval: intervalSeconds }],
    ...(matches && {
      schedScanMatch: matches.map(({ ssid, minSignalDbm }) => ({
        ...(ssid === undefined ? {} : { ssid }),
        ...(minSignalDbm === undefined ? {} : { rssi: minSignalDbm }),
      })),
    }),
    ...(ssids && { scanSsids: [...ssids] }),
    ...(frequenciesMhz && { scanFrequencies: [...frequenciesMhz] }),
    ...(delaySeconds === undefined ? {} : { schedScanDelay: delaySeconds }),
    // The kernel ends the scans when this socket closes.
    socketOwner: true,
    ...attributes,
  };
  return openStream<typeof nl80211, ScheduledScanEvent>({
    ...place,
    ...ofInterface(place, ['scan']),
    signal,
    limit: 1024,
    read({ command, attributes: told }) {
      if (told.ifindex !== ifindex) return undefined;
      if (command === 'schedScanResults') return { name: 'results' };
      return command === 'schedScanStopped' ? { name: 'stopped' } : undefined;
    },
    begin: (netlink) => netlink.request(nl80211, 'startSchedScan', request, { target }),
  });
}
