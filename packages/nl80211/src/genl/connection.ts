import type {
  NetlinkEvent,
  NetlinkSocket,
  NetlinkSocketFactory,
  NetlinkSocketOptions,
} from '../socket/socket.js';
import type { AnyCodec } from '../wire/codec.js';
import { errnoNumber } from '../wire/errno.js';
import { VWifiError } from '../wire/errors.js';
import { joinMessage, type Message, NLM_F, NLMSG, readMessages } from '../wire/message.js';
import { abortable, abortError } from './abort.js';
import { NetlinkError } from './error.js';
import { parseOutcome, type SentRequest } from './extack.js';

export interface Request {
  /** Family number, or message type of rtnetlink. */
  readonly type: number;
  readonly flags: number;
  readonly payload: Uint8Array;
  /** For errors: what is being done, and to what. */
  readonly name: string;
  readonly target?: string | undefined;
  /** For errors: how the payload is built. */
  readonly headerLength: number;
  readonly codec?: AnyCodec;
  /** The answer may be a number above 0. */
  readonly statusIsResult?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface DumpedMessages {
  readonly messages: Message[];
  /** The kernel's data changed under the dump, and went on changing when it was repeated: parts may be missing. */
  readonly interrupted: boolean;
}

export type ConnectionEvent =
  | { readonly kind: 'message'; readonly message: Message }
  /** The socket's buffer was full, or something came that cannot be read: events may be lost. */
  | { readonly kind: 'overrun' }
  | { readonly kind: 'closed'; readonly error?: Error };

interface Pending {
  readonly request: Request;
  readonly sent: SentRequest;
  readonly messages: Message[];
  interrupted: boolean;
  resolve(): void;
  reject(error: Error): void;
}

/** How often a dump is repeated when the kernel says that it was interrupted. */
const DUMP_RETRIES = 5;
const ENOBUFS = errnoNumber('ENOBUFS');

/** A netlink socket with requests that have answers. One request at a time, in the order they were made. */
export class Connection implements AsyncDisposable {
  private sequence = 0;
  private pending: { readonly sequence: number; readonly call: Pending } | undefined;
  private tail: Promise<unknown> = Promise.resolve();
  private ended: Error | undefined;
  private listener: (event: ConnectionEvent) => void = () => {};

  private constructor(private readonly socket: NetlinkSocket) {
    socket.listen((event) => this.receive(event));
  }

  static async open(factory: NetlinkSocketFactory, options: NetlinkSocketOptions): Promise<Connection> {
    return new Connection(await factory(options));
  }

  /** The one listener for what is no answer: multicast messages, overruns, the end. Called in the order of arrival. */
  onEvent(listener: (event: ConnectionEvent) => void): void {
    this.listener = listener;
  }

  /** Every wait for an event goes through this: see {@link NetlinkSocket.waiting}. */
  waiting<T>(until: Promise<T>): Promise<T> {
    this.socket.waiting?.(until);
    return until;
  }

  join(group: number): Promise<void> {
    return this.socket.join(group);
  }

  /** Sends a request and collects its answers until the acknowledgement. Rejects with NetlinkError. */
  async request(request: Request): Promise<Message[]> {
    const call = await this.transact({ ...request, flags: request.flags | NLM_F.REQUEST | NLM_F.ACK });
    return call.messages;
  }

  /** Collects a dump; repeats one that was interrupted, a bounded number of times. */
  async dump(request: Request): Promise<DumpedMessages> {
    for (let tries = 0; ; tries++) {
      const { messages, interrupted } = await this.transact({
        ...request,
        flags: request.flags | NLM_F.REQUEST | NLM_F.ACK | NLM_F.DUMP,
      });
      if (!interrupted || tries >= DUMP_RETRIES) return { messages, interrupted };
    }
  }

