import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { errorCode, errorMessage, TestbedError } from '../errors.js';
import { ClientCall, type JsonObject, type RpcMethods, ServerCall } from './call.js';
import type { Channel, Wire } from './channel.js';
import { encodeHeader, type Frame, FrameDecoder, FrameType, PROTOCOL_VERSION } from './frame.js';
import type { Json } from './json.js';

const MAX_CALLS = 4096;

export interface RpcOptions {
  /** The other side, in the words of an error: "the agent of the guest". */
  readonly peer: string;
  /**
   * The side that serves speaks first. The other keeps silent until then, because on a serial line nobody may be
   * there yet. Served methods make a side the serving one.
   */
  readonly methods?: RpcMethods;
  /** Told to the other side in the first frame. */
  readonly hello?: JsonObject;
}

export interface CallOptions {
  readonly onProgress?: (value: Json) => void;
  readonly signal?: AbortSignal | undefined;
}

/** One connection: many calls at once over one byte stream. */
export class RpcConnection implements AsyncDisposable {
  /** What the other side said about itself. Rejects when the connection ends before. */
  readonly ready: Promise<JsonObject>;
  /** Resolves with the reason when the connection is over. */
  readonly closed: Promise<TestbedError>;
  readonly #stream: Duplex;
  readonly #options: RpcOptions;
  readonly #decoder = new FrameDecoder();
  readonly #calls = new Map<number, ClientCall | ServerCall>();
  readonly #queue = new Set<Channel>();
  readonly #wire: Wire;
  #last = 0;
  #greeted = false;
  #over: TestbedError | undefined;
  #settleReady!: { resolve(hello: JsonObject): void; reject(error: unknown): void };
  #settleClosed!: (reason: TestbedError) => void;

