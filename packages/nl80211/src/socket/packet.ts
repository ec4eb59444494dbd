import { errnoNumber } from '../wire/errno.js';
import { VWifiError } from '../wire/errors.js';
import { type BindingListener, type BindingSocket, binding } from './binding.js';
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

/** A frame that an interface heard, or the end. */
export type AirEvent =
  | {
      readonly kind: 'data';
      readonly data: Uint8Array;
      /** Nanoseconds since 1970. */
      readonly time: bigint;
      /** How many frames the full buffer has cost so far. */
      readonly lost: number;
    }
  | { readonly kind: 'closed'; readonly error: Error };

/** Frames as they are on the air, in and out, of a monitor interface. What this kernel sends by it does not come back. */
export interface AirSocket extends AsyncDisposable {
  /** The one listener. */
  listen(listener: (event: AirEvent) => void): void;
  /** Leaves what is heard to the kernel's buffer, or goes on. When that is full, the kernel counts what it loses. */
  pause(paused: boolean): void;
  /** Sends a frame, a radiotap header in front. Rejects with SocketError. */
  send(frame: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

export interface AirSocketOptions {
  readonly interface: string;
  readonly netns?: Netns | undefined;
  /** A program of classic BPF, as the kernel takes it; empty for everything. */
  readonly filter: Uint8Array;
  /** The kernel's buffer, in octets; 8 MiB when left out. */
  readonly receiveBuffer?: number | undefined;
}

/** Opens such a socket: what a machine offers beside netlink sockets. */
export type AirSocketFactory = (options: AirSocketOptions) => Promise<AirSocket>;

const RECEIVE_BUFFER = 8 * 1024 * 1024;
const ENOBUFS = errnoNumber('ENOBUFS');
const ALL_KINDS = 3;

type Open = PacketOptions & Partial<Pick<AirSocketOptions, 'filter' | 'receiveBuffer'>>;

function open({
  interface: name,
  ethertype,
  netns,
  filter,
  receiveBuffer = RECEIVE_BUFFER,
}: Open): BindingSocket {
  if (name === '' || name.includes('\0'))
    throw new VWifiError('BAD_ARGUMENT', `packet socket: ${JSON.stringify(name)} is no interface`);
  const path = netns === undefined ? '' : netnsPath(netns);
  const { Socket } = binding();
  try {
    return new Socket('packet', name, path, ethertype, receiveBuffer, filter);
  } catch (error) {
    const errno = (error as { errno?: unknown }).errno;
    if (typeof errno !== 'number') throw error;
    const hint = errno === errnoNumber('EPERM') ? 'run as root (CAP_NET_RAW)' : undefined;
    throw new SocketError(`packet socket on ${name}`, errno, hint);
  }
}

function listen(socket: BindingSocket, name: string, listener: BindingListener): void {
  const errno = socket.listen(listener);
  if (errno !== 0) throw new SocketError(`packet socket on ${name}`, errno);
}

/** Opens a packet socket. Needs CAP_NET_RAW; rejects with SocketError (`ENODEV`: no such interface). */
export async function openPacketSocket(options: PacketOptions): Promise<PacketSocket> {
  const { interface: name } = options;
  const socket = open(options);
  const close = async (): Promise<void> => socket.close();
  return {
    listen: (listener) =>
      listen(socket, name, (data, error) => {
        if (data) listener({ kind: 'data', data });
        else if (error === ENOBUFS) listener({ kind: 'overrun' });
        else if (error !== 0) {
          socket.close();
          listener({ kind: 'closed', error: new SocketError(`packet socket on ${name}`, error) });
        }
      }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function wentAway(name: string, errno: number): Error {
  const gone = errno === errnoNumber('ENETDOWN') || errno === errnoNumber('ENXIO');
  return gone
    ? new VWifiError('NO_INTERFACE', `capture on ${name}: it was switched off, or has gone`)
    : new SocketError(`capture on ${name}`, errno);
}

/** Sockets of this kernel. Needs CAP_NET_RAW; rejects with SocketError (`ENODEV`: no such interface). */
export const nativeAir: AirSocketFactory = async (options) => {
  const { interface: name } = options;
  const socket = open({ ...options, ethertype: ALL_KINDS });
  // A frame that is longer than any frame is (ENOBUFS without octets) is one of those that are lost.
  let tooLong = 0;
  const close = async (): Promise<void> => socket.close();
  return {
    listen: (listener) =>
      listen(socket, name, (data, error, _writable, time = 0n, lost = 0) => {
        if (data) listener({ kind: 'data', data, time, lost: lost + tooLong });
        else if (error === ENOBUFS) tooLong++;
        else if (error !== 0) {
          socket.close();
          listener({ kind: 'closed', error: wentAway(name, error) });
        }
      }),
    pause: (paused) => void socket.pause(paused),
    async send(frame) {
      const errno = socket.send(frame);
      if (errno !== 0) throw new SocketError(`inject on ${name}`, errno);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
};
