import { rmSync } from 'node:fs';
import { VWifiError } from '../wire/errors.js';
import { type BindingSocket, binding } from './binding.js';
import { SocketError } from './error.js';

/** A Unix datagram socket that others write to, for instance the control interface of a daemon. */
export interface UnixDatagramServer extends AsyncDisposable {
  readonly path: string;
  /**
   * Sends one datagram to who has written. Returns the number of the error, 0 when it is sent: a peer that does not read
   * (`EAGAIN`), or is gone (`ECONNREFUSED`, `ENOENT`), keeps nobody waiting.
   */
  send(data: Uint8Array, to: string): number;
  close(): Promise<void>;
}

/** sun_path holds 107 characters and a zero. */
const PATH_LIMIT = 107;

/**
 * Listens at a path, which may not be there yet; `close()` removes it. `listener` is told of each datagram and the path of
 * its sender: who has none cannot be answered, and is not told of. Throws SocketError: `EADDRINUSE` where the path is taken.
 */
export function listenUnixDatagram(
  path: string,
  listener: (data: Uint8Array, from: string) => void,
): UnixDatagramServer {
  if (path === '' || path.includes('\0') || Buffer.byteLength(path) > PATH_LIMIT)
    throw new VWifiError(
      'BAD_ARGUMENT',
      `unix datagram ${JSON.stringify(path)}: a socket path has 1 to ${PATH_LIMIT} bytes and no zero byte`,
    );
  const { Socket } = binding();
  let socket: BindingSocket;
  try {
    socket = new Socket('unix', path, '');
  } catch (error) {
    const errno = (error as { errno?: unknown }).errno;
    throw typeof errno === 'number' ? new SocketError(`unix datagram ${path}`, errno) : error;
  }
  const close = async (): Promise<void> => {
    socket.close();
    rmSync(path, { force: true });
  };
  socket.listen((data, _errno, _writable, _time, _lost, from = '') => {
    if (data && from !== '') listener(data, from);
  });
  return {
    path,
    send: (data, to) => socket.send(data, to),
    close,
    [Symbol.asyncDispose]: close,
  };
}
