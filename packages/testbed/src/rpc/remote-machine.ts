import type { NetlinkSocketFactory } from '@vwifi/nl80211';
import { TestbedError } from '../errors.js';
import { COLLECTED_LIMIT, collect, tooMuch } from '../machine/collect.js';
import type {
  Backend,
  DatagramSocket,
  ExecOptions,
  ExecResult,
  Machine,
  MachineClock,
  MachineProcess,
  Place,
  RunOptions,
  Watched,
  WatchListener,
} from '../machine/machine.js';
import { passingSockets } from '../machine/pass-while.js';
import type { ClientCall, JsonObject } from './call.js';
import type { RpcConnection } from './connection.js';
import type { Json } from './json.js';
import { RemoteProcess } from './remote-process.js';
import { openRemoteDatagram, openRemoteNetlink, watchRemote } from './remote-sockets.js';
import { Stream } from './streams.js';

/** A line of a kernel log without end is cut there. */
const LINE_LIMIT = 64 * 1024;

/** A machine at the other end of a connection. Closing it closes the connection; the far machine is its owner's. */
export class RemoteMachine implements Machine {
  readonly backend: Backend;
  readonly kernel: string;
  readonly clock: MachineClock;
  readonly openNetlink: NetlinkSocketFactory;
  readonly lost: Promise<string>;
  readonly #connection: RpcConnection;
  #closing = false;

  /** Waits for the other side's greeting and asks what machine it serves. */
  static async open(connection: RpcConnection): Promise<RemoteMachine> {
    await connection.ready;
    return new RemoteMachine(connection, (await connection.call('machine.info')) as JsonObject);
  }

  private constructor(connection: RpcConnection, info: JsonObject) {
    this.#connection = connection;
    this.backend = info.backend as Backend;
    this.kernel = String(info.kernel);
    this.clock = {
      virtual: info.virtualTime === true,
      now: async () => Number(await connection.call('machine.now')),
      sleep: async (milliseconds, signal) => {
        await connection.call('machine.sleep', { milliseconds }, { signal });
      },
    };
    if (this.clock.virtual) {
      this.clock.hold = async (held) => {
        await connection.call('machine.hold', { held });
      };
    }
    const openNetlink: NetlinkSocketFactory = (options) => openRemoteNetlink(connection, options);
    this.openNetlink = this.clock.virtual ? passingSockets(openNetlink, this.clock) : openNetlink;
    this.lost = new Promise((resolve) => {
      void connection.closed.then((reason) => {
        if (!this.#closing) resolve(reason.message);
      });
    });
  }

  async spawn(argv: readonly string[], options: RunOptions = {}): Promise<MachineProcess> {
    const call = this.#connection.open('machine.spawn', { argv, options: options as Json });
    const pid = await firstWord(call, 'pid');
    return new RemoteProcess(call, Number(pid));
  }

  async exec(argv: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    options.signal?.throwIfAborted();
    const { netns, cwd, env, tty, anew } = options;
    const run = { netns, cwd, env, tty, anew, awaited: 'after input' } as RunOptions;
    return collect(await this.spawn(argv, run), argv, options);
  }

  async readFile(path: string, place: Place = {}): Promise<Uint8Array> {
    const { pieces } = await this.#read('machine.readFile', { path, ...place });
    return Buffer.concat(pieces);
  }

  async writeFile(path: string, data: string | Uint8Array, mode?: number, place: Place = {}): Promise<void> {
    const call = this.#connection.open('machine.writeFile', { path, mode, ...place });
    call.onData(() => {});
    void call.sendBytes(Stream.input, Buffer.from(data as string));
    call.sendEnd();
    await call.result;
  }

  openDatagram(path: string, place: Place = {}): Promise<DatagramSocket> {
    return openRemoteDatagram(this.#connection, path, place);
  }

  watch(what: Watched, listener: WatchListener, signal: AbortSignal): Promise<void> {
    return watchRemote(this.#connection, what, listener, signal);
  }

  async wallUs(place: Place = {}): Promise<number> {
    return Number(await this.#connection.call('machine.wall', { ...place }));
  }

  async kernelLog(place: Place = {}): Promise<readonly string[]> {
    const { pieces } = await this.#read('machine.kernelLog', { follow: false, ...place });
    const lines = Buffer.concat(pieces).toString().split('\n');
    lines.pop();
    return lines;
  }

  async followKernelLog(
    listener: (line: string) => void,
    signal: AbortSignal,
    place: Place = {},
  ): Promise<void> {
    if (signal.aborted) return;
    const call = this.#connection.open('machine.kernelLog', { follow: true, ...place });
    signal.addEventListener('abort', () => call.cancel(signal.reason), { once: true });
    let pending = '';
    call.onData((_, data) => {
      const lines = (pending + data.toString()).split('\n');
      pending = (lines.pop() ?? '').slice(-LINE_LIMIT);
      for (const line of lines) listener(line);
    });
    await call.result.catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  async undoOnEnd(argv: readonly string[]): Promise<void> {
    await this.#connection.call('machine.undoOnEnd', { argv });
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#connection.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #read(method: string, args: JsonObject): Promise<{ pieces: Buffer[] }> {
    const call = this.#connection.open(method, args);
    const pieces: Buffer[] = [];
    let length = 0;
    call.onData((_, data) => {
      length += data.length;
      if (length > COLLECTED_LIMIT) call.cancel(tooMuch(String(args.path ?? 'the kernel')));
      else pieces.push(data);
    });
    await call.result;
    return { pieces };
  }
}

/** The value that a call announces before anything else; rejects when the call fails instead. */
export async function firstWord(call: ClientCall, name: string): Promise<Json> {
  const word = new Promise<Json>((resolve) => {
    call.onEvent((event) => resolve((event as JsonObject)[name] ?? null));
  });
  const failed = call.result.then(() => {
    throw new TestbedError('RPC_CLOSED', 'the call ended before it began');
  });
  return Promise.race([word, failed]);
}
