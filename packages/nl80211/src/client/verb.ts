import { abortable, abortError, within } from '../genl/abort.js';
import { withDeadline } from '../genl/deadline.js';
import { GenericNetlink } from '../genl/generic.js';
import { clientClosed } from '../genl/lifetime.js';
import { checkTimeout } from './check.js';
import type { Home } from './place.js';

/** How long the kernel may take to stop what was begun. */
const PATIENCE_MS = 2000;

export interface VerbOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs: number;
}

/** A verb at work: its socket, and what it has begun in the kernel. */
export class Verb {
  private undo: (() => Promise<unknown>) | undefined;
  private keeps = false;

  constructor(
    readonly what: string,
    readonly netlink: GenericNetlink,
    /** Fires when the caller's signal does, at the end of the time, and when the client is closed. */
    readonly signal: AbortSignal,
  ) {}

  /**
   * A request that begins something in the kernel, and how that is stopped. The signal does not keep it from being
   * answered: only then it is known whether there is something to stop.
   */
  async begin<T>(send: () => Promise<T>, stop: (answer: T) => Promise<unknown>): Promise<T> {
    if (this.signal.aborted) throw abortError(this.what, this.signal);
    const request = send();
    this.undo = () => request.then(stop);
    try {
      return await abortable(request, this.signal, this.what);
    } catch (error) {
      if (!this.signal.aborted) this.undo = undefined;
      throw error;
    }
  }

  /** What was begun has ended by itself, or belongs to somebody else now. */
  ended(): void {
    this.undo = undefined;
  }

  /** The socket is not closed with the verb, but by whoever it is handed to. */
  keep(): void {
    this.keeps = true;
  }

  release(): void {
    this.keeps = false;
  }

  get kept(): boolean {
    return this.keeps;
  }

  /** Stops what was begun and has not ended. Never rejects. */
  async stop(): Promise<void> {
    const { undo } = this;
    this.undo = undefined;
    if (undo) await within(PATIENCE_MS, this.netlink.waiting(undo()));
  }
}

/**
 * Runs a verb that waits, on a socket of its own. Whatever ends it (its signal, its time, an error, the end of the client)
 * first stops what it has begun in the kernel; then the socket is closed, then it rejects.
 */
export async function runVerb<T>(
  home: Home,
  what: string,
  { signal: asked, timeoutMs }: VerbOptions,
  work: (verb: Verb) => Promise<T>,
): Promise<T> {
  const { factory, netns, lifetime } = home;
  checkTimeout(what, timeoutMs);
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(asked?.reason);
  let finish: () => void = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const leave = lifetime.add(what, () => {
    controller.abort(clientClosed(what));
    return finished;
  });
  if (asked?.aborted) onAbort();
  else asked?.addEventListener('abort', onAbort, { once: true });
  try {
    using signal = withDeadline(what, timeoutMs, controller.signal);
    const netlink = await open(factory, netns, signal, what);
    const verb = new Verb(what, netlink, signal);
    try {
      return await work(verb);
    } catch (error) {
      await verb.stop();
      verb.release();
      throw error;
    } finally {
      if (!verb.kept) await netlink.close();
    }
  } finally {
    asked?.removeEventListener('abort', onAbort);
    leave();
    finish();
  }
}

/** A socket that opens after nobody wants it any more is closed. */
async function open(
  factory: Home['factory'],
  netns: Home['netns'],
  signal: AbortSignal,
  what: string,
): Promise<GenericNetlink> {
  const opening = GenericNetlink.open(factory, netns);
  try {
    return await abortable(opening, signal, what);
  } catch (error) {
    opening.then(
      (netlink) => netlink.close(),
      () => {},
    );
    throw error;
  }
}
