import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
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
  if (!existsSync(cwd)) throw new TestbedError('ENOENT', `cannot run ${command} in ${cwd}: no such folder`);
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

class LocalProcess implements MachineProcess {
  readonly pid: number;
  readonly exited: Promise<ExitStatus>;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<ExitStatus>;
  /** The process on the terminal, inside of `script`. */
  #inner: number | undefined;
  #listener: OutputListener | undefined;
  #held = 0;
  #lastOutput = 0;

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    this.pid = child.pid ?? 0;
    // Writing to a process that has closed its input is no error of ours; its exit status says what happened.
    child.stdin.on('error', () => {});
    this.#ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        if (signal) resolve({ status: 128 + (constants.signals[signal] ?? 0), signal });
        else resolve({ status: code ?? 0 });
      });
    });
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
    this.exited = this.#ended.then(async (status) => {
      await this.#drained(closed);
      return status;
    });
  }

  /** Waits for the announcement of the process on the terminal, which its first output is. */
  async terminalReady(): Promise<void> {
    let announced = Buffer.alloc(0);
    const { stdout } = this.#child;
    await new Promise<void>((resolve) => {
      const done = () => {
        stdout.off('data', read).off('end', done).pause();
        resolve();
      };
      const read = (data: Buffer) => {
        announced = Buffer.concat([announced, data]);
        const end = announced.indexOf(ANNOUNCEMENT_MARK, 1);
        if (announced[0] === ANNOUNCEMENT_MARK && end === -1) return;
        done();
        if (announced[0] === ANNOUNCEMENT_MARK) {
          this.#inner = Number(announced.toString('latin1', 1, end));
          announced = announced.subarray(end + 1);
        }
        if (announced.length > 0) stdout.unshift(announced);
      };
      stdout.on('data', read).once('end', done);
    });
  }

  onOutput(listener: OutputListener): void {
    if (this.#listener) throw new TestbedError('EINVAL', 'a process has one output listener');
    this.#listener = listener;
    this.#read('stdout', this.#child.stdout);
    this.#read('stderr', this.#child.stderr);
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
    // `script` itself goes last: it waits for the process on its terminal and returns its status.
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

  #read(name: 'stdout' | 'stderr', stream: Readable): void {
    stream.on('data', (data: Buffer) => {
      this.#lastOutput = performance.now();
      const busy = this.#listener?.(name, data);
      if (!busy) return;
      this.#held += 1;
      stream.pause();
      void busy
        .catch(() => {})
        .then(() => {
          this.#held -= 1;
          this.#lastOutput = performance.now();
          stream.resume();
        });
    });
    // Not implied by the listener where the stream was paused before (a terminal).
    stream.resume();
  }

  /** Waits until the output was handed over; not for ever, since a child left in the background may hold the pipe. */
  async #drained(closed: Promise<void>): Promise<void> {
    if (!this.#listener) return;
    this.#lastOutput = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<void>((resolve) => {
      timer = setInterval(() => {
        if (this.#held === 0 && performance.now() - this.#lastOutput >= LINGER_MS) resolve();
      }, LINGER_MS / 2);
    });
    await Promise.race([closed, silence]);
    clearInterval(timer);
    // What is still held at the end of the streams has been handed over; its promise is the listener's own affair.
  }
}
