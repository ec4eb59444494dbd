import type { AirEvent, AirSocketFactory } from '../socket/packet.js';
import { runFilter } from './bpf.js';

/** A frame that a program injected: the interface, and all its octets. */
export interface Injected {
  readonly interface: string;
  readonly octets: Uint8Array;
}

interface Listener {
  readonly interface: string;
  readonly filter: Uint8Array;
  readonly room: number;
  tell: ((event: AirEvent) => void) | undefined;
  paused: boolean;
  readonly kept: Extract<AirEvent, { kind: 'data' }>[];
  lost: number;
}

const ROOM = 8 * 1024 * 1024;

/** An air of your own, for `VWifi.open({ socket, air })`: filters, pauses and full buffers as a kernel has them. */
export class FakeAir {
  readonly injected: Injected[] = [];
  private readonly listeners = new Set<Listener>();

  readonly open: AirSocketFactory = async ({ interface: name, filter, receiveBuffer: room = ROOM }) => {
    const listener: Listener = {
      interface: name,
      filter,
      room,
      tell: undefined,
      paused: false,
      kept: [],
      lost: 0,
    };
    this.listeners.add(listener);
    const close = async (): Promise<void> => void this.listeners.delete(listener);
    return {
      listen(tell) {
        listener.tell = tell;
        drain(listener);
      },
      pause(paused) {
        listener.paused = paused;
        drain(listener);
      },
      send: async (octets) => void this.injected.push({ interface: name, octets }),
      close,
      [Symbol.asyncDispose]: close,
    };
  };

  /** How many sockets are open. */
  get openSockets(): number {
    return this.listeners.size;
  }

  /** An interface hears a frame, a radiotap header in front. */
  hear(name: string, data: Uint8Array, time = 0n): void {
    for (const listener of this.listeners) {
      if (listener.interface !== name || runFilter(listener.filter, data) === 0) continue;
      const held = listener.kept.reduce((sum, each) => sum + each.data.length, 0);
      if (held + data.length > listener.room) listener.lost++;
      else listener.kept.push({ kind: 'data', data, time, lost: listener.lost });
      drain(listener);
    }
  }

  /** An interface goes. */
  remove(name: string, error: Error): void {
    for (const listener of this.listeners)
      if (listener.interface === name) listener.tell?.({ kind: 'closed', error });
  }
}

function drain(listener: Listener): void {
  // Who is told may pause.
  for (let [event] = listener.kept; event && listener.tell && !listener.paused; [event] = listener.kept) {
    listener.kept.shift();
    listener.tell(event);
  }
}
