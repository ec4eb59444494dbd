import type { ExitStatus, MachineProcess, OutputListener } from '../machine/machine.js';
import type { ClientCall, JsonObject } from './call.js';
import { Stream } from './streams.js';

/** A process of a machine at the other end of a connection. */
export class RemoteProcess implements MachineProcess {
  readonly exited: Promise<ExitStatus>;
  readonly #call: ClientCall;

  constructor(
    call: ClientCall,
    readonly pid: number,
  ) {
    this.#call = call;
    this.exited = call.result.then((value) => {
      const { status, signal } = value as JsonObject;
      return { status: Number(status), ...(typeof signal === 'string' ? { signal } : {}) };
    });
    // It may be that nobody asks how it ended.
    this.exited.catch(() => {});
  }

  onOutput(listener: OutputListener): void {
    this.#call.onData((stream, data) => listener(stream === Stream.errors ? 'stderr' : 'stdout', data));
  }

  write(data: Uint8Array): Promise<void> {
    return this.#call.sendBytes(Stream.input, data);
  }

  endInput(): void {
    this.#call.sendEnd();
  }

  kill(signal: NodeJS.Signals = 'SIGTERM'): void {
    this.#call.sendEvent({ signal });
  }

  resize(columns: number, rows: number): void {
    this.#call.sendEvent({ columns, rows });
  }
}
