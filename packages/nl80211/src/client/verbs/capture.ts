import { type CaptureFilter, filterProgram, nothing } from '../../capture/filter.js';
import { type HeardFrame, hear } from '../../capture/heard.js';
import { Decryptor } from '../../decrypt/decryptor.js';
import type { Secret } from '../../decrypt/secret.js';
import { buildFrame, type FrameIn } from '../../frames/frame.js';
import { joined } from '../../frames/octets.js';
import { buildRadiotap } from '../../frames/radiotap.js';
import { RADIOTAP_TX_FLAGS, type RadiotapField } from '../../frames/radiotap-fields.js';
import { abortError } from '../../genl/abort.js';
import type { OverrunEvent } from '../../genl/stream.js';
import type { AirEvent, AirSocket } from '../../socket/packet.js';
import { badArgument, checkWhole } from '../check.js';
import type { Home } from '../place.js';
import type { InterfaceRef, VWifi } from '../vwifi.js';

export interface CaptureOptions extends CaptureFilter {
  /** Ends the capture. */
  readonly signal?: AbortSignal | undefined;
  /** Frames kept for a slow reader; 1024 when left out. Beyond them the kernel's buffer fills, then it counts losses. */
  readonly limit?: number;
  /** The kernel's buffer, in octets; 8 MiB when left out. */
  readonly bufferBytes?: number;
}

export interface InjectOptions {
  /** In Mbit/s, of rates before 802.11n; the radio's own choice when left out. */
  readonly rateMbps?: number;
  /** Nobody is to acknowledge it. */
  readonly noAck?: boolean;
  /** The sequence number in the frame is to be kept. */
  readonly keepSequence?: boolean;
  /** Other fields of the radiotap header. */
  readonly radiotap?: readonly RadiotapField[];
}

/** A place to listen at. */
interface Post {
  readonly name: string;
  /** Removes what was made. Never rejects. */
  leave(): Promise<void>;
}

const MOST_MONITORS = 100;

/** A monitor beside an interface, under the first name that is free. It goes with the client, whatever happens. */
async function monitorBeside(wifi: VWifi, radio: number, signal: AbortSignal | undefined): Promise<Post> {
  for (let number = 0; ; number++) {
    const name = `vwmon${number}`;
    try {
      const { index } = await wifi.phy(radio).create({ name, type: 'monitor', owned: true }, { signal });
      // Who removed it first took it along. Not by its name: the client may be on its way to its end.
      const leave = (): Promise<void> =>
        wifi.raw('delInterface', index === undefined ? {} : { ifindex: index }).then(
          () => {},
          () => {},
        );
      return { name, leave };
    } catch (error) {
      const taken =
        (error as { code?: string }).code === 'EEXIST' || (error as { code?: string }).code === 'ENFILE';
      if (!taken || number >= MOST_MONITORS) throw error;
    }
  }
}

async function postOf(wifi: VWifi, ref: InterfaceRef, signal: AbortSignal | undefined): Promise<Post> {
  const all = await wifi.interfaces({ signal });
  const asked = all.find(({ index, name }) => index === ref || name === ref);
  const found =
    asked ?? (await wifi.ip.links({ signal })).find(({ index, name }) => index === ref || name === ref);
  if (!found?.name) await wifi.interface(ref, { signal });
  const own = found?.name ?? String(ref);
  if (!asked || asked.type === 'monitor') return { name: own, leave: async () => {} };
  return monitorBeside(wifi, asked.radio, signal);
}

type Item = Extract<AirEvent, { kind: 'data' }>;
type Told = HeardFrame | OverrunEvent;

/** Frames of the air, as they come. Ends with `close()`, its signal, or its client. */
export class Capture implements AsyncIterableIterator<Told>, AsyncDisposable {
  private readonly decryptor = new Decryptor();
  private readonly items: Item[] = [];
  private readonly takers: { resolve(result: IteratorResult<Told>): void; reject(error: Error): void }[] = [];
  private paused = false;
  /** Losses that were told. */
  private told = 0;
  private ended: { error?: Error } | undefined;
  private closing: Promise<void> | undefined;
  private decrypts = false;

  /** Use `dev().capture()`. */
  constructor(
    /** What is listened to: a monitor interface. */
    readonly interfaceName: string,
    private readonly socket: AirSocket,
    private readonly limit: number,
    private readonly shut: () => Promise<void>,
  ) {
    socket.listen((event) => this.take(event));
  }

  /** Frames that were lost so far, for want of room: each time they are told of in an event `overrun`, too. */
  get lost(): number {
    return this.told;
  }

  /**
   * Opens what these keys sealed, from the next frame that is read: `plain`, `packets` and `handshake.verified` of a frame.
   * Each association has keys of its own: its handshake has to be heard. Throws VWifiError `BAD_ARGUMENT`.
   */
  decrypt(...secrets: readonly Secret[]): this {
    for (const secret of secrets) this.decryptor.add(secret);
    this.decrypts = true;
    return this;
  }

