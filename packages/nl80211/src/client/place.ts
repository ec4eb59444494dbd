import type { Lifetime } from '../genl/lifetime.js';
import type { AirSocketFactory } from '../socket/packet.js';
import type { NetlinkSocketFactory, Netns } from '../socket/socket.js';

/** Where a client opens its sockets, and whose end is theirs. */
export interface Home {
  readonly factory: NetlinkSocketFactory;
  readonly netns: Netns | undefined;
  /** What hears the air there; undefined where nothing does. */
  readonly air: AirSocketFactory | undefined;
  readonly lifetime: Lifetime;
}

/** Where the verbs of an interface happen. */
export interface Place extends Home {
  readonly ifindex: number;
  /** As the interface was said, for errors. */
  readonly target: string;
}