  constructor(stream: Duplex, options: RpcOptions) {
    this.#stream = stream;
    this.#options = options;
    this.ready = new Promise((resolve, reject) => {
      this.#settleReady = { resolve, reject };
    });
    this.ready.catch(() => {});
    this.closed = new Promise((resolve) => {
      this.#settleClosed = resolve;
    });
    this.#wire = {
      control: (type, channel, payload) => this.#write(type, channel, payload),
      ready: (channel) => {
        this.#queue.add(channel);
        this.#pump();
      },
    };
    stream.on('data', (data: Buffer) => this.#receive(data));
    stream.on('drain', () => this.#pump());
    stream.on('error', (error) => {
      const gone = ['ECONNRESET', 'EPIPE'].includes(errorCode(error) ?? '');
      this.#end(gone ? 'the other side closed it' : `it broke: ${errorMessage(error)}`);
    });
    stream.on('end', () =>
      this.#end(
        this.#decoder.betweenFrames ? 'the other side closed it' : 'it ended in the middle of a frame',
      ),
    );
    stream.on('close', () => this.#end('it was closed'));
    if (options.methods) this.#hello();
  }

  /** Opens a call and returns its channel, for what needs its streams. */
  open(method: string, args: JsonObject = {}): ClientCall {
    this.#last += 1;
    const id = this.#last;
    const call = new ClientCall(id, this.#wire, () => this.#forget(id));
    if (this.#over) {
      call.fail(this.#over);
      return call;
    }
    let payload: Buffer;
    try {
      payload = Buffer.from(JSON.stringify({ method, args }));
      encodeHeader(FrameType.open, id, payload.length);
    } catch (error) {
      // Nothing was sent: the number is free again.
      this.#last -= 1;
      call.fail(error);
      return call;
    }
    this.#calls.set(id, call);
    this.#write(FrameType.open, id, payload);
    return call;
  }

  /** Calls a method and waits for its answer. */
  async call(method: string, args: JsonObject = {}, options: CallOptions = {}): Promise<Json> {
    const { signal, onProgress } = options;
    signal?.throwIfAborted();
    const call = this.open(method, args);
    call.onData(() => {});
    call.onEvent((event) => onProgress?.(event));
    const abort = () => call.cancel(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await call.result;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Ends the connection; what is under way on it fails. What was sent before still goes out. */
  async close(): Promise<void> {
    if (!this.#over) {
      this.#pump();
      this.#end('this side closed it', true);
    }
    await this.closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Does not keep this process alive. */
  unref(): void {
    (this.#stream as Partial<Socket>).unref?.();
  }

  #hello(): void {
    const hello = { protocol: PROTOCOL_VERSION, ...this.#options.hello };
    this.#write(FrameType.hello, 0, Buffer.from(JSON.stringify(hello)));
  }

  #write(type: number, channel: number, payload: Buffer, stream = 0): void {
    if (this.#over || this.#stream.destroyed || this.#stream.writableEnded) return;
    this.#stream.cork();
    this.#stream.write(encodeHeader(type, channel, payload.length, stream));
    if (payload.length > 0) this.#stream.write(payload);
    process.nextTick(() => this.#stream.uncork());
  }

  /** Lets each channel that has something to send put one item on the wire, in turns, while the wire takes it. */
  #pump(): void {
    while (this.#queue.size > 0 && !this.#over) {
      if (this.#stream.writableNeedDrain) return;
      for (const channel of this.#queue) {
        this.#queue.delete(channel);
        const item = channel.sendNext();
        if (item) {
          this.#write(item.type, channel.id, item.payload, item.stream);
          this.#queue.add(channel);
        }
        break;
      }
    }
  }

  #receive(data: Buffer): void {
    if (this.#over) return;
    try {
      for (const frame of this.#decoder.push(data)) {
        const complaint = this.#greeted ? this.#dispatch(frame) : this.#greet(frame);
        if (complaint !== undefined) this.#end(complaint);
        if (this.#over) return;
      }
    } catch (error) {
      this.#end(errorMessage(error));
    }
  }

  #greet(frame: Frame): string | undefined {
    if (frame.type !== FrameType.hello) return 'its first frame is no greeting';
    const hello = JSON.parse(frame.payload.toString()) as JsonObject;
    if (hello.protocol !== PROTOCOL_VERSION)
      return `it speaks version ${hello.protocol} of the protocol, this side version ${PROTOCOL_VERSION}`;
    this.#greeted = true;
    if (!this.#options.methods) this.#hello();
    this.#settleReady.resolve(hello);
    return undefined;
  }

  #dispatch(frame: Frame): string | undefined {
    const call = this.#calls.get(frame.channel);
    if (call)
      return (
        call.complaint(frame.stream, frame.payload) ?? call.receive(frame.type, frame.stream, frame.payload)
      );
    if (frame.type === FrameType.open) return this.#serve(frame);
    // Frames for a call that is over were on their way when it ended.
    return frame.channel <= this.#last
      ? undefined
      : `a frame belongs to channel ${frame.channel}, which was never opened`;
  }

  #serve(frame: Frame): string | undefined {
    const { methods } = this.#options;
    if (!methods) return 'it calls a method, and nothing is served here';
    if (frame.channel <= this.#last) return `it opens channel ${frame.channel} twice`;
    this.#last = frame.channel;
    const { method, args } = JSON.parse(frame.payload.toString()) as { method?: unknown; args?: unknown };
    const call = new ServerCall(frame.channel, this.#wire);
    const serve = Object.hasOwn(methods, String(method)) ? methods[String(method)] : undefined;
    const tooMany = this.#calls.size >= MAX_CALLS;
    this.#calls.set(call.id, call);
    void call
      .answer(() => {
        if (tooMany)
          throw new TestbedError('RPC_BUSY', `cannot serve ${method}: ${MAX_CALLS} calls are under way`);
        if (!serve)
          throw new TestbedError('RPC_NO_METHOD', `cannot serve ${method}: there is no such method`, {
            hint: 'Client and laboratory may be of different versions: take the laboratory down and up again.',
          });
        if (typeof args !== 'object' || args === null)
          throw new TestbedError('EINVAL', `cannot serve ${method}: no arguments`);
        return serve(args as JsonObject, call);
      })
      .then(() => this.#forget(call.id));
    return undefined;
  }

  #forget(id: number): void {
    const call = this.#calls.get(id);
    if (!call) return;
    this.#calls.delete(id);
    this.#queue.delete(call);
    call.shut();
  }

  #end(why: string, gently = false): void {
    if (this.#over) return;
    const reason = new TestbedError('RPC_CLOSED', `the connection to ${this.#options.peer} is over: ${why}`);
    this.#over = reason;
    for (const call of [...this.#calls.values()]) {
      if (call instanceof ClientCall) call.fail(reason);
      else call.abort(reason);
    }
    this.#settleReady.reject(reason);
    if (gently) this.#stream.end(() => this.#stream.destroy());
    else this.#stream.destroy();
    this.#settleClosed(reason);
  }
}
