/** QEMU's control socket: one command after the other, and the events between. */
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { within } from './wait.js';

interface Message {
  readonly QMP?: object;
  readonly return?: unknown;
  readonly error?: { readonly desc: string };
  readonly event?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

type Wanted = (message: Message) => boolean;

/** After so long whoever waits for QEMU is told that it says nothing. */
const LIMIT_MS = 30_000;

export class Qmp {
  readonly #socket: Socket;
  readonly #seen: Message[] = [];
  #arrived: () => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', () => {});
    createInterface({ input: socket }).on('line', (line) => {
      this.#seen.push(JSON.parse(line) as Message);
      this.#arrived();
    });
  }

  /** Connects to the socket that QEMU's `-qmp unix:PATH,server=on,wait=off` made. */
  static async open(path: string): Promise<Qmp> {
    const socket = createConnection(path);
    await once(socket, 'connect');
    const qmp = new Qmp(socket);
    await qmp.#next('the greeting', (message) => message.QMP !== undefined);
    await qmp.run('qmp_capabilities');
    return qmp;
  }

  /** Runs a command; throws what QEMU has against it. */
  async run(execute: string, parameters: object = {}): Promise<unknown> {
    this.#socket.write(`${JSON.stringify({ execute, arguments: parameters })}\n`);
    const answer = await this.#next(
      `the answer to ${execute}`,
      (message) => message.return !== undefined || message.error !== undefined,
    );
    if (answer.error) throw new Error(`QEMU: ${execute}: ${answer.error.desc}`);
    return answer.return;
  }

  /** Waits for an event that says this among other things; it may have come already. */
  async event(name: string, said: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const fits = ([key, value]: [string, unknown], data: Message['data']) => data?.[key] === value;
    await this.#next(
      name,
      ({ event, data }) => event === name && Object.entries(said).every((each) => fits(each, data)),
    );
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Takes the first message of a kind out of those that came. */
  async #next(what: string, wanted: Wanted): Promise<Message> {
    for (;;) {
      const at = this.#seen.findIndex(wanted);
      const [found] = at < 0 ? [] : this.#seen.splice(at, 1);
      if (found) return found;
      const more = new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
      await within(more, `QEMU: ${what}`, LIMIT_MS);
    }
  }
}
