import { FrameType, MORE, tooLarge } from './frame.js';
import type { Json } from './json.js';

/** Bytes that each side of a channel may send before the other has consumed some. */
export const WINDOW = 256 * 1024;
/** Largest piece of a byte stream: small enough that a hundred channels share one wire fairly. */
const PIECE = 32 * 1024;
/** Largest message: it travels in pieces, but is put together in memory. */
export const MAX_MESSAGE = 64 << 20;

export type DataListener = (stream: number, data: Buffer) => void | Promise<void>;

/** Is told of a channel what its listeners are given, and that something is sent. */
export interface ChannelObserver {
  came(
    what:
      | { readonly data: string; readonly stream: number }
      | { readonly word: Json }
      | { readonly end: true },
  ): void;
  sent(isWord: boolean): void;
}

/** What a channel needs of its connection. */
export interface Wire {
  /** Puts a frame on the wire now. */
  control(type: number, channel: number, payload: Buffer): void;
  /** Asks for {@link Channel.sendNext} to be called when the wire takes data. */
  ready(channel: Channel): void;
}

interface Outgoing {
  readonly type: number;
  readonly stream: number;
  readonly payload: Buffer;
  /** Bytes of it that went before. */
  at: number;
  readonly done: () => void;
}

/** Words, pieces and ends that may wait to be taken: the smallest messages that the window lets in are as many. */
const MAX_WAITING = WINDOW;

const NOTHING = Buffer.alloc(0);

/**
 * One call's two-way conversation: byte streams with credit, words that overtake them, an end for each direction.
 * Data is handed to its listener piece after piece; while the listener's promise is pending, no credit is given
 * back, and so the pressure reaches whatever produces the data, through any number of relays.
 */
export class Channel {
  readonly #wire: Wire;
  #credit = WINDOW;
  #outgoing: Outgoing[] = [];
  #incoming: { stream: number; data: Buffer }[] = [];
  /** Pieces of a message whose end has not come: of data that was taken off `#incoming`, and of an answer. */
  readonly #pieces = new Pieces();
  readonly #answerPieces = new Pieces();
  /** Bytes that came of a message of data whose end has not come. */
  #unfinished = 0;
  #delivering = false;
  #owed = 0;
  #unpaid = 0;
  #listener: DataListener | undefined;
  #events: Json[] = [];
  #eventListener: ((event: Json) => void) | undefined;
  #endListener: (() => void) | undefined;
  #observer: ChannelObserver | undefined;
  /** What to do when everything that came was delivered: the end of input, then the answer. */
  #afterData: (() => void)[] = [];
  #closed = false;

  constructor(
    readonly id: number,
    wire: Wire,
  ) {
    this.#wire = wire;
  }

