/** Sockets that only listen, each datagram with the time at which this process got it. */
import type { NetlinkEvent, NetlinkSocket } from '@vwifi/nl80211/netlink';
import type { Watched, WatchListener } from './machine.js';
import type { NativeSockets } from './native.js';

const NETLINK_GENERIC = 16;
const RECEIVE_BUFFER = 4 * 1024 * 1024;

/** Microseconds of CLOCK_MONOTONIC. */
const nowUs = (): number => Number(process.hrtime.bigint() / 1000n);

/** Listens until the signal; resolves when it does. */
export async function watchSockets(
  sockets: NativeSockets,
  what: Watched,
  listener: WatchListener,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const place = what.netns === undefined ? {} : { netns: what.netns };
  const take = (event: NetlinkEvent) => {
    if (event.kind === 'data') listener(nowUs(), event.data);
    else if (event.kind === 'overrun') listener(nowUs(), undefined);
  };
  const socket = await ('packetsOf' in what
    ? sockets.openPackets({ interface: what.packetsOf, ethertype: what.ethertype, ...place })
    : sockets.openNetlink({ protocol: NETLINK_GENERIC, receiveBuffer: RECEIVE_BUFFER, ...place }));
  let asking: NodeJS.Timeout | undefined;
  const close = () => {
    clearInterval(asking);
    void socket.close().catch(() => {});
  };
  try {
    socket.listen(take);
    if ('groups' in what) for (const group of what.groups) await (socket as NetlinkSocket).join(group);
    if ('asked' in what) {
      const request = Buffer.from(what.asked, 'hex');
      // What cannot be asked now may be later.
      const ask = () => void (socket as NetlinkSocket).send(request).catch(() => {});
      ask();
      asking = setInterval(ask, what.everyMs).unref();
    }
  } catch (error) {
    close();
    throw error;
  }
  if (signal.aborted) close();
  else signal.addEventListener('abort', close, { once: true });
}
