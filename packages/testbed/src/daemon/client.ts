/** Starting, finding and using the daemons of laboratories. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startTimer } from '../deadline.js';
import { errorCode, errorMessage, TestbedError } from '../errors.js';
import { tail } from '../guest/tail.js';
import { bootId, pidNamespace } from '../machine/boot-id.js';
import { killMarked } from '../machine/guard.js';
import type { Machine } from '../machine/machine.js';
import type { ClientCall, JsonObject } from '../rpc/call.js';
import { type CallOptions, RpcConnection } from '../rpc/connection.js';
import { errorFromMessage, type Json } from '../rpc/json.js';
import { RemoteMachine } from '../rpc/remote-machine.js';
import { alreadyUp, RELEASE, STARTER_DESCRIPTOR, type StartWord } from './daemon.js';
import { connectIn, isAlive } from './lab-socket.js';
import {
  type DaemonInfo,
  isProcess,
  LOG_FILE,
  labFolder,
  labFolders,
  leaveRunFolder,
  makeStarting,
  readInfo,
} from './run-folder.js';

const START_DEADLINE_MS = 60_000;
/** A daemon that says nothing for so long does not run. */
const ANSWER_MS = 10_000;
/** So long one may take to go down once it was asked to: more than it gives to what it carries. */
const DOWN_MS = 30_000;
/** Within so long a process that was killed has gone, unless the kernel holds it. */
const KILLED_MS = 5000;

export interface StartDaemonOptions {
  /** The module that calls {@link runDaemon}; the laboratory's own when left out. Tests have others. */
  readonly entry?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  readonly deadlineMs?: number;
}

/** A connection to a daemon. */
export class DaemonClient implements AsyncDisposable {
  readonly #connection: RpcConnection;
  readonly #starter: Socket | undefined;
  #machine: Promise<Machine> | undefined;

  constructor(
    readonly name: string,
    /** The laboratory's folder. */
    readonly folder: string,
    connection: RpcConnection,
    starter?: Socket,
  ) {
    this.#connection = connection;
    this.#starter = starter;
  }

  /** Resolves with the reason when the daemon has gone, or this client was closed. */
  get closed(): Promise<Error> {
    return this.#connection.closed;
  }

  /** Calls a method of the laboratory. */
  call(method: string, args: JsonObject = {}, options: CallOptions = {}): Promise<Json> {
    return this.#connection.call(method, args, options);
  }

  /** Opens a call, for what needs its channel. */
  open(method: string, args: JsonObject): ClientCall {
    return this.#connection.open(method, args);
  }