  /**
   * Sends one message, which arrives whole. Resolves when it went on its way, or when nobody wants it any more;
   * rejects when it is larger than {@link MAX_MESSAGE}.
   */
  send(stream: number, data: Uint8Array): Promise<void> {
    if (!this.#closed) this.#observer?.sent(false);
    const payload = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    return this.#sendMessage(FrameType.data, stream, payload);
  }

  /** Sends bytes of a stream, in as many pieces as it takes. */
  async sendBytes(stream: number, data: Uint8Array): Promise<void> {
    const sent: Promise<void>[] = [];
    for (let at = 0; at < data.length; at += PIECE)
      sent.push(this.send(stream, data.subarray(at, at + PIECE)));
    await Promise.all(sent);
  }

  /** Sends a word that overtakes data. */
  sendEvent(event: Json): void {
    if (this.#closed) return;
    this.#observer?.sent(true);
    this.#wire.control(FrameType.event, this.id, Buffer.from(JSON.stringify(event)));
  }

  /** Says that no more data comes from this side, after what was sent before. */
  sendEnd(): void {
    if (!this.#closed) void this.#sendMessage(FrameType.end, 0, NOTHING);
  }

  /** From its beginning on. */
  observe(observer: ChannelObserver): void {
    this.#observer = observer;
  }

  onData(listener: DataListener): void {
    this.#listener = listener;
    void this.#deliver();
  }

  onEvent(listener: (event: Json) => void): void {
    this.#eventListener = listener;
    for (const event of this.#events.splice(0)) this.#tell(listener, event);
  }

  onEnd(listener: () => void): void {
    this.#endListener = listener;
  }

  /** The last word of the serving side, behind all data. */
  protected sendLast(type: number, payload: Buffer): Promise<void> {
    return this.#sendMessage(type, 0, payload);
  }

  /** The next piece for the wire, or undefined when there is none or no credit for it. */
  sendNext(): { type: number; stream: number; payload: Buffer } | undefined {
    const next = this.#outgoing[0];
    if (!next || (next.type === FrameType.data && this.#credit <= 0)) return undefined;
    const payload = next.payload.subarray(next.at, next.at + PIECE);
    next.at += payload.length;
    if (next.type === FrameType.data) this.#credit -= payload.length;
    if (next.at < next.payload.length) return { type: next.type, stream: next.stream | MORE, payload };
    this.#outgoing.shift();
    next.done();
    return { type: next.type, stream: next.stream, payload };
  }

  /** What the rules for all frames have against one: what costs its sender no credit would be kept without end. */
  complaint(stream: number, payload: Buffer): string | undefined {
    if (payload.length === 0 && stream & MORE) return 'it sends a piece of nothing';
    const waiting = this.#incoming.length + this.#events.length + this.#afterData.length;
    return waiting > MAX_WAITING ? 'it sends more than is taken' : undefined;
  }

  /** Called by the connection with each frame for this channel. Returns a complaint when the peer breaks the rules. */
  receive(type: number, stream: number, payload: Buffer): string | undefined {
    if (this.#closed) return undefined;
    switch (type) {
      case FrameType.data:
        // The last message may exceed the window, never a second one.
        if (this.#unpaid >= WINDOW) return 'it sends more than it was allowed to';
        if (this.#unfinished + payload.length > MAX_MESSAGE) return 'it sends a message without end';
        this.#unfinished = stream & MORE ? this.#unfinished + payload.length : 0;
        this.#unpaid += payload.length;
        this.#incoming.push({ stream, data: payload });
        void this.#deliver();
        return undefined;
      case FrameType.credit:
        this.#credit += payload.readUInt32LE(0);
        this.#wire.ready(this);
        return undefined;
      case FrameType.event: {
        const event = JSON.parse(payload.toString()) as Json;
        if (this.#eventListener) this.#tell(this.#eventListener, event);
        else this.#events.push(event);
        return undefined;
      }
      case FrameType.end:
        this.afterData(() => {
          if (!this.#endListener) return;
          this.#observer?.came({ end: true });
          this.#endListener();
        });
        return undefined;
      default:
        return `a frame of type ${type} does not belong to a channel`;
    }
  }

  /** The whole of an answer when its last piece has come. */
  protected joinAnswer(stream: number, payload: Buffer): Buffer | undefined {
    return this.#answerPieces.join(stream, payload);
  }

  /** Runs something when all data that came so far was consumed. */
  protected afterData(action: () => void): void {
    this.#afterData.push(action);
    void this.#deliver();
  }

  /** Nothing goes out or comes in any more; whoever waits is let go. */
  shut(): void {
    this.#closed = true;
    for (const item of this.#outgoing.splice(0)) item.done();
    this.#incoming = [];
    this.#pieces.clear();
    this.#answerPieces.clear();
  }

  #tell(listener: (event: Json) => void, event: Json): void {
    this.#observer?.came({ word: event });
    listener(event);
  }

  async #sendMessage(type: number, stream: number, payload: Buffer): Promise<void> {
    if (this.#closed) return;
    if (payload.length > MAX_MESSAGE) throw tooLarge(payload.length, MAX_MESSAGE);
    await new Promise<void>((done) => {
      this.#outgoing.push({ type, stream, payload, at: 0, done });
      this.#wire.ready(this);
    });
  }

  async #deliver(): Promise<void> {
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      while (this.#listener && this.#incoming.length > 0) {
        const { stream, data } = this.#incoming.shift() as { stream: number; data: Buffer };
        try {
          const message = this.#pieces.join(stream, data);
          if (message) this.#observer?.came({ data: message.toString('base64'), stream });
          const busy = message && this.#listener(stream, message);
          if (busy) await busy;
        } catch {
          // A listener that fails has had its data all the same; its owner hears of it elsewhere.
        }
        this.#owed += data.length;
        if (this.#owed >= WINDOW / 4) this.#pay();
      }
    } finally {
      this.#delivering = false;
    }
    if (this.#incoming.length === 0) for (const action of this.#afterData.splice(0)) action();
  }

  #pay(): void {
    if (this.#closed) return;
    const credit = Buffer.allocUnsafe(4);
    credit.writeUInt32LE(this.#owed, 0);
    this.#unpaid -= this.#owed;
    this.#owed = 0;
    this.#wire.control(FrameType.credit, this.id, credit);
  }
}

/** Puts a message together again. */
class Pieces {
  #pieces: Buffer[] = [];
  #length = 0;

  /** The whole message when this was its last piece. */
  join(stream: number, piece: Buffer): Buffer | undefined {
    if ((stream & MORE) === 0 && this.#pieces.length === 0) return piece;
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#length > MAX_MESSAGE) throw tooLarge(this.#length, MAX_MESSAGE);
    if (stream & MORE) return undefined;
    const whole = Buffer.concat(this.#pieces);
    this.clear();
    return whole;
  }

  clear(): void {
    this.#pieces = [];
    this.#length = 0;
  }
}
