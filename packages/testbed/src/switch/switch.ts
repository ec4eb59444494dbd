/**
 * The network between the guests of a laboratory: a switch that learns where an address is, as any does, and that can
 * lose, delay and record what goes through it. It lives in the laboratory's daemon and needs no root.
 */
import { DelayLine } from './delay-line.js';
import { type Faults, NO_FAULTS, type Port, type PortCounters } from './port.js';
import { seededRandom } from './random.js';
import { realTime, type Timing } from './timing.js';

const HEADER_BYTES = 14;
/** Addresses that are remembered; a guest that makes them up gets its frames everywhere, and no more memory. */
const KNOWN_LIMIT = 4096;
/** Frames of one port that wait for their time. */
const DELAYED_LIMIT = 10_000;

/** Told of every frame that comes in, when (nanoseconds since 1970), and whether it was lost on purpose. */
export type Tap = (port: string, frame: Uint8Array, time: bigint, lost: boolean) => void;

interface Socket {
  readonly name: string;
  port: Port | undefined;
  /** The card's machine stands still: it takes nothing. */
  still: boolean;
  faults: Faults;
  readonly line: DelayLine<Buffer>;
  readonly count: {
    framesIn: number;
    bytesIn: number;
    framesOut: number;
    bytesOut: number;
    lost: number;
    overrun: number;
  };
}

export class Switch {
  readonly #sockets = new Map<string, Socket>();
  /** Where an address was last seen. */
  readonly #known = new Map<string, Socket>();
  readonly #random: () => number;
  #tap: Tap | undefined;

  readonly #timing: Timing;

  constructor(options: { readonly seed?: number | undefined; readonly timing?: Timing | undefined } = {}) {
    this.#timing = options.timing ?? realTime;
    this.#random = seededRandom(options.seed ?? 0);
  }

  /** Plugs a card in. A card of the same name is unplugged; what is set and counted for the name stays. */
  plug(port: Port): void {
    const socket = this.#socket(port.name);
    this.unplug(port.name);
    socket.port = port;
    socket.still = false;
    port.listen((frame) => {
      if (socket.port === port) this.#take(socket, frame);
    });
  }

  unplug(name: string): void {
    const socket = this.#sockets.get(name);
    if (!socket?.port) return;
    socket.port.close();
    socket.port = undefined;
    socket.line.close();
    for (const [address, at] of this.#known) if (at === socket) this.#known.delete(address);
  }

  /**
   * Says that the machine of a card stands still, or goes on. A radio hears nothing in between: without this, what was
   * sent to it would wait in its cable, and be answered as if it were new.
   */
  setStill(name: string, still: boolean): void {
    this.#socket(name).still = still;
  }

  /** Sets what becomes of the frames that these ports send; of all, where none is named. */
  setFaults(faults: Partial<Faults>, names: readonly string[] = [...this.#sockets.keys()]): void {
    for (const name of names) {
      const socket = this.#socket(name);
      socket.faults = { ...socket.faults, ...faults };
    }
  }

  /** Who is told of every frame; nobody, when left out. */
  tap(tap?: Tap): void {
    this.#tap = tap;
  }

  get ports(): readonly PortCounters[] {
    return [...this.#sockets.values()].map(({ name, port, faults, count }) => ({
      ...{ name, plugged: port !== undefined },
      ...faults,
      ...count,
    }));
  }

  close(): void {
    for (const name of this.#sockets.keys()) this.unplug(name);
    this.#tap = undefined;
  }

  #socket(name: string): Socket {
    const known = this.#sockets.get(name);
    if (known) return known;
    const count = { framesIn: 0, bytesIn: 0, framesOut: 0, bytesOut: 0, lost: 0, overrun: 0 };
    const line = new DelayLine<Buffer>((frame) => this.#forward(socket, frame), DELAYED_LIMIT, this.#timing);
    const socket: Socket = { name, port: undefined, still: false, faults: NO_FAULTS, line, count };
    this.#sockets.set(name, socket);
    return socket;
  }

  #take(from: Socket, frame: Buffer): void {
    if (frame.length < HEADER_BYTES) return;
    from.count.framesIn += 1;
    from.count.bytesIn += frame.length;
    const { loss, delayMs } = from.faults;
    // Asked for every frame, so that the choices repeat for a seed whatever was set in between.
    const lost = this.#random() < loss;
    this.#tap?.(from.name, frame, this.#timing.wall(), lost);
    if (lost || !from.line.push(frame, delayMs)) from.count.lost += 1;
  }

  #forward(from: Socket, frame: Buffer): void {
    this.#learn(from, frame);
    const group = ((frame[0] ?? 0) & 1) === 1;
    const to = group ? undefined : this.#known.get(frame.toString('latin1', 0, 6));
    if (to) {
      if (to !== from) handOver(to, frame);
      return;
    }
    for (const socket of this.#sockets.values()) if (socket !== from) handOver(socket, frame);
  }

  #learn(from: Socket, frame: Buffer): void {
    if (((frame[6] ?? 0) & 1) === 1) return;
    const address = frame.toString('latin1', 6, 12);
    if (this.#known.get(address) === from) return;
    if (this.#known.size < KNOWN_LIMIT || this.#known.has(address)) this.#known.set(address, from);
  }
}

function handOver(to: Socket, frame: Buffer): void {
  if (!to.port) return;
  if (to.still || !to.port.send(frame)) {
    to.count.overrun += 1;
    return;
  }
  to.count.framesOut += 1;
  to.count.bytesOut += frame.length;
}
