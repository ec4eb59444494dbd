import { Connection } from '../genl/connection.js';
import { type OverrunEvent, openFeed, type Stream } from '../genl/feed.js';
import { ROUTE_GROUPS } from '../spec/rtnl/groups.js';
import { RTM } from '../spec/rtnl/link.js';
import type { Message } from '../wire/message.js';
import { checkList, checkName } from './check.js';
import type { Home } from './place.js';
import { NETLINK_ROUTE } from './route.js';
import {
  type IpAddress,
  type IpRoute,
  type Link,
  readAddress,
  readChangedLink,
  readRoute,
} from './route-read.js';
import type { Cancel } from './vwifi.js';

/** Something changed. `new...` is also told of what was there before, and is otherwise now. */
export type IpEvent =
  | { readonly name: 'newLink'; readonly link: Link }
  | { readonly name: 'delLink'; readonly link: Link }
  | { readonly name: 'newAddress'; readonly address: IpAddress }
  | { readonly name: 'delAddress'; readonly address: IpAddress }
  | { readonly name: 'newRoute'; readonly route: IpRoute }
  | { readonly name: 'delRoute'; readonly route: IpRoute };

export interface IpEventOptions extends Cancel {
  /** Of what; of all when left out. */
  readonly kinds?: readonly ('links' | 'addresses' | 'routes')[];
  /** Events kept for a slow reader; 4096 when left out. */
  readonly limit?: number;
}

const ALL = Object.keys(ROUTE_GROUPS) as (keyof typeof ROUTE_GROUPS)[];

/** undefined: of another table, or of what is no link here. */
function eventOf(message: Message): IpEvent | undefined {
  switch (message.type) {
    case RTM.NEWLINK:
    case RTM.DELLINK: {
      const link = readChangedLink(message);
      return link && { name: message.type === RTM.NEWLINK ? 'newLink' : 'delLink', link };
    }
    case RTM.NEWADDR:
    case RTM.DELADDR: {
      const address = readAddress(message);
      return address && { name: message.type === RTM.NEWADDR ? 'newAddress' : 'delAddress', address };
    }
    case RTM.NEWROUTE:
    case RTM.DELROUTE: {
      const route = readRoute(message);
      return route && { name: message.type === RTM.NEWROUTE ? 'newRoute' : 'delRoute', route };
    }
    default:
      return undefined;
  }
}

/** Opens a socket of its own for changes of links, addresses and routes. */
export function openIpEvents(home: Home, options: IpEventOptions): Stream<IpEvent | OverrunEvent> {
  const { factory, netns, lifetime } = home;
  const { kinds = ALL, signal, limit = 4096 } = options;
  const groups = checkList('ip.events: kinds', kinds).flatMap(
    (kind) => ROUTE_GROUPS[checkName('ip.events: kinds', kind, ROUTE_GROUPS)],
  );
  return openFeed<IpEvent, Connection>({
    ...{ lifetime, signal, limit },
    open: () =>
      Connection.open(factory, { protocol: NETLINK_ROUTE, ...(netns === undefined ? {} : { netns }) }),
    async begin(connection, feed) {
      connection.onEvent((event) => {
        if (event.kind === 'overrun') feed.overrun();
        else if (event.kind === 'closed') feed.lost(event.error);
        else {
          const item = eventOf(event.message);
          if (item) feed.tell(item);
        }
      });
      for (const group of groups) await connection.join(group);
    },
  });
}
