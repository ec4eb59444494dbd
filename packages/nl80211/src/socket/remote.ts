import { VWifiError } from '../wire/errors.js';
import type { NetlinkEvent, NetlinkSocket, NetlinkSocketFactory, NetlinkSocketOptions } from './socket.js';

/**
 * A netlink socket somewhere else, as whatever carries it sees it: an RPC to an agent in a guest, a pipe to a helper.
 * Calls reject with an error whose `code` is the errno's name.
 */
export interface RemoteChannel {
  /** The far socket's address. */
  readonly portId: number;
  send(message: Uint8Array): Promise<void>;
  join(group: number): Promise<void>;
  leave(group: number): Promise<void>;
  /** Called once, before anything is sent. */
  listen(listener: (event: NetlinkEvent) => void): void;
  close(): Promise<void>;
}

/** Makes a socket of a channel: it adds order (closed means closed) and nothing else. */
export function remoteSocket(channel: RemoteChannel): NetlinkSocket {
  let listener: (event: NetlinkEvent) => void = () => {};
  let early: NetlinkEvent[] | undefined = [];
  let open = true;
  const deliver = (event: NetlinkEvent): void => {
    if (!open) return;
    if (event.kind === 'closed') open = false;
    if (early) early.push(event);
    else listener(event);
  };
  const check = (): void => {
    if (!open)
      throw new VWifiError('CLOSED', 'remote socket: closed, or its carrier was lost; open a new one');
  };
  channel.listen(deliver);
  const close = async (): Promise<void> => {
    if (!open) return;
    deliver({ kind: 'closed' });
    await channel.close();
  };
  return {
    portId: channel.portId,
    async send(message) {
      check();
      await channel.send(message);
    },
    async join(group) {
      check();
      await channel.join(group);
    },
    async leave(group) {
      check();
      await channel.leave(group);
    },
    listen(next) {
      listener = next;
      const waiting = early ?? [];
      early = undefined;
      for (const event of waiting) next(event);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** A factory for `VWifi.open({ socket })` from something that opens channels. */
export function remoteSockets(
  open: (options: NetlinkSocketOptions) => Promise<RemoteChannel>,
): NetlinkSocketFactory {
  return async (options) => remoteSocket(await open(options));
}
