import { reasonWords, statusWords } from '../elements/words.js';
import type { FamilyMessage } from '../genl/family.js';
import { type OverrunEvent, openStream, type Stream } from '../genl/stream.js';
import type { Nl80211 } from '../spec/nl80211/attributes.js';
import type { CommandName } from '../spec/nl80211/commands.js';
import { GROUPS, type Group, nl80211 } from '../spec/nl80211/family.js';
import type { EventAttributes } from '../spec/nl80211/request-types.js';
import type { Events } from '../spec/nl80211/shapes.js';
import { checkList, checkName } from './check.js';
import { defined } from './defined.js';
import type { Home } from './place.js';
import type { Cancel } from './vwifi.js';

export type { OverrunEvent } from '../genl/stream.js';

/** What every event says. */
export interface WifiEventFields {
  /** Radio and interface, where the event is about one. */
  readonly radio?: number;
  readonly ifindex?: number;
  readonly ifname?: string;
  /** The peer's address. */
  readonly mac?: string;
  /** 802.11 status and reason codes, and what they mean. */
  readonly status?: number;
  readonly statusText?: string;
  readonly reason?: number;
  readonly reasonText?: string;
}

/** An event that the tables know. */
export type EventName = keyof Events;

/** An event of one name: all that the kernel told, as far as it tells it with that name. */
export interface WifiEventOf<N extends EventName> extends WifiEventFields {
  readonly name: N;
  readonly attributes: EventAttributes<N>;
}

/** One that the tables have no row for: a command by its name, or its number. */
export interface OtherWifiEvent extends WifiEventFields {
  readonly name: Exclude<CommandName, EventName> | number;
  readonly attributes: Nl80211;
}

/**
 * Something happened. `name` is the event's command (newScanResults, connect, disconnect, newStation, ...), and tells which
 * attributes there are.
 */
export type WifiEvent = { [N in EventName]: WifiEventOf<N> }[EventName] | OtherWifiEvent;

export interface EventOptions extends Cancel {
  /** Which multicast groups; all when left out. */
  readonly groups?: readonly Group[];
  /** Events kept for a slow reader; 4096 when left out. */
  readonly limit?: number;
}

/** Events from now on. Await `ready` before doing what is to be observed; ends with `close()` or the signal. */
export type EventStream = Stream<WifiEvent | OverrunEvent>;

const ALL_GROUPS: readonly Group[] = ['config', 'scan', 'regulatory', 'mlme', 'vendor', 'nan'];

const KNOWN_GROUPS = Object.fromEntries(GROUPS.map((name) => [name, true]));

export function eventOf({ command, attributes }: FamilyMessage<typeof nl80211>): WifiEvent {
  const { statusCode, reasonCode } = attributes;
  return {
    name: command,
    ...defined({
      radio: attributes.wiphy,
      ifindex: attributes.ifindex,
      ifname: attributes.ifname,
      mac: attributes.mac,
      status: statusCode,
      statusText: statusCode === undefined ? undefined : statusWords(statusCode),
      reason: reasonCode,
      reasonText: reasonCode === undefined ? undefined : reasonWords(reasonCode),
    }),
    attributes,
    // The kernel sends what the row of that name says.
  } as WifiEvent;
}

/** Opens a socket of its own for events; the iteration throws when that fails or the socket is lost. */
export function openEvents(home: Home, options: EventOptions): EventStream {
  const { signal, groups = ALL_GROUPS, limit = 4096 } = options;
  for (const group of checkList('events: groups', groups)) checkName('events: groups', group, KNOWN_GROUPS);
  return openStream({ ...home, spec: nl80211, groups, read: eventOf, signal, limit });
}
