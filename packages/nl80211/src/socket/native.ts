import { errnoNumber } from '../wire/errno.js';
import { VWifiError } from '../wire/errors.js';
import { type BindingSocket, binding } from './binding.js';
import { closedError, SocketError } from './error.js';
import { netnsPath } from './netns.js';
import type { NetlinkEvent, NetlinkSocket, NetlinkSocketOptions } from './socket.js';

/** Room for a burst of events while the event loop is busy; the kernel's default of 208 KiB holds a few hundred. */
const RECEIVE_BUFFER = 2 * 1024 * 1024;
const ENOBUFS = errnoNumber('ENOBUFS');
const EAGAIN = errnoNumber('EAGAIN');

interface OpenError extends Error {
  readonly errno: number;
}

/** By its shape: the addon's errors may come from another realm than this module. */
function isOpenError(error: unknown): error is OpenError {
  return typeof (error as { errno?: unknown } | null)?.errno === 'number';
}

class NativeSocket implements NetlinkSocket {
  private listener: ((event: NetlinkEvent) => void) | undefined;
  private open = true;

  constructor(private readonly binding: BindingSocket) {}

  get portId(): number {
    return this.binding.portId;
  }

  listen(listener: (event: NetlinkEvent) => void): void {
    const first = this.listener === undefined;
    this.listener = listener;
    if (!first) return;
    const errno = this.binding.listen((data, error) => {
      if (data) this.listener?.({ kind: 'data', data });
      else if (error === ENOBUFS) this.listener?.({ kind: 'overrun' });
      else if (error !== 0) this.end(new SocketError('netlink receive', error));
    });
    if (errno !== 0) throw new SocketError('netlink listen', errno);
  }

  async send(message: Uint8Array): Promise<void> {
    this.check('netlink send');
    const errno = this.binding.send(message);
    if (errno === 0) return;
    throw new SocketError(
      'netlink send',
      errno,
      errno === EAGAIN ? 'the receiver is busy; try again' : undefined,
    );
  }

  async join(group: number): Promise<void> {
    this.membership(group, true);
  }

  async leave(group: number): Promise<void> {
    this.membership(group, false);
  }

  async close(): Promise<void> {
    this.end();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private membership(group: number, join: boolean): void {
    const what = `netlink ${join ? 'join' : 'leave'} group ${group}`;
    this.check(what);
    const errno = this.binding.membership(group, join);
    if (errno !== 0) throw new SocketError(what, errno);
  }

  private check(what: string): void {
    if (!this.open) throw closedError(what);
  }

  private end(error?: Error): void {
    if (!this.open) return;
    this.open = false;
    this.binding.close();
    this.listener?.(error ? { kind: 'closed', error } : { kind: 'closed' });
  }
}

/**
 * Opens a netlink socket of this kernel, in the given network namespace, without leaving it behind in the caller.
 * Entering another namespace needs CAP_SYS_ADMIN. Rejects with SocketError (`ENOENT`: no such namespace;
 * `EPERM`: not allowed to enter it) or VWifiError `NO_ADDON`.
 */
export async function nativeSocket(options: NetlinkSocketOptions): Promise<NetlinkSocket> {
  const { protocol, netns, receiveBuffer = RECEIVE_BUFFER } = options;
  if (!Number.isInteger(protocol) || protocol < 0 || protocol > 31) {
    throw new VWifiError('BAD_ARGUMENT', `netlink open: protocol ${protocol} is not an integer from 0 to 31`);
  }
  const path = netns === undefined ? '' : netnsPath(netns);
  const { Socket } = binding();
  try {
    return new NativeSocket(new Socket('netlink', protocol, path, receiveBuffer));
  } catch (error) {
    if (!isOpenError(error)) throw error;
    const where = path === '' ? '' : ` in namespace ${path}`;
    throw new SocketError(
      `netlink open protocol ${protocol}${where}`,
      error.errno,
      openHint(error.errno, path),
    );
  }
}

function openHint(errno: number, path: string): string | undefined {
  if (errno === errnoNumber('EMFILE')) return 'raise the limit of open files: ulimit -n';
  if (path === '') return undefined;
  if (errno === EAGAIN) return 'no thread to enter it with; raise the limit of processes: ulimit -u';
  if (errno === errnoNumber('ENOENT')) return 'create it first: ip netns add NAME';
  if (errno === errnoNumber('EPERM'))
    return 'entering a namespace needs root (CAP_SYS_ADMIN) where it was made';
  if (errno === errnoNumber('EINVAL')) return 'that file is not a network namespace';
  return undefined;
}
