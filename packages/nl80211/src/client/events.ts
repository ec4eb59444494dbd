import { abortError } from '../genl/abort.js';
import type { FamilyMessage } from '../genl/family.js';
import { type FamilyEvent, GenericNetlink } from '../genl/generic.js';
import { BoundedQueue } from '../genl/queue.js';
import type { NetlinkSocketFactory, Netns } from '../socket/socket.js';
import type { Nl80211 } from '../spec/nl80211/attributes.js';
import type { CommandName } from '../spec/nl80211/commands.js';
import { type Group, nl80211 } from '../spec/nl80211/family.js';
import { VWifiError } from '../wire/errors.js';
import { defined } from './defined.js';
import { reasonWords, statusWords } from './words.js';

/** Something happened. `name` is the event's command: newScanResults, connect, disconnect, newStation, ... */
export interface WifiEvent {
  readonly name: CommandName | number;
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
  /** All that the kernel told. */
  readonly attributes: Nl80211;
}

/** Events were lost here: the kernel's buffer, or the reader's queue, was full. The stream goes on. */
export interface OverrunEvent {
  readonly name: 'overrun';
  /** How many, where that is known. */
  readonly lost?: number;
}

export interface EventOptions {
  readonly signal?: AbortSignal;
  /** Which multicast groups; all when left out. */
  readonly groups?: readonly Group[];
  /** Events kept for a slow reader; 4096 when left out. */
  readonly limit?: number;
}

/** Events from now on. Await `ready` before doing what is to be observed; ends with `close()` or the signal. */
export interface EventStream extends AsyncIterableIterator<WifiEvent | OverrunEvent>, AsyncDisposable {
  /** Resolves when the kernel has been asked for the events: what happens after that is seen. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

const ALL_GROUPS: readonly Group[] = ['config', 'scan', 'regulatory', 'mlme', 'vendor', 'nan'];

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
  };
}

/** Opens a socket of its own for events; the iteration throws when that fails or the socket is lost. */
export function openEvents(
  factory: NetlinkSocketFactory,
  netns: Netns | undefined,
  options: EventOptions,
): EventStream {
  const { signal, groups = ALL_GROUPS, limit = 4096 } = options;
  let netlink: GenericNetlink | undefined;
  let closed = false;
  const close = async (): Promise<void> => {
    closed = true;
    signal?.removeEventListener('abort', onAbort);
    queue.end();
    await netlink?.close();
  };
  const queue = new BoundedQueue<WifiEvent | OverrunEvent>(
    limit,
    (lost) => ({ name: 'overrun', lost }),
    () => void close(),
  );
  const onAbort = (): void => void close();
  const onEvent = (event: FamilyEvent<typeof nl80211>): void => {
    if (event.kind === 'message') queue.push(eventOf(event.message));
    else if (event.kind === 'overrun') queue.push({ name: 'overrun' });
    else if (!closed) {
      const cause = event.error ? { cause: event.error } : {};
      queue.end(new VWifiError('CLOSED', 'events: the socket was lost; open a new stream', cause));
    }
  };
  const start = async (): Promise<void> => {
    if (signal?.aborted) {
      await close();
      throw abortError('events', signal);
    }
    signal?.addEventListener('abort', onAbort, { once: true });
    netlink = await GenericNetlink.open(factory, netns);
    if (closed) await netlink.close();
    else await netlink.subscribe(nl80211, groups, onEvent, { signal });
  };
  const ready = start().catch((error: Error) => {
    // An aborted stream ends quietly, as `for await` with a signal should; whoever awaits `ready` is told.
    queue.end(signal?.aborted ? undefined : error);
    void close();
    throw error;
  });
  // The reader is told too: nobody has to await `ready`.
  ready.catch(() => {});
  return {
    ready,
    close,
    next: () => queue.next(),
    return: () => queue.return(),
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: close,
  };
}
