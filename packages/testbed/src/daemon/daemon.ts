/**
 * The process that carries one laboratory. It owns the machine, serves machine and laboratory on a Unix socket, and
 * takes everything along when it ends.
 */
import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { createServer, type Server, Socket } from 'node:net';
import { errorCode, TestbedError } from '../errors.js';
import { bootId, pidNamespace } from '../machine/boot-id.js';
import { Guard } from '../machine/guard.js';
import type { JsonObject, RpcMethods } from '../rpc/call.js';
import { RpcConnection } from '../rpc/connection.js';
import { type ErrorMessage, errorToMessage } from '../rpc/json.js';
import { JSON_NAME, listenIn } from './lab-socket.js';
import { type DaemonInfo, labFolder, leaveRunFolder, writeInfo } from './run-folder.js';

/** What the daemon gives to what it carries. */
export interface DaemonHost {
  readonly name: string;
  /** The laboratory's folder, for its user only. It goes with the daemon. */
  readonly folder: string;
  /** Cleans up when the daemon is killed; its mark belongs into the environment of every process started for good. */
  readonly guard: Guard;
  /** Adds to what `testbed ls` can tell without asking. */
  inform(more: Partial<DaemonInfo>): Promise<void>;
  /** Takes the laboratory down. */
  shutdown(why: string): Promise<void>;
}

/** What a daemon carries. */
export interface DaemonCargo {
  readonly methods: RpcMethods;
  /** Serves a client that speaks JSON-RPC. */
  readonly serveJson?: (client: Socket) => void;
  /** Ends everything it holds; has a few seconds. */
  close(): Promise<void>;
}

/** What the daemon tells the process that started it, as one line on the pipe between them. */
export type StartWord = { readonly ready: true } | { readonly error: ErrorMessage };

/** The descriptor of that pipe. */
export const STARTER_DESCRIPTOR = 3;
/** What the starter writes to let go of the laboratory. */
export const RELEASE = 'release\n';

const CLOSE_DEADLINE_MS = 8000;

/**
 * Runs the daemon: waits for the name, which is told on the pipe, claims it, serves until it is shut down, cleans up,
 * ends the process.
 */
export async function runDaemon(
  startFolder: string,
  load: (host: DaemonHost) => Promise<DaemonCargo> | DaemonCargo,
): Promise<void> {
  const starter = new Socket({ fd: STARTER_DESCRIPTOR });
  const tell = (word: StartWord) => starter.write(`${JSON.stringify(word)}\n`);
  const name = await nameFrom(starter);
  if (name === undefined) {
    await rm(startFolder, { recursive: true, force: true });
    leaveRunFolder();
    return;
  }
  process.title = `testbed-daemon ${name}`;
  try {
    const daemon = new Daemon(name);
    await daemon.claim(startFolder);
    await daemon.serve(load);
    daemon.lease(starter);
    tell({ ready: true });
  } catch (error) {
    console.error(error);
    tell({ error: errorToMessage(error) });
    process.exitCode = 1;
    starter.end();
  }
}

/** The first line; none where the starter needs no laboratory, or is gone. What comes after it is left on the pipe. */
function nameFrom(starter: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    let said = '';
    const hear = (data: Buffer) => {
      said += data.toString();
      if (!said.includes('\n')) return;
      starter.pause();
      starter.off('data', hear);
      resolve(said.slice(0, said.indexOf('\n')));
    };
    starter.on('data', hear);
    starter.once('error', () => {});
    starter.once('close', () => resolve(undefined));
  });
}

