import { type BindingSocket, binding } from './binding.js';
import { SocketError } from './error.js';

/** One end of a pair of connected datagram sockets; the other one is for a process to inherit. No path leads to it. */
export interface DatagramPair extends Disposable {
  /** Descriptor of the other end, for `stdio` of `child_process.spawn`. */
  readonly peer: number;
  /** To be called when the process has been started: the other end is its alone then. */
  releasePeer(): void;
  /** Sends one datagram, or tells by false that there is no room, or nobody at the other end. */
  send(data: Uint8Array): boolean;
  /** The one listener. Datagrams that came before it are kept by the system. */
  listen(listener: (data: Buffer) => void): void;
  close(): void;
}

class NativePair implements DatagramPair {
  readonly peer: number;

  constructor(private readonly socket: BindingSocket) {
    this.peer = socket.peer;
  }

  releasePeer(): void {
    this.socket.releasePeer();
  }

  send(data: Uint8Array): boolean {
    return this.socket.send(data) === 0;
  }

  listen(listener: (data: Buffer) => void): void {
    // The other end's going away is its owner's to notice, by the end of the process.
    const errno = this.socket.listen((data) => {
      if (data && data.length > 0) listener(data as Buffer);
    });
    if (errno !== 0) throw new SocketError('datagram pair', errno);
  }

  close(): void {
    this.socket.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** Makes a pair of sockets. Rejects with NO_ADDON, or with SocketError (`EMFILE`: too many files are open). */
export function openDatagramPair(): DatagramPair {
  const { Socket } = binding();
  try {
    return new NativePair(new Socket('pair'));
  } catch (error) {
    const errno = (error as { errno?: unknown }).errno;
    if (typeof errno !== 'number') throw error;
    throw new SocketError('datagram pair', errno, 'raise the limit of open files: ulimit -n');
  }
}
