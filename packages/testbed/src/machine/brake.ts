import { closeSync, openSync, writeSync } from 'node:fs';
import type { NetlinkSocketFactory } from '@vwifi/nl80211';
import { TestbedError } from '../errors.js';
import type { MachineProcess, RunOptions } from './machine.js';

/** Of our User-Mode Linux kernels, with virtual time: `1`, and an idle kernel waits for the host instead of skipping time. */
const SWITCH = '/proc/time-travel';

/** Holds the time of a kernel that skips idle time, and lets it pass where something is waited for. */
export class Brake {
  #held = false;
  #passing = 0;
  #descriptor: number | undefined;

  hold(held: boolean): void {
    this.#held = held;
    this.#apply();
  }

  /** Lets time pass until the returned function is called; counted. */
  pass(): () => void {
    this.#passing += 1;
    this.#apply();
    let over = false;
    return () => {
      if (over) return;
      over = true;
      this.#passing -= 1;
      this.#apply();
    };
  }

  /** Lets time pass while something is done. */
  async passing<T>(work: () => Promise<T>): Promise<T> {
    const stop = this.pass();
    try {
      return await work();
    } finally {
      stop();
    }
  }

  release(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  /** Synchronously: between this and the end of what this process does now, the kernel is not idle. */
  #apply(): void {
    const stopped = this.#held && this.#passing === 0;
    if (this.#descriptor === undefined) {
      if (!stopped) return;
      this.#descriptor = openSwitch();
    }
    writeSync(this.#descriptor, stopped ? '1' : '0');
  }
}

function openSwitch(): number {
  try {
    return openSync(SWITCH, 'w');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new TestbedError('NO_KERNEL', `this kernel cannot hold its time: it has no ${SWITCH}`, {
      hint: 'It is of an older make; build it anew: npx testbed kernel build fast.',
    });
  }
}

/** Lets time pass until a process has ended that somebody waits for. */
export function passWhileAwaited(child: MachineProcess, options: RunOptions, brake: Brake): void {
  const begin = () => void child.exited.finally(brake.pass());
  if (options.awaited === 'at once' || options.tty) begin();
  else if (options.awaited === 'after input') {
    const endInput = child.endInput.bind(child);
    child.endInput = () => {
      begin();
      endInput();
    };
  }
}

/** Sockets whose requests may wait in the kernel for some time to pass: for a grace period, for work that is delayed. */
export const passingNetlink =
  (open: NetlinkSocketFactory, brake: Brake): NetlinkSocketFactory =>
  async (options) => {
    const socket = await brake.passing(() => open(options));
    return {
      portId: socket.portId,
      send: (message) => brake.passing(() => socket.send(message)),
      join: (group) => socket.join(group),
      leave: (group) => socket.leave(group),
      listen: (listener) => socket.listen(listener),
      close: () => brake.passing(() => socket.close()),
      [Symbol.asyncDispose]: () => brake.passing(() => socket.close()),
    };
  };
