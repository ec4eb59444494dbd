import type { NetlinkSocketFactory, Netns } from '../socket/socket.js';
import { VWifiError } from '../wire/errors.js';
import { abortError } from './abort.js';
import type { FamilyMessage, FamilySpec } from './family.js';
import { type FamilyEvent, GenericNetlink } from './generic.js';
import { BoundedQueue } from './queue.js';

/** Events were lost here: the kernel's buffer, or the reader's queue, was full. The stream goes on. */
export interface OverrunEvent {
  readonly name: 'overrun';
  /** How many, where that is known. */
  readonly lost?: number;
}

/** Events from now on. Await `ready` before doing what is to be observed; ends with `close()` or the signal. */
export interface Stream<T> extends AsyncIterableIterator<T>, AsyncDisposable {
  /** Resolves when the kernel has been asked for the events: what happens after that is seen. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

export interface StreamSource<S extends FamilySpec, T> {
  readonly factory: NetlinkSocketFactory;
  readonly netns: Netns | undefined;
  readonly spec: S;
  readonly groups: readonly string[];
  /** undefined: nothing to tell yet. */
  readonly read: (message: FamilyMessage<S>) => T | undefined;
  /** Asks for what comes without a group. */
  readonly begin?: (netlink: GenericNetlink) => Promise<unknown>;
  /** Takes that back. */
  readonly finish?: (netlink: GenericNetlink) => Promise<unknown>;
  readonly signal?: AbortSignal | undefined;
  /** Events kept for a slow reader. */
  readonly limit: number;
  /** Says in other words why the events cannot be had. */
  readonly explain?: (error: Error) => Error;
}

/** Opens a socket of its own for a family's events; the iteration throws when that fails or the socket is lost. */
export function openStream<S extends FamilySpec, T>(source: StreamSource<S, T>): Stream<T | OverrunEvent> {
  const {
    factory,
    netns,
    spec,
    groups,
    read,
    begin,
    finish,
    signal,
    limit,
    explain = (error) => error,
  } = source;
  let netlink: GenericNetlink | undefined;
  let closed = false;
  let began = false;
  const close = async (): Promise<void> => {
    closed = true;
    signal?.removeEventListener('abort', onAbort);
    queue.end();
    if (began) {
      began = false;
      // What it was asked of may be gone.
      if (netlink) await finish?.(netlink).catch(() => {});
    }
    await netlink?.close();
  };
  const queue = new BoundedQueue<T | OverrunEvent>(
    limit,
    (lost) => ({ name: 'overrun', lost }),
    () => void close(),
  );
  const onAbort = (): void => void close();
  const onEvent = (event: FamilyEvent<S>): void => {
    if (event.kind === 'message') {
      const item = read(event.message);
      if (item !== undefined) queue.push(item);
    } else if (event.kind === 'overrun') queue.push({ name: 'overrun' });
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
    if (closed) return netlink.close();
    await netlink.subscribe(spec, groups, onEvent, { signal });
    await begin?.(netlink);
    began = true;
    if (closed) await close();
  };
  const ready = start().catch((cause: Error) => {
    const error = explain(cause);
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
    next: () => {
      const item = queue.next();
      ready.then(
        () => netlink?.waiting(item),
        () => {},
      );
      return item;
    },
    return: () => queue.return(),
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: close,
  };
}
