import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errnoNumber } from '../wire/errno.js';
import { VWifiError } from '../wire/errors.js';
import { type BindingSocket, binding } from './binding.js';
import { closedError, SocketError } from './error.js';

/** A connected Unix datagram socket, for instance to the control interface of hostapd or wpa_supplicant. */
export interface UnixDatagram extends AsyncDisposable {
  /** The socket's own address, a file that `close()` removes. */
  readonly localPath: string;
  /** Sends one datagram; waits while the peer's queue is full. Rejects with SocketError (`ECONNREFUSED`: the peer is gone). */
  send(data: Uint8Array): Promise<void>;
  /** The one listener. Datagrams come in order; those that came before it are kept by the system. */
  listen(listener: (data: Uint8Array) => void): void;
  /** Resolves when the socket is closed, by its owner or by trouble. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** sun_path holds 107 characters and a zero. */
const PATH_LIMIT = 107;
const EAGAIN = errnoNumber('EAGAIN');

/** Addresses of open sockets, removed when the process exits without having closed them. */
const openAddresses = new Set<string>();

function removeAtExit(path: string): void {
  if (openAddresses.size === 0) process.on('exit', removeAll);
  openAddresses.add(path);
}

function removeAll(): void {
  for (const path of openAddresses) rmSync(path, { force: true });
}

function remove(path: string): void {
  rmSync(path, { force: true });
  openAddresses.delete(path);
  if (openAddresses.size === 0) process.off('exit', removeAll);
}

class NativeDatagram implements UnixDatagram {
  readonly closed: Promise<void>;
  private open = true;
  private resolveClosed: () => void = () => {};
  private listener: ((data: Uint8Array) => void) | undefined;
  /** Datagrams that came before listen(); the socket is read from the start, to learn of its end. */
  private early: Uint8Array[] = [];
  private waiting: { data: Uint8Array; resolve: () => void; reject: (error: Error) => void }[] = [];

  constructor(
    private readonly binding: BindingSocket,
    readonly localPath: string,
    private readonly remotePath: string,
  ) {
    this.closed = new Promise((resolve) => {
      this.resolveClosed = resolve;
    });
    const errno = binding.listen((data, error, writable) => {
      if (data) this.receive(data);
      else if (writable) this.flush();
      else if (error !== 0) this.end();
    });
    if (errno !== 0) throw new SocketError(`unix datagram ${remotePath}`, errno);
  }

  listen(listener: (data: Uint8Array) => void): void {
    this.listener = listener;
    const early = this.early;
    this.early = [];
    for (const data of early) listener(data);
  }

  send(data: Uint8Array): Promise<void> {
    if (!this.open) return Promise.reject(closedError(`unix datagram ${this.remotePath}`));
    return new Promise((resolve, reject) => {
      this.waiting.push({ data, resolve, reject });
      if (this.waiting.length === 1) this.flush();
    });
  }

  async close(): Promise<void> {
    this.end();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private receive(data: Uint8Array): void {
    if (this.listener) this.listener(data);
    else this.early.push(data);
  }

  private flush(): void {
    for (let next = this.waiting[0]; next; next = this.waiting[0]) {
      const errno = this.binding.send(next.data);
      if (errno === EAGAIN) {
        this.binding.wantWritable(true);
        return;
      }
      this.waiting.shift();
      if (errno === 0) next.resolve();
      else next.reject(new SocketError(`unix datagram send to ${this.remotePath}`, errno, sendHint(errno)));
    }
  }

  private end(): void {
    if (!this.open) return;
    this.open = false;
    this.binding.close();
    remove(this.localPath);
    for (const { reject } of this.waiting.splice(0)) reject(closedError(`unix datagram ${this.remotePath}`));
    this.resolveClosed();
  }
}

function sendHint(errno: number): string | undefined {
  return errno === errnoNumber('ECONNREFUSED') ? 'the program that listened there has ended' : undefined;
}

function checkPath(path: string): void {
  if (path !== '' && !path.includes('\0') && Buffer.byteLength(path) <= PATH_LIMIT) return;
  throw new VWifiError(
    'BAD_ARGUMENT',
    `unix datagram ${JSON.stringify(path)}: a socket path has 1 to ${PATH_LIMIT} bytes and no zero byte`,
  );
}

/** A socket of the addon's at `local`: connected to `remote`, or without a peer, for all who write to it. */
export function bindUnix(local: string, remote?: string): BindingSocket {
  const path = remote ?? local;
  for (const each of [path, local]) checkPath(each);
  const { Socket } = binding();
  try {
    return new Socket('unix', local, remote ?? '');
  } catch (error) {
    const errno = (error as { errno?: unknown }).errno;
    if (typeof errno !== 'number') throw error;
    throw new SocketError(
      `unix datagram ${path}`,
      errno,
      remote === undefined ? undefined : connectHint(errno),
    );
  }
}

/**
 * Connects to a Unix datagram socket. The peer answers to the sender's address, so this side binds to a file of its own
 * in the system's temporary folder (a path, because abstract addresses end at the border of a network namespace).
 * Rejects with SocketError: `ENOENT` or `ECONNREFUSED` when nobody listens at the path, `EACCES` when not allowed.
 */
export async function openUnixDatagram(path: string): Promise<UnixDatagram> {
  const local = join(tmpdir(), `vwifi-${process.pid}-${randomBytes(6).toString('hex')}`);
  const socket = bindUnix(local, path);
  removeAtExit(local);
  return new NativeDatagram(socket, local, path);
}

function connectHint(errno: number): string | undefined {
  if (errno === errnoNumber('ENOENT') || errno === errnoNumber('ECONNREFUSED'))
    return 'is the daemon running?';
  if (errno === errnoNumber('EACCES') || errno === errnoNumber('EPERM'))
    return 'run as the user who owns it, or as root';
  return undefined;
}
