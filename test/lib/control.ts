/** The control interface of hostapd and wpa_supplicant: commands, and events that one can wait for. */
import { setTimeout as delay } from 'node:timers/promises';
import { type DatagramSocket, type Machine, type MachineClock, passWhile } from '@vwifi/testbed';
import { Lines } from './lines.js';
import { within } from './wait.js';

const ANSWER_WITHIN_MS = 15_000;
const AT_ONCE_MS = 250;

export class Control {
  readonly events: Lines;
  readonly #clock: MachineClock;
  readonly #socket: DatagramSocket;
  #answer: ((text: string) => void) | undefined;

  private constructor(
    readonly path: string,
    socket: DatagramSocket,
    clock: MachineClock,
  ) {
    this.#clock = clock;
    this.events = new Lines(clock);
    this.#socket = socket;
    socket.listen((data) => {
      const text = Buffer.from(data).toString();
      // An event begins with its priority, an answer never does.
      if (/^<\d>/.test(text)) this.events.add(`${text.slice(3).trimEnd()}\n`);
      else this.#answer?.(text);
    });
  }

  /** Connects and asks for events. The daemon must be listening. */
  static async attach(machine: Machine, path: string): Promise<Control> {
    const control = new Control(path, await machine.openDatagram(path), machine.clock);
    const answer = await control.request('ATTACH');
    if (answer.trim() !== 'OK') throw new Error(`${path}: ATTACH was answered with ${answer.trim()}`);
    return control;
  }

  async request(command: string): Promise<string> {
    const answer = new Promise<string>((resolve) => {
      this.#answer = resolve;
    });
    await this.#socket.send(Buffer.from(command));
    const told = within(answer, `no answer to ${command}`, ANSWER_WITHIN_MS);
    // A daemon answers at once, unless what it asks of the kernel takes some time.
    const late = Promise.race([told, delay(AT_ONCE_MS, undefined, { ref: false })]);
    late.then(() => passWhile(this.#clock, told)).catch(() => {});
    return told;
  }

  /** A command whose answer has to be OK. */
  async ok(command: string): Promise<void> {
    const answer = (await this.request(command)).trim();
    if (answer !== 'OK') throw new Error(`${command} was answered with ${answer}`);
  }

  /** STATUS as a table. */
  async status(): Promise<Record<string, string>> {
    const lines = (await this.request('STATUS')).split('\n');
    return Object.fromEntries(lines.filter((line) => line.includes('=')).map((line) => splitOnce(line)));
  }

  async close(): Promise<void> {
    await this.#socket.close();
  }
}

function splitOnce(line: string): [string, string] {
  const at = line.indexOf('=');
  return [line.slice(0, at), line.slice(at + 1)];
}
