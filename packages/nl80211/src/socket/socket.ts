/**
 * The one interface between everything that speaks netlink and whatever carries the bytes.
 *
 * Implementations: native (the addon), fake (a function from request to replies), replay (a capture),
 * remote (a socket in a guest, through the laboratory's agent).
 */

/** A network namespace: by name (`/run/netns/<name>`), by path, by process id, or by a descriptor that this process has open. */
export type Netns = string | { readonly path: string } | { readonly pid: number } | { readonly fd: number };

/** What arrives on a socket: a datagram of one or more netlink messages, or trouble. */
export type NetlinkEvent =
  | { readonly kind: 'data'; readonly data: Uint8Array }
  /** The kernel dropped messages because the socket's buffer was full (ENOBUFS). The socket lives on. */
  | { readonly kind: 'overrun' }
  /** The socket is gone: closed by its owner, or its carrier was lost. Nothing follows. */
  | { readonly kind: 'closed'; readonly error?: Error };

export interface NetlinkSocket extends AsyncDisposable {
  /** The socket's own address (nlmsg_pid), unique in its namespace. */
  readonly portId: number;
  /** Sends one or more whole netlink messages, headers included, as one datagram. Rejects with the system's errno code. */
  send(message: Uint8Array): Promise<void>;
  /** Joins or leaves a multicast group, by its number (NETLINK_ADD_MEMBERSHIP). */
  join(group: number): Promise<void>;
  leave(group: number): Promise<void>;
  /** The one listener; set before the first send. Events come in order. */
  listen(listener: (event: NetlinkEvent) => void): void;
  /** Somebody waits until this is settled, for an event. A machine whose time stands still lets it pass meanwhile. */
  waiting?(until: Promise<unknown>): void;
  close(): Promise<void>;
}

export interface NetlinkSocketOptions {
  /** The netlink protocol, for instance 16 (NETLINK_GENERIC) or 0 (NETLINK_ROUTE). */
  readonly protocol: number;
  /** The namespace that the socket lives in; the caller's own when left out. */
  readonly netns?: Netns;
  /** Receive buffer in bytes (SO_RCVBUFFORCE where allowed). */
  readonly receiveBuffer?: number;
}

/** Opens a socket: what a machine offers and a client takes. */
export type NetlinkSocketFactory = (options: NetlinkSocketOptions) => Promise<NetlinkSocket>;