  /** The laboratory's machine; closing it closes this client. Rejects while none is booted. */
  machine(): Promise<Machine> {
    this.#machine ??= RemoteMachine.open(this.#connection);
    this.#machine.catch(() => {
      this.#machine = undefined;
    });
    return this.#machine;
  }

  async status(): Promise<DaemonInfo> {
    return (await this.call('daemon.status')) as unknown as DaemonInfo;
  }

  /** Lets the laboratory outlive this process. Until then it ends when the process that started it does. */
  async release(): Promise<void> {
    const starter = this.#starter;
    if (!starter || starter.destroyed) return;
    await new Promise<void>((resolve) => starter.end(RELEASE, resolve));
  }

  /** Does not keep this process alive. */
  unref(): void {
    this.#connection.unref();
  }

  /** Takes the laboratory down and waits until it is. */
  async shutdown(): Promise<void> {
    // A daemon that goes down by itself at this moment has done what we ask for.
    const asked = this.call('daemon.shutdown').catch(() => {});
    const { closed } = this.#connection;
    const gone = (await within(ANSWER_MS, asked)) !== 'late' && (await within(DOWN_MS, closed)) !== 'late';
    if (!gone) {
      const info = readInfo(this.folder);
      await this.close();
      if (info) await killDaemon(info, this.folder);
    }
    this.#starter?.destroy();
  }

  /** Lets go of the daemon; a laboratory that was not released goes down. */
  async close(): Promise<void> {
    await this.#connection.close();
    this.#starter?.destroy();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** A daemon that loads its program and does not know yet which laboratory it will carry. */
export class BegunDaemon implements AsyncDisposable {
  readonly #starter: Socket;
  /** How it ended, if it does before it is there. */
  readonly #died: Promise<string>;
  #taken = false;

  private constructor(
    private readonly starting: string,
    private readonly child: ReturnType<typeof spawn>,
  ) {
    this.#starter = child.stdio[STARTER_DESCRIPTOR] as Socket;
    this.#starter.on('error', () => {});
    this.#died = new Promise((resolve) => {
      child.once('error', (error) => resolve(`could not be started: ${error.message}`));
      // Its last word is on the pipe before the pipe ends.
      child.once('close', (code, reason) =>
        resolve(reason ? `was ended by ${reason} at its start` : `ended with status ${code} at its start`),
      );
    });
  }

  static async begin({ entry, env }: Pick<StartDaemonOptions, 'entry' | 'env'> = {}): Promise<BegunDaemon> {
    const starting = await makeStarting();
    const log = openSync(join(starting, LOG_FILE), 'a', 0o600);
    const program = entry ?? fileURLToPath(new URL('main.js', import.meta.url));
    const child = spawn(process.execPath, [program, starting], {
      cwd: '/',
      detached: true,
      env: { ...process.env, ...env },
      stdio: ['ignore', log, log, 'pipe'],
    });
    closeSync(log);
    return new BegunDaemon(starting, child);
  }

  /** It carries this laboratory. When it rejects, nothing is left. */
  async take(name: string, options: Omit<StartDaemonOptions, 'entry' | 'env'> = {}): Promise<DaemonClient> {
    this.#taken = true;
    const { starting, child } = this;
    const starter = this.#starter;
    try {
      options.signal?.throwIfAborted();
      const folder = labFolder(name);
      if (await isAlive(folder)) throw alreadyUp(name);
      if (existsSync(folder)) await removeDead(folder);
      const logs = () =>
        tail([starting, folder].map((place) => join(place, LOG_FILE)).find(existsSync) ?? '');
      const ready = firstWord(starter, this.#died, { name, logs, ...options });
      starter.write(`${name}\n`);
      await ready;
      child.unref();
      const client = await connectTo(name, folder, starter);
      // Neither pipe nor daemon keep this process alive.
      starter.unref();
      return client;
    } catch (error) {
      await this.#drop();
      throw error;
    }
  }

  /** Nothing is left of one that nobody took. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#taken) await this.#drop();
  }

  async #drop(): Promise<void> {
    this.#starter.destroy();
    await end(this.child);
    await rm(this.starting, { recursive: true, force: true });
    leaveRunFolder();
  }
}

/** Starts the daemon of a new laboratory. When it rejects, nothing is left. */
export async function startDaemon(name: string, options: StartDaemonOptions = {}): Promise<DaemonClient> {
  options.signal?.throwIfAborted();
  return (await BegunDaemon.begin(options)).take(name, options);
}

async function firstWord(
  starter: Socket,
  death: Promise<string>,
  options: StartDaemonOptions & { name: string; logs: () => string[] },
): Promise<void> {
  const { name, logs, signal, deadlineMs = START_DEADLINE_MS } = options;
  let timer: Disposable | undefined;
  let abort = () => {};
  try {
    await new Promise<void>((resolve, reject) => {
      let said = '';
      const died = (how: string) =>
        reject(
          new TestbedError('DAEMON_DIED', `the daemon of laboratory ${name} ${how}`, {
            hint: 'The end of its log says why.',
            details: logs(),
          }),
        );
      starter.on('error', () => {});
      starter.on('data', (data: Buffer) => {
        said += data.toString();
        if (!said.includes('\n')) return;
        const word = JSON.parse(said.slice(0, said.indexOf('\n'))) as StartWord;
        if ('ready' in word) resolve();
        else reject(errorFromMessage(word.error));
      });
      void death.then(died);
      timer = startTimer(deadlineMs, () => died(`did not start within ${deadlineMs / 1000} s`));
      abort = () => reject(signal?.reason);
      if (signal?.aborted) abort();
      else signal?.addEventListener('abort', abort, { once: true });
    });
  } finally {
    timer?.[Symbol.dispose]();
    signal?.removeEventListener('abort', abort);
  }
}

/** Ends a daemon that is of no use: the loss of its pipe takes it down by itself, if it ever got so far. */
async function end(child: ReturnType<typeof spawn>): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), START_DEADLINE_MS);
  await ended;
  clearTimeout(kill);
}

/** Connects to the daemon of a laboratory that is up. Rejects with NO_LAB, or with why it is of no use any more. */
export async function connectDaemon(name: string): Promise<DaemonClient> {
  const folder = labFolder(name);
  const info = readInfo(folder);
  if (!info) {
    throw new TestbedError('NO_LAB', `no laboratory named ${name} is up`, {
      hint: 'Bring it up: npx testbed up.',
    });
  }
  if (info.ended !== undefined || !(await isAlive(folder))) throw dead(info, folder);
  return connectTo(name, folder);
}

async function connectTo(name: string, folder: string, starter?: Socket): Promise<DaemonClient> {
  const socket = await connectIn(folder).catch((error: unknown) => {
    throw new TestbedError(
      errorCode(error) ?? 'NO_LAB',
      `cannot reach the daemon of laboratory ${name}: ${errorMessage(error)}`,
      { hint: 'It is going down; try again.', cause: error },
    );
  });
  const connection = new RpcConnection(socket, { peer: `the daemon of laboratory ${name}` });
  if ((await within(ANSWER_MS, connection.ready)) === 'late') {
    await connection.close();
    throw new TestbedError(
      'LAB_SILENT',
      `the daemon of laboratory ${name} does not answer for ${ANSWER_MS / 1000} s`,
      { hint: `Is it stopped? Let it go on (SIGCONT), or take it down: npx testbed down --name ${name}.` },
    );
  }
  return new DaemonClient(name, folder, connection, starter);
}

