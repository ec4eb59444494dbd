import { errnoNumber } from '../wire/errno.js';
import { VWifiError } from '../wire/errors.js';
import { type BindingSocket, binding } from './binding.js';
import { SocketError } from './error.js';
import { netnsPath } from './netns.js';
import type { NetlinkEvent, Netns } from './socket.js';

/** What passes by on an interface. It only listens. */
export interface PacketSocket extends AsyncDisposable {
  listen(listener: (event: NetlinkEvent) => void): void;
  close(): Promise<void>;
}

export interface PacketOptions {
  readonly interface: string;
  /** Only packets of this kind; on an nlmon device, of this netlink protocol. */
  readonly ethertype: number;
  readonly netns?: Netns | undefined;
}

const RECEIVE_BUFFER = 8 * 1024 * 1024;
const ENOBUFS = errnoNumber('ENOBUFS');

/** Opens a packet socket. Needs CAP_NET_RAW; rejects with SocketError (`ENODEV`: no such interface). */
export async function openPacketSocket(options: PacketOptions): Promise<PacketSocket> {
  const { interface: name, ethertype, netns } = options;
  if (name === '' || name.includes('\0'))
    throw new VWifiError('BAD_ARGUMENT', `packet socket: ${JSON.stringify(name)} is no interface`);
  const path = netns === undefined ? '' : netnsPath(netns);
  const { Socket } = binding();
  let socket: BindingSocket;
  try {
    socket = new Socket('packet', name, path, ethertype, RECEIVE_BUFFER);
  } catch (error) {
    const errno = (error as { errno?: unknown }).errno;
    if (typeof errno !== 'number') throw error;
    const hint = errno === errnoNumber('EPERM') ? 'run as root (CAP_NET_RAW)' : undefined;
    throw new SocketError(`packet socket on ${name}`, errno, hint);
  }
  const close = async (): Promise<void> => socket.close();
  return {
    listen(listener) {
      const errno = socket.listen((data, error) => {
        if (data) listener({ kind: 'data', data });
        else if (error === ENOBUFS) listener({ kind: 'overrun' });
        else if (error !== 0) {
          socket.close();
          listener({ kind: 'closed', error: new SocketError(`packet socket on ${name}`, error) });
        }
      });
      if (errno !== 0) throw new SocketError(`packet socket on ${name}`, errno);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