class Daemon implements DaemonHost {
  readonly folder: string;
  readonly guard = new Guard(randomUUID(), (undo) => this.inform({ undo }));
  readonly #connections = new Set<RpcConnection>();
  readonly #server: Server = createServer((socket) => this.#accept(socket));
  readonly #jsonServer: Server = createServer((client) => {
    client.on('error', () => {});
    this.#jsonClients.add(client);
    client.on('close', () => this.#jsonClients.delete(client));
    const serve = this.#cargo?.serveJson;
    if (serve) serve(client);
    else client.destroy();
  });
  readonly #jsonClients = new Set<Socket>();
  /** Who called before there was anything to serve. */
  readonly #early: Socket[] = [];
  #methods: RpcMethods | undefined;
  #cargo: DaemonCargo | undefined;
  #info: DaemonInfo;
  #ending: Promise<void> | undefined;
  #written: Promise<void> = Promise.resolve();

  constructor(readonly name: string) {
    this.folder = labFolder(name);
    this.#info = {
      name,
      pid: process.pid,
      pidNamespace: pidNamespace(),
      bootId: bootId(),
      startedAt: Date.now(),
      ...(this.guard.pid === undefined ? {} : { guard: this.guard.pid }),
      mark: this.guard.mark,
    };
  }

  /**
   * Takes the name: the folder appears under it with everything in it, or not at all. Somebody listens in it from that
   * moment on, since a folder where nobody does is a dead one's.
   */
  async claim(startFolder: string): Promise<void> {
    await writeInfo(startFolder, this.#info);
    try {
      await listenIn(this.#server, startFolder);
      await listenIn(this.#jsonServer, startFolder, JSON_NAME);
      await rename(startFolder, this.folder);
    } catch (error) {
      this.#server.close();
      this.#jsonServer.close();
      this.guard.done();
      if (['ENOTEMPTY', 'EEXIST'].includes(errorCode(error) ?? '')) throw alreadyUp(this.name);
      throw error;
    }
    this.guard.remove(this.folder);
  }

  async serve(load: (host: DaemonHost) => Promise<DaemonCargo> | DaemonCargo): Promise<void> {
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.on(signal, () => void this.shutdown(`it got ${signal}`));
    process.on('SIGHUP', () => {});
    process.on('uncaughtException', (error) => void this.#crash(error));
    process.on('unhandledRejection', (error) => void this.#crash(error));
    try {
      this.#cargo = await load(this);
      const methods: RpcMethods = {
        ...this.#cargo.methods,
        'daemon.status': () => ({ ...this.#info }) as JsonObject,
        // Not waited for: the answer has to leave before the socket closes.
        'daemon.shutdown': () => void setImmediate(() => void this.shutdown('a client asked for it')),
      };
      this.#methods = methods;
      for (const socket of this.#early.splice(0)) this.#accept(socket);
    } catch (error) {
      await this.#cleanUp();
      throw error;
    }
  }

  /** Ends the laboratory with the process at the other end of the pipe, unless that lets go of it first. */
  lease(starter: Socket): void {
    let said = '';
    starter.on('data', (data: Buffer) => {
      said += data.toString();
    });
    starter.on('error', () => {});
    starter.on('close', () => {
      if (!said.includes(RELEASE)) void this.shutdown('the process that holds it has ended');
    });
    starter.resume();
  }

  async inform(more: Partial<DaemonInfo>): Promise<void> {
    this.#info = { ...this.#info, ...more };
    // One after the other: they write one file. What is written last is what was said last.
    this.#written = this.#written.then(async () => {
      if (!this.#ending) await writeInfo(this.folder, this.#info);
    });
    await this.#written;
  }

  shutdown(why: string): Promise<void> {
    this.#ending ??= (async () => {
      console.error(`the laboratory goes down: ${why}`);
      await this.#cleanUp();
      end();
    })();
    return this.#ending;
  }

  #accept(socket: Socket): void {
    const methods = this.#methods;
    if (!methods) {
      socket.on('error', () => {});
      this.#early.push(socket);
      return;
    }
    const connection = new RpcConnection(socket, { peer: 'a client', methods, hello: { lab: this.name } });
    this.#connections.add(connection);
    void connection.closed.then(() => this.#connections.delete(connection));
  }

  async #cleanUp(): Promise<void> {
    const closed = Promise.resolve(this.#cargo?.close()).catch((error: unknown) => console.error(error));
    const deadline = new Promise<'late'>((resolve) => setTimeout(resolve, CLOSE_DEADLINE_MS, 'late'));
    const late = (await Promise.race([closed, deadline])) === 'late';
    // Clients see the end of their connection as the end of the laboratory: the folder goes first.
    await rm(this.folder, { recursive: true, force: true });
    // Until now somebody listened there: whoever is still at work is not dead.
    this.#server.close();
    this.#jsonServer.close();
    for (const client of this.#jsonClients) client.end();
    for (const socket of this.#early) socket.destroy();
    for (const connection of this.#connections) void connection.close();
    // A guard that hears nothing kills what is left.
    if (!late) this.guard.done();
  }

  /** A fault of ours: ends the machine, and leaves the folder for whoever asks what happened. */
  async #crash(error: unknown): Promise<void> {
    console.error(error);
    if (this.#ending) return;
    this.#ending = (async () => {
      await this.#cargo?.close().catch(() => {});
      const { undo: _, ...info } = this.#info;
      this.#info = { ...info, ended: `its daemon failed: ${errorToMessage(error).message}` };
      await writeInfo(this.folder, this.#info);
      this.guard.done();
      end();
    })();
    await this.#ending;
  }
}

/** Not `process.exit()`, which waits for threads: one of them may wait for what a machine that is gone says no more. */
const end = () => process.kill(process.pid, 'SIGKILL');

export function alreadyUp(name: string): TestbedError {
  return new TestbedError('LAB_EXISTS', `a laboratory named ${name} is already up`, {
    hint: `Take it down (npx testbed down --name ${name}), or give this one another name.`,
  });
}
