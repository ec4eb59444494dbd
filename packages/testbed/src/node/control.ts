/** The control socket of hostapd or wpa_supplicant: commands with replies, and the events after ATTACH. */
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode, TestbedError } from '../errors.js';
import type { DatagramSocket, Machine, MachineClock, Place } from '../machine/machine.js';
import { type ControlEvent, parseEvent } from './control-event.js';

/** Between two looks for a socket that is not there yet; a look is one system call in the machine. */
const LOOK_AGAIN_MS = 50;
/** A daemon that is alive answers at once; a machine under load takes its time. */
const REPLY_DEADLINE_MS = 10_000;
/** Where time is virtual it passes while an event is waited for, in steps of so much. */
const STEP_MS = 20;

export class ControlSocket implements AsyncDisposable {
  readonly #socket: DatagramSocket;
  readonly #listeners = new Set<(event: ControlEvent) => void>();
  /** Commands are answered in order, one at a time: replies carry no number. */
  #queue: Promise<unknown> = Promise.resolve();
  #pending:
    | { readonly resolve: (reply: string) => void; readonly reject: (error: Error) => void }
    | undefined;
  #closed = false;

  private constructor(
    readonly path: string,
    socket: DatagramSocket,
    private readonly clock: MachineClock,
  ) {
    this.#socket = socket;
    socket.listen((data) => this.#receive(Buffer.from(data).toString('utf8')));
    socket.closed.finally(() => {
      this.#closed = true;
      this.#pending?.reject(this.#closedError());
    });
  }

  /** Opens the socket of a daemon that runs, and attaches for events. */
  static async attach(machine: Machine, path: string, place?: Place): Promise<ControlSocket> {
    const control = new ControlSocket(path, await machine.openDatagram(path, place), machine.clock);
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
    machine: Machine,
    path: string,
    signal: AbortSignal,
    place?: Place,
  ): Promise<ControlSocket> {
    for (;;) {
      signal.throwIfAborted();
      try {
        return await ControlSocket.attach(machine, path, place);
      } catch (error) {
        if (!['ENOENT', 'ECONNREFUSED', 'ENOTCONN'].includes(errorCode(error) ?? '')) throw error;
      }
      if (machine.clock.virtual) await machine.clock.sleep(LOOK_AGAIN_MS, signal);
      else await delay(LOOK_AGAIN_MS, undefined, { signal });
    }
  }

  /** Sends a command and returns its reply. FAIL and UNKNOWN COMMAND are replies, not errors. */
  request(command: string): Promise<string> {
    const reply = this.#queue.then(() => this.#exchange(command));
    this.#queue = reply.catch(() => {});
    return reply;
  }

  /** Sends a command that has to be answered with OK. */
  async command(command: string): Promise<void> {
    const reply = (await this.request(command)).trim();
    if (reply !== 'OK')
      throw new TestbedError(
        'CONTROL_REFUSED',
        `${this.path} answered ${command.split(' ')[0]} with ${reply || 'nothing'}`,
      );
  }

  /** Calls the listener for every event from now on; returns what ends that. */
  onEvent(listener: (event: ControlEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Events from the moment of the call until the signal is given. */
  events(signal: AbortSignal): AsyncGenerator<ControlEvent> {
    const waiting: ControlEvent[] = [];
    let wake = () => {};
    const off = this.onEvent((event) => {
      waiting.push(event);
      wake();
    });
    const onAbort = () => wake();
    signal.addEventListener('abort', onAbort);
    const { clock } = this;
    return (async function* () {
      try {
        while (!signal.aborted) {
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
    return this.#socket.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #receive(datagram: string): void {
    const event = parseEvent(datagram);
    if (!event) this.#pending?.resolve(datagram);
    else for (const listener of this.#listeners) listener(event);
  }

  #closedError(): TestbedError {
    return new TestbedError('CONTROL_CLOSED', `${this.path} is closed`);
  }

  async #exchange(command: string): Promise<string> {
    if (this.#closed) throw this.#closedError();
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<string>((resolve, reject) => {
        this.#pending = { resolve, reject };
        const late = () =>
          new TestbedError('CONTROL_TIMEOUT', `${this.path} did not answer ${command.split(' ')[0]}`);
        timer = setTimeout(() => reject(late()), REPLY_DEADLINE_MS);
        this.#socket.send(Buffer.from(command)).catch(reject);
      });
    } finally {
      this.#pending = undefined;
      clearTimeout(timer);
    }
  }
}

const ifNotAborted = (signal: AbortSignal) => (error: unknown) => {
  if (!signal.aborted) throw error;
};
