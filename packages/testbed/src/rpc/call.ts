/** The two ends of a call. */
import { Channel, type Wire } from './channel.js';
import { FrameType } from './frame.js';
import { errorFromMessage, errorToMessage, type Json } from './json.js';

export type JsonObject = { readonly [key: string]: Json | undefined };

/** A method of a served interface. Its arguments come from outside: it checks what it uses. */
// biome-ignore lint/suspicious/noConfusingVoidType: a method without an answer returns nothing
export type RpcMethod = (args: JsonObject, call: ServerCall) => Promise<Json | void> | Json | void;
export type RpcMethods = Readonly<Record<string, RpcMethod>>;

/** The calling end. */
export class ClientCall extends Channel {
  readonly result: Promise<Json>;
  #settle!: { resolve(value: Json): void; reject(error: unknown): void };
  readonly #wire: Wire;
  readonly #ended: () => void;
  #over = false;

  constructor(id: number, wire: Wire, ended: () => void) {
    super(id, wire);
    this.#wire = wire;
    this.#ended = ended;
    this.result = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    // Whoever opened the call may look at its result later, or only at its streams.
    this.result.catch(() => {});
  }

  override receive(type: number, stream: number, payload: Buffer): string | undefined {
    if (type !== FrameType.result && type !== FrameType.error) return super.receive(type, stream, payload);
    const whole = this.joinAnswer(stream, payload);
    if (!whole) return undefined;
    const value = JSON.parse(whole.toString()) as Json;
    // The answer comes behind the data: it counts when the data was consumed.
    this.afterData(() => {
      if (this.#finish()) {
        if (type === FrameType.result) this.#settle.resolve(value);
        else this.#settle.reject(errorFromMessage(value));
      }
    });
    return undefined;
  }

  /** Gives the call up: tells the other side, and rejects at once. */
  cancel(reason: unknown): void {
    if (this.#over) return;
    this.#wire.control(FrameType.cancel, this.id, Buffer.alloc(0));
    this.fail(reason);
  }

  /** Ends the call from this side (cancelled, or the connection is gone). */
  fail(reason: unknown): void {
    if (this.#finish()) this.#settle.reject(reason);
  }

  #finish(): boolean {
    if (this.#over) return false;
    this.#over = true;
    this.shut();
    this.#ended();
    return true;
  }
}

/** The serving end: given to the method beside its arguments. */
export class ServerCall extends Channel {
  readonly #controller = new AbortController();

  /** Given when the caller cancels, or its connection ends. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Tells the caller how far the work is. */
  progress(value: Json): void {
    this.sendEvent(value);
  }

  override receive(type: number, stream: number, payload: Buffer): string | undefined {
    if (type !== FrameType.cancel) return super.receive(type, stream, payload);
    this.abort(new DOMException('the caller gave it up', 'AbortError'));
    return undefined;
  }

  abort(reason: unknown): void {
    this.shut();
    this.#controller.abort(reason);
  }

  /** Runs the method and sends its answer. */
  async answer(run: () => ReturnType<RpcMethod>): Promise<void> {
    try {
      const value = (await run()) ?? null;
      await this.sendLast(FrameType.result, Buffer.from(JSON.stringify(value)));
    } catch (error) {
      await this.sendLast(FrameType.error, Buffer.from(JSON.stringify(errorToMessage(error))));
    }
  }
}
