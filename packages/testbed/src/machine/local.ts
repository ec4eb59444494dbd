import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { release } from 'node:os';
import { dirname } from 'node:path';
import type { NetlinkSocketFactory } from '@vwifi/nl80211';
import { Brake, passingNetlink, passWhileAwaited } from './brake.js';
import { localClock, wallNowMs } from './clock.js';
import { collect } from './collect.js';
import { type Guard, killMarked, MARK } from './guard.js';
import { followKernelLog, readKernelLog } from './kernel-log.js';
import type {
  Backend,
  DatagramSocket,
  ExecOptions,
  ExecResult,
  Machine,
  MachineClock,
  MachineProcess,
  RunOptions,
  Watched,
  WatchListener,
} from './machine.js';
import { type NativeSockets, nativeSockets } from './native.js';
import { spawnLocal } from './process.js';
import { watchSockets } from './watch.js';

export interface LocalMachineOptions {
  /** What the machine calls itself: an agent inside of a guest is its guest's backend. Default `host`. */
  readonly backend?: Backend;
  /** This kernel skips idle time. */
  readonly virtualTime?: boolean;
  /** Does the cleaning if this process is killed; shared with its owner, who ends it. */
  readonly guard?: Guard;
  /** Forgets what was read of files that somebody else changes. */
  readonly forget?: () => Promise<void>;
  /** Other sockets than the addon's (tests). */
  readonly sockets?: NativeSockets;
}

/** This kernel as a machine. What it started, also what made itself a daemon, ends with {@link LocalMachine.close}. */
export class LocalMachine implements Machine {
  readonly backend: Backend;
  readonly kernel = release();
  readonly clock: MachineClock;
  readonly openNetlink: NetlinkSocketFactory;
  readonly lost = new Promise<string>(() => {});
  readonly #sockets: NativeSockets;
  readonly #guard: Guard | undefined;
  readonly #mark: string;
  readonly #brake: Brake | undefined;
  readonly #forget: (() => Promise<void>) | undefined;
  readonly #processes = new Set<MachineProcess>();
  readonly #undo: (readonly string[])[] = [];
  #nextRecord = 0;
  #closing: Promise<void> | undefined;

  constructor(options: LocalMachineOptions = {}) {
    this.backend = options.backend ?? 'host';
    this.#brake = options.virtualTime ? new Brake() : undefined;
    this.clock = localClock(this.#brake);
    this.#guard = options.guard;
    this.#forget = options.forget;
    this.#mark = options.guard?.mark ?? crypto.randomUUID();
    this.#sockets = options.sockets ?? nativeSockets();
    const { openNetlink } = this.#sockets;
    this.openNetlink = this.#brake ? passingNetlink(openNetlink, this.#brake) : openNetlink;
  }

  async spawn(argv: readonly string[], options: RunOptions = {}): Promise<MachineProcess> {
    // Starting takes time too, so that time that is held passes for a moment in any case.
    const started = this.#brake?.pass();
    try {
      if (options.anew) await this.#forget?.();
      const child = await spawnLocal(argv, options, { ...process.env, [MARK]: this.#mark });
      this.#processes.add(child);
      void child.exited.then(() => this.#processes.delete(child));
      if (this.#brake) passWhileAwaited(child, options, this.#brake);
      return child;
    } finally {
      started?.();
    }
  }

  async exec(argv: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    options.signal?.throwIfAborted();
    return collect(await this.spawn(argv, { ...options, awaited: 'after input' }), argv, options);
  }

  async readFile(path: string): Promise<Uint8Array> {
    return readFile(path);
  }

  async writeFile(path: string, data: string | Uint8Array, mode?: number): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, data, mode === undefined ? {} : { mode });
    // The mode given above counts for a new file only, less the umask.
    if (mode !== undefined) await chmod(path, mode);
  }

  openDatagram(path: string): Promise<DatagramSocket> {
    return this.#sockets.openDatagram(path);
  }

  watch(what: Watched, listener: WatchListener, signal: AbortSignal): Promise<void> {
    return watchSockets(this.#sockets, what, listener, signal);
  }

  async wallUs(): Promise<number> {
    return wallNowMs() * 1000 - Number(process.hrtime.bigint()) / 1000;
  }

  async kernelLog(): Promise<readonly string[]> {
    const records = readKernelLog(this.#nextRecord);
    const last = records.at(-1);
    if (last) this.#nextRecord = last.sequence + 1;
    return records.map((record) => record.line);
  }

  followKernelLog(listener: (line: string) => void, signal: AbortSignal): Promise<void> {
    return followKernelLog(listener, signal);
  }

  async undoOnEnd(argv: readonly string[]): Promise<void> {
    this.#undo.unshift(argv);
    await this.#guard?.undo(argv);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    const running = [...this.#processes];
    for (const child of running) child.kill('SIGKILL');
    await killMarked(this.#mark);
    await Promise.all(running.map((child) => child.exited));
    for (const argv of this.#undo) {
      const undone = await spawnLocal(argv, {}, process.env).catch(() => undefined);
      if (!undone) continue;
      undone.onOutput(() => {});
      undone.endInput();
      await undone.exited;
    }
    this.#brake?.release();
  }
}