  /** Sends a frame as it is, by the interface that is listened to. Rejects with SocketError, EncodeError. */
  async inject(frame: FrameIn | Uint8Array, options: InjectOptions = {}): Promise<void> {
    const { rateMbps, noAck, keepSequence, radiotap = [] } = options;
    const { noAck: NO_ACK, noSequence } = RADIOTAP_TX_FLAGS;
    const bits = (noAck ? NO_ACK : 0) | (keepSequence ? noSequence : 0);
    const fields: RadiotapField[] = [
      ...(rateMbps === undefined ? [] : [{ name: 'rate', mbps: rateMbps } as const]),
      ...(bits ? [{ name: 'txFlags', bits } as const] : []),
      ...radiotap,
    ];
    const octets = frame instanceof Uint8Array ? frame : buildFrame(frame);
    await this.socket.send(joined(buildRadiotap(fields), octets));
  }

  next(): Promise<IteratorResult<Told>> {
    const [item] = this.items;
    if (item) return Promise.resolve({ done: false, value: this.read(item) });
    if (this.ended) {
      const { error } = this.ended;
      // It is told once.
      this.ended = {};
      return error ? Promise.reject(error) : Promise.resolve({ done: true, value: undefined });
    }
    return new Promise((resolve, reject) => {
      this.takers.push({ resolve, reject });
    });
  }

  async return(): Promise<IteratorResult<Told>> {
    this.items.length = 0;
    await this.close();
    return { done: true, value: undefined };
  }

  /** Never rejects. What was heard before may still be read. */
  close(): Promise<void> {
    this.end();
    this.closing ??= this.shut();
    return this.closing;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private take(event: AirEvent): void {
    if (event.kind === 'closed') {
      this.end(event.error);
      void this.close();
      return;
    }
    if (this.ended) return;
    this.items.push(event);
    for (let taker = this.takers.shift(); taker; taker = this.takers.shift()) {
      const [item] = this.items;
      if (!item) {
        this.takers.unshift(taker);
        break;
      }
      taker.resolve({ done: false, value: this.read(item) });
    }
    if (this.items.length >= this.limit) this.pause(true);
  }

  /** What a kept item tells: of losses before it first, and then of itself. */
  private read(item: Item): Told {
    if (item.lost > this.told) {
      const lost = item.lost - this.told;
      this.told = item.lost;
      return { name: 'overrun', lost };
    }
    this.items.shift();
    if (this.items.length <= this.limit / 2) this.pause(false);
    return hear(item.data, item.time, this.decrypts ? this.decryptor : undefined);
  }

  private pause(paused: boolean): void {
    if (this.paused === paused || this.ended) return;
    this.paused = paused;
    this.socket.pause(paused);
  }

  private end(error?: Error): void {
    if (this.ended) return;
    // Who waits is told; nobody is, later.
    this.ended = error && this.takers.length === 0 ? { error } : {};
    for (const { resolve, reject } of this.takers.splice(0)) {
      if (error) reject(error);
      else resolve({ done: true, value: undefined });
    }
  }
}

/** Listens at an interface. Resolves when every frame from then on is heard. */
export async function openCapture(
  wifi: VWifi,
  home: Home,
  ref: InterfaceRef,
  options: CaptureOptions & { readonly sendOnly?: boolean },
): Promise<Capture> {
  const { signal, limit = 1024, bufferBytes, sendOnly } = options;
  const { air, netns, lifetime } = home;
  checkWhole('capture: limit', limit, 1, 1 << 24);
  if (bufferBytes !== undefined) checkWhole('capture: bufferBytes', bufferBytes, 1, 1 << 30);
  const filter = sendOnly ? nothing() : filterProgram(options);
  if (!air)
    throw badArgument(
      `capture ${ref}`,
      'this client has sockets of its own, which carry no frames; open one in that kernel, or give it { air }',
    );
  lifetime.check(`capture ${ref}`);
  if (signal?.aborted) throw abortError(`capture ${ref}`, signal);
  const post = await postOf(wifi, ref, signal);
  let socket: AirSocket | undefined;
  try {
    await wifi.dev(post.name).up({ signal });
    socket = await air({ interface: post.name, netns, filter, receiveBuffer: bufferBytes });
    if (signal?.aborted) throw abortError(`capture ${ref}`, signal);
    lifetime.check(`capture ${ref}`);
  } catch (error) {
    await socket?.close();
    await post.leave();
    throw error;
  }
  const opened = socket;
  const shut = async (): Promise<void> => {
    signal?.removeEventListener('abort', onAbort);
    await opened.close();
    await post.leave();
    leave();
  };
  const capture = new Capture(post.name, opened, limit, shut);
  const onAbort = (): void => void capture.close();
  const leave = lifetime.add(`capture ${ref}`, () => capture.close());
  signal?.addEventListener('abort', onAbort, { once: true });
  return capture;
}
