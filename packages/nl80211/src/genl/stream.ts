import type { NetlinkSocketFactory, Netns } from '../socket/socket.js';
import type { FamilyMessage, FamilySpec } from './family.js';
import { type Feed, type OverrunEvent, openFeed, type Stream } from './feed.js';
import { type FamilyEvent, GenericNetlink } from './generic.js';
import type { Lifetime } from './lifetime.js';

export type { OverrunEvent, Stream } from './feed.js';

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

/** Opens a socket of its own for a family's events; the iteration throws when that fails or the socket is lost. */
export function openStream<S extends FamilySpec, T>(source: StreamSource<S, T>): Stream<T | OverrunEvent> {
  const { factory, netns, lifetime, spec, groups, read, gone, begin, finish, signal, limit } = source;
  const { explain = (error) => error } = source;
  let began = false;
  const see = (event: FamilyEvent<S>, feed: Feed<T>): void => {
    if (event.kind === 'overrun') feed.overrun();
    else if (event.kind === 'closed') feed.lost(event.error);
    else {
      const item = read(event.message);
      if (item !== undefined) feed.tell(item);
      const end = gone?.(event.message);
      if (end) feed.fail(end);
    }
  };
  return openFeed<T, GenericNetlink>({
    ...{ lifetime, signal, limit, explain },
    open: () => GenericNetlink.open(factory, netns),
    async begin(netlink, feed) {
      const renewed = async (): Promise<void> => {
        if (feed.ended) return;
        await begin?.(netlink, feed.tell).catch((error: Error) => feed.fail(explain(error)));
      };
      await netlink.subscribe(spec, groups, (event) => see(event, feed), { renewed });
      if (feed.ended) return;
      await begin?.(netlink, feed.tell);
      began = true;
    },
    finish: async (netlink) => began && finish?.(netlink),
  });
}