  /** Never rejects: a carrier that is gone has nothing left to close. */
  async close(): Promise<void> {
    await this.socket.close().catch(() => {});
    this.end();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private transact(request: Request): Promise<Pending> {
    const { signal, name } = request;
    if (signal?.aborted) return Promise.reject(abortError(name, signal));
    // A request that is no longer wanted keeps its place until it is answered, so that its answers go nowhere else.
    const turn = this.tail.then(() => {
      if (signal?.aborted) throw abortError(name, signal);
      return this.start(request);
    });
    this.tail = turn.catch(() => {});
    return abortable(turn, signal, name);
  }

  private start(request: Request): Promise<Pending> {
    return new Promise((resolve, reject) => {
      if (this.ended) {
        reject(closed(request.name, this.ended.cause));
        return;
      }
      // Number 0 is that of events.
      this.sequence = (this.sequence % 0xffff_ffff) + 1;
      const { type, flags, payload, headerLength, codec } = request;
      const bytes = joinMessage({ type, flags, sequence: this.sequence, payload });
      // A request that was given up may still be told something, when the place is the next one's.
      const finish = (): void => {
        if (this.pending?.call === call) this.pending = undefined;
      };
      const call: Pending = {
        request,
        sent: { bytes, headerLength, statusIsResult: request.statusIsResult, ...(codec ? { codec } : {}) },
        messages: [],
        interrupted: false,
        resolve() {
          finish();
          resolve(call);
        },
        reject(error) {
          finish();
          reject(error);
        },
      };
      this.pending = { sequence: this.sequence, call };
      this.socket.send(bytes).catch((error: Error) => call.reject(error));
    });
  }

  private receive(event: NetlinkEvent): void {
    if (event.kind === 'closed') {
      this.end(event.error);
      return;
    }
    if (event.kind === 'overrun') {
      // The answer may be among what was dropped: waiting for it could take for ever.
      const call = this.pending?.call;
      call?.reject(
        new NetlinkError(
          call.request.name,
          ENOBUFS,
          { message: 'answer lost, the socket was full' },
          call.request.target,
        ),
      );
      this.listener({ kind: 'overrun' });
      return;
    }
    const { messages, error } = readMessages(event.data);
    for (const message of messages) this.dispatch(message);
    if (!error) return;
    // An answer, or events, may be among what cannot be read.
    this.pending?.call.reject(error);
    this.listener({ kind: 'overrun' });
  }

  private dispatch(message: Message): void {
    const { sequence, type, flags } = message;
    if (sequence === 0 && type >= NLMSG.MIN_TYPE) {
      this.listener({ kind: 'message', message });
      return;
    }
    const { pending } = this;
    if (!pending || pending.sequence !== sequence) {
      // Some senders number their events; what carries our own address is an answer to a request that was given up.
      const event = type >= NLMSG.MIN_TYPE && message.portId !== this.socket.portId;
      if (event) this.listener({ kind: 'message', message });
      return;
    }
    const { call } = pending;
    if ((flags & NLM_F.DUMP_INTR) !== 0 && (flags & NLM_F.MULTI) !== 0) call.interrupted = true;
    if (type === NLMSG.ERROR || type === NLMSG.DONE) this.settle(message, call);
    else if (type >= NLMSG.MIN_TYPE) call.messages.push(message);
  }

  private settle(message: Message, call: Pending): void {
    const { errno, extack } = parseOutcome(message, call.sent);
    if (errno === 0) call.resolve();
    else call.reject(new NetlinkError(call.request.name, errno, extack, call.request.target));
  }

  private end(error?: Error): void {
    if (this.ended) return;
    this.ended = closed(this.pending?.call.request.name ?? 'netlink', error);
    this.pending?.call.reject(this.ended);
    this.listener(error ? { kind: 'closed', error } : { kind: 'closed' });
  }
}

function closed(name: string, cause: unknown): VWifiError {
  const options = cause === undefined ? {} : { cause };
  return new VWifiError(
    'CLOSED',
    `${name}: the client is closed, or its socket was lost; open a new one`,
    options,
  );
}