function dead(info: DaemonInfo, folder: string): TestbedError {
  return new TestbedError(
    'LAB_DEAD',
    `laboratory ${info.name} is gone: ${info.ended ?? 'its daemon was killed'}`,
    {
      hint: `Clear it away: npx testbed down --name ${info.name}.`,
      details: tail(join(folder, LOG_FILE)),
    },
  );
}

/** What a promise resolves with, or that it took too long. */
async function within<T>(milliseconds: number, wanted: Promise<T>): Promise<T | 'late'> {
  let timer: Disposable | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = startTimer(milliseconds, () => resolve('late'));
  });
  try {
    return await Promise.race([wanted, late]);
  } finally {
    timer?.[Symbol.dispose]();
  }
}

/** Ends a daemon that does not answer, one that stands still for instance, and clears away what its guard leaves. */
async function killDaemon(info: DaemonInfo, folder: string): Promise<void> {
  if (info.bootId !== bootId() || info.pidNamespace !== pidNamespace())
    throw new TestbedError(
      'LAB_ELSEWHERE',
      `laboratory ${info.name} does not answer, and its daemon is not to be seen here`,
      { hint: 'Take it down where it was brought up: in another container, perhaps.' },
    );
  try {
    process.kill(info.pid, 'SIGKILL');
  } catch (error) {
    if (errorCode(error) !== 'ESRCH')
      throw new TestbedError(
        'LAB_STUCK',
        `the daemon of laboratory ${info.name} does not answer and cannot be killed: ${errorMessage(error)}`,
        {
          hint: `End process ${info.pid} as the user that started it, then run testbed down again.`,
          cause: error,
        },
      );
  }
  const until = performance.now() + KILLED_MS;
  while (isProcess(info.pid)) {
    if (performance.now() > until)
      throw new TestbedError(
        'LAB_STUCK',
        `the daemon of laboratory ${info.name} (process ${info.pid}) does not answer, and does not end when it is killed`,
        { hint: 'Is it frozen, or traced by a debugger? Let it go on, then run testbed down again.' },
      );
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  // Another laboratory may have the name meanwhile.
  if (readInfo(folder)?.startedAt === info.startedAt) await removeDead(folder);
}

/** Takes a laboratory down by name, also what is left of a dead one; false when there was none. */
export async function stopDaemon(name: string): Promise<boolean> {
  try {
    return await stop(name);
  } finally {
    leaveRunFolder();
  }
}

async function stop(name: string): Promise<boolean> {
  const folder = labFolder(name);
  if (!existsSync(folder)) return false;
  const info = readInfo(folder);
  if (!info || !(await isAlive(folder))) {
    await removeDead(folder);
    return true;
  }
  const client = await connectTo(name, folder).catch(() => undefined);
  if (!client) {
    // It lives and does not answer.
    await killDaemon(info, folder);
    return true;
  }
  await client.shutdown();
  const remains = () => readInfo(folder)?.startedAt === info.startedAt;
  while (remains() && (await isAlive(folder))) await new Promise((resolve) => setTimeout(resolve, 20));
  // It was killed meanwhile, and has not cleared up.
  if (remains()) await removeDead(folder);
  return true;
}

/** Every laboratory of this user, dead ones included (`ended` says so). */
export async function listDaemons(): Promise<DaemonInfo[]> {
  const names = await labFolders();
  if (names.length === 0) leaveRunFolder();
  const found: DaemonInfo[] = [];
  for (const name of names) {
    const folder = labFolder(name);
    const info = readInfo(folder);
    if (!info) continue;
    const known = info.ended !== undefined || (await isAlive(folder));
    found.push(known ? info : { ...info, ended: 'its daemon was killed' });
  }
  return found;
}

/** How long a guard that cannot be seen from here gets for its work. */
const GUARD_MS = 3000;

/** Removes the folder of a dead laboratory, and what else its guard would have removed, had it not been killed too. */
async function removeDead(folder: string): Promise<void> {
  const before = readInfo(folder);
  // It may still be at work, and what it removes must not be what comes next.
  const until = performance.now() + GUARD_MS;
  const atWork = ({ guard, ...of }: DaemonInfo): boolean =>
    guard !== undefined &&
    of.bootId === bootId() &&
    (of.pidNamespace === pidNamespace() ? isProcess(guard) : performance.now() < until) &&
    existsSync(folder);
  const last = performance.now() + DOWN_MS;
  while (before && atWork(before) && performance.now() < last)
    await new Promise((resolve) => setTimeout(resolve, 20));
  // One that stands still is of no use: its work is done here.
  if (before?.guard !== undefined && atWork(before) && before.pidNamespace === pidNamespace())
    process.kill(before.guard, 'SIGKILL');
  // Where it has done its work there is no folder any more.
  const info = readInfo(folder);
  if (info?.mark !== undefined && info.bootId === bootId()) {
    await killMarked(info.mark);
    const { LocalMachine } = await import('../machine/local.js');
    const host = new LocalMachine();
    for (const argv of info.undo ?? []) await host.exec(argv).catch(() => {});
    await host.close();
  }
  await rm(folder, { recursive: true, force: true });
}
