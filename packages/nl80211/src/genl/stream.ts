import type { NetlinkSocketFactory, Netns } from '../socket/socket.js';
import { VWifiError } from '../wire/errors.js';
import { abortable, abortError, within } from './abort.js';
import type { FamilyMessage, FamilySpec } from './family.js';
import { type FamilyEvent, GenericNetlink } from './generic.js';
import type { Lifetime } from './lifetime.js';
import { BoundedQueue } from './queue.js';

/**
 * Events may have been lost here: the kernel's buffer, or the reader's queue, was full, something came that cannot be
 * read, or the module that tells them was unloaded or loaded anew. The stream goes on.
 */
export interface OverrunEvent {
  readonly name: 'overrun';
  /** How many, where that is known. */
  readonly lost?: number;
}

/** Events from now on. Await `ready` before doing what is to be observed; ends with `close()`, the signal or its client. */
export interface Stream<T> extends AsyncIterableIterator<T>, AsyncDisposable {
  /** Resolves when the kernel has been asked for the events: what happens after that is seen. */
  readonly ready: Promise<void>;
  /** Never rejects. */
  close(): Promise<void>;
}

export interface StreamSource<S extends FamilySpec, T> {
  readonly factory: NetlinkSocketFactory;
  readonly netns: Netns | undefined;
  /** Whose end is the stream's, too. */
  readonly lifetime: Lifetime;
  readonly spec: S;
  readonly groups: readonly string[];
  /** undefined: nothing to tell yet. */
  readonly read: (message: FamilyMessage<S>) => T | undefined;
  /** Whether what is watched has gone, and nothing more can come: the iteration throws this after what came before. */
  readonly gone?: (message: FamilyMessage<S>) => Error | undefined;
  /** Asks for what comes without a group; again, when the module was loaded anew. */
  readonly begin?: (netlink: GenericNetlink, tell: (item: T) => void) => Promise<unknown>;
  /** Takes that back. */
  readonly finish?: (netlink: GenericNetlink) => Promise<unknown>;
  readonly signal?: AbortSignal | undefined;
  /** Events kept for a slow reader. */
  readonly limit: number;
  /** Says in other words why the events cannot be had. */
  readonly explain?: (error: Error) => Error;
}

/** How long the kernel may take to answer at the end. */
const PATIENCE_MS = 2000;

/** Opens a socket of its own for a family's events; the iteration throws when that fails or the socket is lost. */
export function openStream<S extends FamilySpec, T>(source: StreamSource<S, T>): Stream<T | OverrunEvent> {
  const { factory, netns, lifetime, spec, groups, read, gone, begin, finish, signal } = source;
  const { limit, explain = (error) => error } = source;
  if (!(limit >= 1))
    throw new VWifiError('BAD_ARGUMENT', `events: a limit of ${String(limit)}; 1 is the least`);
  if (signal && typeof signal.addEventListener !== 'function')
    throw new VWifiError('BAD_ARGUMENT', 'events: the signal is no AbortSignal');
  let netlink: GenericNetlink | undefined;
  let began = false;
  let closing: Promise<void> | undefined;

  const shut = async (): Promise<void> => {
    signal?.removeEventListener('abort', onAbort);
    queue.end();
    // What is being begun has to be known before it can be taken back.
    await within(PATIENCE_MS, started);
    // What it was asked of may be gone.
    if (began && netlink) await within(PATIENCE_MS, finish?.(netlink));
    await netlink?.close();
    leave();
  };
  const close = (): Promise<void> => {
    closing ??= shut();
    return closing;
  };
  const onAbort = (): void => void close();
  const queue = new BoundedQueue<T | OverrunEvent>(limit, (lost) => ({ name: 'overrun', lost }));
  /** Tells the reader why there is no more. */
  const fail = (error: Error): void => {
    queue.end(error);
    void close();
  };
  const tell = (item: T): void => queue.push(item);
  const onEvent = (event: FamilyEvent<S>): void => {
    if (event.kind === 'message') {
      const item = read(event.message);
      if (item !== undefined) queue.push(item);
      const end = gone?.(event.message);
      if (end) fail(end);
    } else if (event.kind === 'overrun') queue.push({ name: 'overrun' });
    else if (!closing) {
      const cause = event.error ? { cause: event.error } : {};
      fail(new VWifiError('CLOSED', 'events: the socket was lost; open a new stream', cause));
    }
  };
  const renewed = async (): Promise<void> => {
    if (!netlink || closing) return;
    await begin?.(netlink, tell).catch((error: Error) => fail(explain(error)));
  };
  const start = async (): Promise<void> => {
    if (signal?.aborted) throw abortError('events', signal);
    signal?.addEventListener('abort', onAbort, { once: true });
    netlink = await GenericNetlink.open(factory, netns);
    if (closing) return;
    await netlink.subscribe(spec, groups, onEvent, { renewed });
    if (closing) return;
    await begin?.(netlink, tell);
    began = true;
  };

  const leave = lifetime.add('events', close);
  const started = start();
  const ready = abortable(started, signal, 'events').catch((cause: Error) => {
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
        // Its rejection is the reader's alone.
        () => void netlink?.waiting(item),
        () => {},
      );
      return item;
    },
    async return() {
      const end = queue.return();
      await close();
      return end;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: close,
  };
}
