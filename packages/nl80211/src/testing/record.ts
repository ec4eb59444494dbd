import type { NetlinkEvent, NetlinkSocket, NetlinkSocketFactory } from '../socket/socket.js';
import { type CaptureLine, formatCapture } from './capture.js';

export interface Recording {
  /** Sockets that do what the original's do, and write it down. */
  readonly socket: NetlinkSocketFactory;
  readonly lines: readonly CaptureLine[];
  /** The capture as text, for a file and for replay(). */
  text(): string;
}

/** Records all that passes through the sockets of a factory. */
export function record(factory: NetlinkSocketFactory): Recording {
  const lines: CaptureLine[] = [];
  const opened = { count: 0 };
  return {
    lines,
    text: () => formatCapture(lines),
    async socket(options) {
      // Several sockets count their messages alike: the name tells them apart, for the eye.
      const name = `SOCKET${++opened.count}`;
      return recording(await factory(options), name, lines);
    },
  };
}

function recording(socket: NetlinkSocket, name: string, lines: CaptureLine[]): NetlinkSocket {
  return {
    portId: socket.portId,
    send(data) {
      lines.push({ direction: 'TX', name, data: data.slice() });
      return socket.send(data);
    },
    join: (group) => socket.join(group),
    leave: (group) => socket.leave(group),
    listen(listener: (event: NetlinkEvent) => void) {
      socket.listen((event) => {
        if (event.kind === 'data') lines.push({ direction: 'RX', name, data: event.data.slice() });
        listener(event);
      });
    },
    close: () => socket.close(),
    [Symbol.asyncDispose]: () => socket.close(),
  };
}
