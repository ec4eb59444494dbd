import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { errorCode, errorMessage, TestbedError } from '../errors.js';
import { findCommand, searchPath } from './command.js';
import type { ExitStatus, MachineProcess, OutputListener, RunOptions } from './machine.js';
import { ANNOUNCEMENT_MARK, resizeTerminal, terminalCommand, terminalGroups } from './terminal.js';

/** How long output may stay silent after the exit before a background child that holds the pipe is left alone. */
const LINGER_MS = 200;

/** Starts a process of this kernel in a process group (and session) of its own. */
export async function spawnLocal(
  argv: readonly string[],
  options: RunOptions,
  environment: NodeJS.ProcessEnv,
): Promise<MachineProcess> {
  const [command] = argv;
  if (command === undefined) throw new TestbedError('EINVAL', 'cannot run a command without a name');
  const env: NodeJS.ProcessEnv = { ...environment, ...options.env };
  env.PATH = searchPath(env.PATH);
  const cwd = options.cwd ?? process.cwd();
  if (!existsSync(cwd))
    throw new TestbedError('NO_FOLDER', `cannot run ${command} in ${cwd}: no such folder`);
  // Looked up here because a wrapper would report it as an exit status like any other.
  let line = [findCommand(command, env.PATH, cwd), ...argv.slice(1)];
  if (options.netns !== undefined) {
    if (!existsSync(`/run/netns/${options.netns}`)) {
      throw new TestbedError(
        'NO_NAMESPACE',
        `cannot run ${command} in namespace ${options.netns}: there is none of that name`,
        {
          hint: 'List them with `ip netns`.',
        },
      );
    }
    // Not nsenter: `ip netns exec` also mounts a /sys that shows the devices of the namespace, which iw, hostapd
    // and others read, and the files of /etc/netns/<name>. It executes the command in its own place: same process.
    line = [findCommand('ip', env.PATH, cwd), 'netns', 'exec', options.netns, ...line];
  }
  if (options.tty) {
    line = terminalCommand(line, options.tty, env.SHELL);
    env.SHELL = '/bin/sh';
    env.TERM ??= 'xterm-256color';
  }
  const [file = '', ...parameters] = line;
  const child = spawn(findCommand(file, env.PATH, cwd), parameters, {
    cwd,
    env,
    detached: true,
    stdio: 'pipe',
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) =>
      reject(
        new TestbedError(errorCode(error) ?? 'SPAWN', `cannot run ${command}: ${errorMessage(error)}`, {
          cause: error,
        }),
      ),
    );
  });
  const local = new LocalProcess(child);
  if (options.tty) await local.terminalReady();
  return local;
}

interface Piece {
  readonly stream: 'stdout' | 'stderr';
  readonly data: Buffer;
}

class LocalProcess implements MachineProcess {
  readonly pid: number;
  readonly exited: Promise<ExitStatus>;
  readonly #child: ChildProcessWithoutNullStreams;
  /** The process on the terminal, inside of `script`. */
  #inner: number | undefined;
  #listener: OutputListener | undefined;
  /**
   * Output that waits for the listener. The pipes are paused while there is some; after the exit Node resumes them
   * by itself, which is why it is kept here and not in them.
   */
  readonly #kept: Piece[] = [];
  #delivering = false;
  #lastOutput = 0;

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    this.pid = child.pid ?? 0;
    // Writing to a process that has closed its input is no error of ours; its exit status says what happened.
    child.stdin.on('error', () => {});
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].on('data', (data: Buffer) => {
        this.#kept.push({ stream, data });
        this.#deliver();
      });
    }
    const ended = new Promise<ExitStatus>((resolve) => {
      child.once('exit', (code, signal) => {
        if (signal) resolve({ status: 128 + (constants.signals[signal] ?? 0), signal });
        else resolve({ status: code ?? 0 });
      });
    });
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
    this.exited = ended.then(async (status) => {
      await this.#drained(closed);
      return status;
    });
  }

  /** Waits for the announcement of the process on the terminal, which its first output is. */
  async terminalReady(): Promise<void> {
    const { stdout } = this.#child;
    let announced = Buffer.alloc(0);
    await new Promise<void>((resolve) => {
      this.#listener = (_, data) => {
        announced = Buffer.concat([announced, data]);
        if (announced[0] !== ANNOUNCEMENT_MARK || announced.indexOf(ANNOUNCEMENT_MARK, 1) !== -1) resolve();
      };
      stdout.once('end', resolve);
      this.#deliver();
    });
    this.#listener = undefined;
    const end = announced.indexOf(ANNOUNCEMENT_MARK, 1);
    if (announced[0] === ANNOUNCEMENT_MARK && end !== -1) {
      this.#inner = Number(announced.toString('latin1', 1, end));
      announced = announced.subarray(end + 1);
    }
    if (announced.length > 0) this.#kept.unshift({ stream: 'stdout', data: announced });
  }

  onOutput(listener: OutputListener): void {
    if (this.#listener) throw new TestbedError('EINVAL', 'a process has one output listener');
    this.#listener = listener;
    this.#deliver();
  }

  write(data: Uint8Array): Promise<void> {
    const { stdin } = this.#child;
    if (!stdin.writable) return Promise.resolve();
    return new Promise((resolve) => stdin.write(data, () => resolve()));
  }

  endInput(): void {
    this.#child.stdin.end();
  }

  kill(signal: NodeJS.Signals = 'SIGTERM'): void {
    const groups = this.#inner === undefined ? [] : terminalGroups(this.#inner);
    // `script` itself is spared as long as it can be: it returns the status of the process on its terminal.
    if (groups.length === 0 || signal === 'SIGKILL') groups.push(this.pid);
    for (const group of groups) {
      try {
        process.kill(-group, signal);
      } catch {
        // It has ended by itself.
      }
    }
  }

  resize(columns: number, rows: number): void {
    if (this.#inner !== undefined) resizeTerminal(this.#inner, columns, rows);
  }

  /** Hands over piece after piece; a listener's promise holds the pipes, and so the process, back. */
  #deliver(): void {
    if (this.#delivering) return;
    while (this.#listener && this.#kept.length > 0) {
      const { stream, data } = this.#kept.shift() as Piece;
      this.#lastOutput = performance.now();
      const busy = this.#listener(stream, data);
      if (!busy) continue;
      this.#delivering = true;
      this.#hold(true);
      const next = () => {
        this.#delivering = false;
        this.#lastOutput = performance.now();
        this.#deliver();
      };
      busy.then(next, next);
      return;
    }
    this.#hold(this.#kept.length > 0);
  }

  #hold(hold: boolean): void {
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (hold) stream.pause();
      else stream.resume();
    }
  }

  /** Waits until the output was handed over; not for ever, since a child left in the background may hold the pipe. */
  async #drained(closed: Promise<void>): Promise<void> {
    if (!this.#listener) return;
    this.#lastOutput = performance.now();
    let open = true;
    let check = () => {};
    const drained = new Promise<void>((resolve) => {
      check = () => {
        const silent = performance.now() - this.#lastOutput >= LINGER_MS;
        if (!this.#delivering && this.#kept.length === 0 && (!open || silent)) resolve();
      };
    });
    void closed.then(() => {
      open = false;
      check();
    });
    const timer = setInterval(check, LINGER_MS / 10);
    await drained;
    clearInterval(timer);
  }
}
