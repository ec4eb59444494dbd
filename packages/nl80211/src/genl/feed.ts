import { VWifiError } from '../wire/errors.js';
import { abortable, abortError, within } from './abort.js';
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

/** A socket that events come from. */
export interface Carrier {
  waiting<T>(until: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Where a stream's events are put. */
export interface Feed<T> {
  /** Whether the stream has ended, or is ending. */
  readonly ended: boolean;
  tell(item: T): void;
  overrun(): void;
  /** Tells the reader why there is no more. */
  fail(error: Error): void;
  /** The socket is gone; that is no failure where it was closed here. */
  lost(cause?: Error): void;
}

export interface FeedSource<T, C extends Carrier> {
  /** Whose end is the stream's, too. */
  readonly lifetime: Lifetime;
  readonly signal?: AbortSignal | undefined;
  /** Events kept for a slow reader. */
  readonly limit: number;
  readonly open: () => Promise<C>;
  /** Asks for the events. */
  readonly begin: (carrier: C, feed: Feed<T>) => Promise<void>;
  /** Takes that back. */
  readonly finish?: (carrier: C) => Promise<unknown>;
  /** Says in other words why the events cannot be had. */
  readonly explain?: ((error: Error) => Error) | undefined;
}

/** How long the kernel may take to answer at the end. */
const PATIENCE_MS = 2000;

/** Opens a socket of its own for events; the iteration throws when that fails or the socket is lost. */
export function openFeed<T, C extends Carrier>(source: FeedSource<T, C>): Stream<T | OverrunEvent> {
  const { lifetime, signal, limit, open, begin, finish, explain = (error) => error } = source;
  if (!(limit >= 1))
    throw new VWifiError('BAD_ARGUMENT', `events: a limit of ${String(limit)}; 1 is the least`);
  if (signal && typeof signal.addEventListener !== 'function')
    throw new VWifiError('BAD_ARGUMENT', 'events: the signal is no AbortSignal');
  let carrier: C | undefined;
  let closing: Promise<void> | undefined;

  const shut = async (): Promise<void> => {
    signal?.removeEventListener('abort', onAbort);
    queue.end();
    // What is being begun has to be known before it can be taken back.
    await within(PATIENCE_MS, started);
    // What it was asked of may be gone.
    if (carrier && finish) await within(PATIENCE_MS, finish(carrier));
    await carrier?.close();
    leave();
  };
  const close = (): Promise<void> => {
    closing ??= shut();
    return closing;
  };
  const onAbort = (): void => void close();
  const queue = new BoundedQueue<T | OverrunEvent>(limit, (lost) => ({ name: 'overrun', lost }));
  const fail = (error: Error): void => {
    queue.end(error);
    void close();
  };
  const feed: Feed<T> = {
    get ended() {
      return closing !== undefined;
    },
    tell: (item) => queue.push(item),
    overrun: () => queue.push({ name: 'overrun' }),
    fail,
    lost(cause) {
      if (closing) return;
      const because = cause ? { cause } : {};
      fail(new VWifiError('CLOSED', 'events: the socket was lost; open a new stream', because));
    },
  };
  const start = async (): Promise<void> => {
    if (signal?.aborted) throw abortError('events', signal);
    signal?.addEventListener('abort', onAbort, { once: true });
    carrier = await open();
    if (!closing) await begin(carrier, feed);
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
        () => void carrier?.waiting(item),
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
