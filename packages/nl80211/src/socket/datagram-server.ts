import { rmSync } from 'node:fs';
import { bindUnix } from './datagram.js';

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

/**
 * Listens at a path, which may not be there yet; `close()` removes it. `listener` is told of each datagram and the path of
 * its sender: who has none cannot be answered, and is not told of. Throws SocketError: `EADDRINUSE` where the path is taken.
 */
export function listenUnixDatagram(
  path: string,
  listener: (data: Uint8Array, from: string) => void,
): UnixDatagramServer {
  const socket = bindUnix(path);
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
