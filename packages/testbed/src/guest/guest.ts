import type { ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { startTimer } from '../deadline.js';
import { TestbedError } from '../errors.js';
import type {
  Backend,
  DatagramSocket,
  ExecOptions,
  ExecResult,
  Machine,
  MachineProcess,
  RunOptions,
  Watched,
  WatchListener,
} from '../machine/machine.js';
import { RpcConnection } from '../rpc/connection.js';
import { RemoteMachine } from '../rpc/remote-machine.js';
import { tail } from './tail.js';
import type { UserSpace } from './user-space.js';

/** A part of a boot and how long it took. */
export interface Phase {
  readonly name: string;
  readonly milliseconds: number;
}

export interface GuestProcess {
  readonly backend: Backend;
  /** The process that is the guest; leader of its process group. */
  readonly child: ChildProcess;
  /** To the agent. */
  readonly channel: Duplex;
  /** File with what the guest's kernel printed. */
  readonly console: string;
  /** File with what the program itself complained of. */
  readonly log: string;
  /** For errors: "QEMU with the kernel 6.1.0-56-amd64". */
  readonly name: string;
  readonly startedAt: number;
  readonly userSpace?: UserSpace | undefined;
  /** Asked for when it has booted: see {@link Machine.weakness}. */
  readonly weakness?: () => Promise<string | undefined>;
}

export interface WaitOptions {
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** How long a process may take to end after its channel broke. */
const END_PATIENCE_MS = 1000;

/** How a process ended, in words. */
function ending(code: number | null, signal: string | null): string {
  return signal ? `was ended by ${signal}` : `ended with status ${code}`;
}

/** A booted guest. Closing it ends its process; what was in it is gone. */
export class GuestMachine implements Machine {
  readonly backend;
  readonly kernel;
  readonly userSpace;
  readonly clock;
  readonly openNetlink;
  readonly lost: Promise<string>;
  readonly #remote: RemoteMachine;
  readonly #process: GuestProcess;
  readonly #ended: Promise<string>;
  #closing: Promise<void> | undefined;

  private constructor(
    process: GuestProcess,
    remote: RemoteMachine,
    ended: Promise<string>,
    readonly phases: readonly Phase[],
    readonly weakness: string | undefined,
  ) {
    this.#process = process;
    this.#remote = remote;
    this.#ended = ended;
    this.backend = process.backend;
    this.kernel = remote.kernel;
    this.userSpace = process.userSpace;
    this.clock = remote.clock;
    // A helper that outlives the kernel would hold the channel open, and who waits for an answer would wait on.
    void ended.then(() => endGroup(process.child));
    this.openNetlink = remote.openNetlink;
    // The channel breaks a little before the process is reported: its end says more, if it comes.
    const broken = remote.lost.then(async (reason) => {
      const patience = new Promise((resolve) => setTimeout(resolve, END_PATIENCE_MS).unref());
      await Promise.race([ended, patience]);
      endGroup(process.child);
      return `is out of reach: ${reason}`;
    });
    this.lost = new Promise((resolve) => {
      void Promise.race([ended, broken]).then((how) => {
        const last = tail(process.console, 1)[0];
        if (!this.#closing)
          resolve(`${process.name} ${how}${last ? `; last line of its console: ${last}` : ''}`);
      });
    });
  }

  /** Whether the guest's clock says that less time has passed in it than outside, as it must be. */
  get clockPlausible(): boolean {
    return (this.phases[0]?.milliseconds ?? 0) >= 0;
  }

  /** Waits for the agent of a guest that was just started. Ends the guest when that fails. */
  static async ready(process: GuestProcess, options: WaitOptions): Promise<GuestMachine> {
    const { child, channel, name } = process;
    const { deadlineMs, signal } = options;
    const ended = new Promise<string>((resolve) => {
      child.once('exit', (code, reason) => resolve(ending(code, reason)));
      child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    });
    const connection = new RpcConnection(channel, { peer: `the agent of ${name}` });
    let timer: Disposable | undefined;
    let abort = () => {};
    const failed = new Promise<never>((_, reject) => {
      void ended.then((how) =>
        reject(
          new TestbedError('BOOT_FAILED', `${name} ${how} before it had booted`, {
            details: lastWords(process),
          }),
        ),
      );
      timer = startTimer(deadlineMs, () => {
        const words = lastWords(process);
        reject(
          new TestbedError('BOOT_TIMEOUT', `${name} did not boot within ${deadlineMs / 1000} s`, {
            hint:
              words.length === 0
                ? 'Its console is silent: the kernel did not come to its first program. Try again.'
                : 'Its console shows where it stopped; on a busy machine give it more time.',
            details: words,
          }),
        );
      });
      abort = () => reject(signal?.reason);
      if (signal?.aborted) abort();
      else signal?.addEventListener('abort', abort, { once: true });
    });
    try {
      const hello = await Promise.race([greeting(connection, ended), failed]);
      const remote = await Promise.race([RemoteMachine.open(connection), failed]);
      const weakness = await process.weakness?.();
      const booted = phases(process.startedAt, String(hello.phases ?? ''));
      return new GuestMachine(process, remote, ended, booted, weakness);
    } catch (error) {
      await connection.close();
      endGroup(child);
      if (child.pid !== undefined) await ended;
      throw error;
    } finally {
      timer?.[Symbol.dispose]();
      signal?.removeEventListener('abort', abort);
    }
  }

  /** The process that is the guest. */
  get pid(): number | undefined {
    return this.#process.child.pid;
  }

  /**
   * Stops the guest's kernel, or lets it go on; to its clock it was away for so long. Its helpers are left alone: a
   * User-Mode Linux kernel traces its processes, and would take a signal to them for a fault of theirs.
   */
  freeze(frozen: boolean): void {
    this.#process.child.kill(frozen ? 'SIGSTOP' : 'SIGCONT');
  }

  spawn(argv: readonly string[], options?: RunOptions): Promise<MachineProcess> {
    return this.#remote.spawn(argv, options);
  }

  exec(argv: readonly string[], options?: ExecOptions): Promise<ExecResult> {
    return this.#remote.exec(argv, options);
  }

  readFile(path: string): Promise<Uint8Array> {
    return this.#remote.readFile(path);
  }

  writeFile(path: string, data: string | Uint8Array, mode?: number): Promise<void> {
    return this.#remote.writeFile(path, data, mode);
  }

  openDatagram(path: string): Promise<DatagramSocket> {
    return this.#remote.openDatagram(path);
  }

  watch(what: Watched, listener: WatchListener, signal: AbortSignal): Promise<void> {
    return this.#remote.watch(what, listener, signal);
  }

  wallUs(): Promise<number> {
    return this.#remote.wallUs();
  }

  kernelLog(): Promise<readonly string[]> {
    return this.#remote.kernelLog();
  }

  followKernelLog(listener: (line: string) => void, signal: AbortSignal): Promise<void> {
    return this.#remote.followKernelLog(listener, signal);
  }

  async undoOnEnd(): Promise<void> {
    // Nothing of a guest outlives its kernel.
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    endGroup(this.#process.child);
    await this.#ended;
    await this.#remote.close();
  }
}

/** The agent's greeting. A channel that breaks is the end of the process, which is about to be reported: that says more. */
async function greeting(connection: RpcConnection, ended: Promise<string>) {
  try {
    return await connection.ready;
  } catch (error) {
    // A guest whose agent cannot speak would go on without anybody: its end is asked for by the caller.
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, END_PATIENCE_MS).unref())]);
    throw error;
  }
}

/** Kills the whole group: User-Mode Linux has helpers that its own end does not take along. */
function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function lastWords({ console, log }: GuestProcess): string[] {
  return [...tail(log, 4), ...tail(console)];
}

const PHASE_NAMES = ['kernel', 'modules', 'files', 'agent'];

/** Phases from the guest's own clock readings; what is left of the whole is the program's start and unpacking. */
function phases(startedAt: number, readings: string): Phase[] {
  const total = performance.now() - startedAt;
  const times = readings.split(' ').filter(Boolean).map(Number);
  const inGuest = PHASE_NAMES.flatMap((name, index) => {
    const now = times[index];
    return now === undefined
      ? []
      : [{ name, milliseconds: Math.round((now - (times[index - 1] ?? 0)) * 1000) }];
  });
  const start = total - (times.at(-1) ?? 0) * 1000;
  return [
    { name: 'start', milliseconds: Math.round(start) },
    ...inGuest,
    { name: 'total', milliseconds: Math.round(total) },
  ];
}
