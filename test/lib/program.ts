/** A program that runs beside the scenario: its output as lines, and its end. */
import type { MachineClock, MachineProcess } from '@vwifi/testbed';
import { Lines } from './lines.js';
import { announced } from './wait.js';

const ENDS_WITHIN_MS = 20_000;

export class Program {
  /** Standard output and error, in the order in which they came. */
  readonly output: Lines;
  readonly name: string;
  readonly #process: MachineProcess;
  readonly #clock: MachineClock;
  #ended = false;
  /** Settles when it has ended, however. */
  readonly gone: Promise<void>;

  constructor(name: string, process: MachineProcess, clock: MachineClock) {
    this.name = name;
    this.#clock = clock;
    this.output = new Lines(clock);
    this.#process = process;
    process.onOutput((_, data) => this.output.add(Buffer.from(data).toString()));
    this.gone = process.exited.then(
      () => {
        this.#ended = true;
      },
      () => {
        this.#ended = true;
      },
    );
  }

  get pid(): number {
    return this.#process.pid;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** A line for its standard input. */
  async tell(line: string): Promise<void> {
    await this.#process.write(Buffer.from(`${line}\n`));
  }

  /** A signal that does not end it. */
  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** Its exit status; waits for its end. */
  async status(withinMs = ENDS_WITHIN_MS): Promise<number> {
    const { status } = await announced(
      this.#clock,
      this.#process.exited,
      `${this.name} has not ended`,
      withinMs,
    );
    return status;
  }

  /** Ends it and waits for that. Idempotent. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (!this.#ended) this.#process.kill(signal);
    await this.status();
  }
}
