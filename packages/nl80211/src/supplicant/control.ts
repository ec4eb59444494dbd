/** The control socket of hostapd or wpa_supplicant: commands with replies, and the events after ATTACH. */
import { setTimeout as delay } from 'node:timers/promises';
import { openUnixDatagram } from '../socket/datagram.js';
import { VWifiError } from '../wire/errors.js';
import { type ControlEvent, parseEvent } from './event.js';

/** What carries the commands: this system's socket, or another machine's. */
export interface ControlLine {
  send(data: Uint8Array): Promise<void>;
  /** The one listener; what came before it is kept for it. */
  listen(listener: (data: Uint8Array) => void): void;
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** The time of who answers, which is not the caller's where it is virtual: then it passes only while somebody sleeps. */
export interface ControlClock {
  readonly virtual: boolean;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

const HERE: ControlClock = {
  virtual: false,
  sleep: (milliseconds, signal) => delay(milliseconds, undefined, signal ? { signal } : {}),
};

/** Between two looks for a socket that is not there yet. */
const LOOK_AGAIN_MS = 50;
/** A daemon that is alive answers at once; a machine under load takes its time. */
const REPLY_DEADLINE_MS = 10_000;
/** Where time is virtual it passes while an event is waited for, in steps of so much. */
const STEP_MS = 20;
/** There is no socket yet, or nobody behind it. */
const NOT_YET: readonly unknown[] = ['ENOENT', 'ECONNREFUSED', 'ENOTCONN'];

export class ControlSocket implements AsyncDisposable {
  readonly #line: ControlLine;
  readonly #clock: ControlClock;
  readonly #listeners = new Set<(event: ControlEvent) => void>();
  /** Commands are answered in order, one at a time: replies carry no number. */
  #queue: Promise<unknown> = Promise.resolve();
  #pending:
    | { readonly resolve: (reply: string) => void; readonly reject: (error: Error) => void }
    | undefined;
  #closed = false;

  private constructor(
    readonly path: string,
    line: ControlLine,
    clock: ControlClock,
  ) {
    this.#line = line;
    this.#clock = clock;
    line.listen((data) => this.#receive(Buffer.from(data).toString('utf8')));
    line.closed.finally(() => {
      this.#closed = true;
      this.#pending?.reject(this.#closedError());
      for (const listener of this.#listeners) listener(ENDED);
    });
  }

  /**
   * Opens the socket of a daemon that runs, and attaches for events. Rejects with SocketError: `ENOENT` or
   * `ECONNREFUSED` when nobody listens there, `EACCES` when not allowed.
   */
  static async attach(
    path: string,
    open: () => Promise<ControlLine> = () => openUnixDatagram(path),
    clock = HERE,
  ): Promise<ControlSocket> {
    const control = new ControlSocket(path, await open(), clock);
    try {
      await control.command('ATTACH');
      return control;
    } catch (error) {
      await control.close();
      throw error;
    }
  }

  /** The same for a daemon that is starting: as soon as it has made its socket. */
  static async open(
    path: string,
    signal: AbortSignal,
    open?: () => Promise<ControlLine>,
    clock = HERE,
  ): Promise<ControlSocket> {
    for (;;) {
      signal.throwIfAborted();
      try {
        return await ControlSocket.attach(path, open, clock);
      } catch (error) {
        if (!NOT_YET.includes((error as { code?: unknown }).code)) throw error;
      }
      await clock.sleep(LOOK_AGAIN_MS, signal);
    }
  }

  /** Sends a command and returns its reply. FAIL and UNKNOWN COMMAND are replies, not errors. */
  request(command: string): Promise<string> {
    const reply = this.#queue.then(() => this.#exchange(command));
    this.#queue = reply.catch(() => {});
    return reply;
  }

  /** Sends a command that has to be answered with OK; rejects with `CONTROL_REFUSED`. */
  async command(command: string): Promise<void> {
    const reply = (await this.request(command)).trim();
    // Its words may be secret: the command's name is enough.
    if (reply !== 'OK')
      throw new VWifiError(
        'CONTROL_REFUSED',
        `${this.path} answered ${command.split(' ')[0]} with ${reply || 'nothing'}`,
      );
  }

  /** Calls the listener for every event from now on; returns what ends that. */
  onEvent(listener: (event: ControlEvent) => void): () => void {
    const each = (event: ControlEvent) => {
      if (event !== ENDED) listener(event);
    };
    this.#listeners.add(each);
    return () => this.#listeners.delete(each);
  }

  /** Events from the moment of the call until the signal is given, or the daemon is gone. */
  events(signal: AbortSignal): AsyncGenerator<ControlEvent> {
    const waiting: ControlEvent[] = [];
    let wake = () => {};
    const hear = (event: ControlEvent) => {
      if (event !== ENDED) waiting.push(event);
      wake();
    };
    this.#listeners.add(hear);
    const onAbort = () => wake();
    signal.addEventListener('abort', onAbort);
    const clock = this.#clock;
    const over = () => signal.aborted || (this.#closed && waiting.length === 0);
    const off = () => this.#listeners.delete(hear);
    return (async function* () {
      try {
        while (!over()) {
          const event = waiting.shift();
          if (event) yield event;
          // The event comes before the end of the step in which it happened.
          else if (clock.virtual) await clock.sleep(STEP_MS, signal).catch(ifNotAborted(signal));
          else
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
        }
      } finally {
        off();
        signal.removeEventListener('abort', onAbort);
      }
    })();
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #receive(datagram: string): void {
    const event = parseEvent(datagram);
    if (!event) this.#pending?.resolve(datagram);
    else for (const listener of this.#listeners) listener(event);
  }

  #closedError(): VWifiError {
    return new VWifiError('CONTROL_CLOSED', `${this.path} is closed`);
  }

  async #exchange(command: string): Promise<string> {
    if (this.#closed) throw this.#closedError();
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<string>((resolve, reject) => {
        this.#pending = { resolve, reject };
        const late = () =>
          new VWifiError('CONTROL_TIMEOUT', `${this.path} did not answer ${command.split(' ')[0]}`);
        timer = setTimeout(() => reject(late()), REPLY_DEADLINE_MS);
        this.#line.send(Buffer.from(command)).catch(reject);
      });
    } finally {
      this.#pending = undefined;
      clearTimeout(timer);
    }
  }
}

/** Wakes who waits for events that will not come. */
const ENDED: ControlEvent = { level: 0, name: '', text: '', fields: {} };

const ifNotAborted = (signal: AbortSignal) => (error: unknown) => {
  if (!signal.aborted) throw error;
};
