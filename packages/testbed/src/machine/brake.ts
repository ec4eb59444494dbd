import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { NetlinkSocketFactory } from '@vwifi/nl80211';
import type { MachineProcess, RunOptions } from './machine.js';

/**
 * sched_yield() of x86-64, for ever. A process of the idle class that yields lets everybody else go first, also what was
 * just forked: that would wait otherwise for the clock to move, by which the scheduler is fair.
 */
const YIELD = 'syscall 24 while 1';

/**
 * Holds the time of a kernel that skips idle time: a process that is never done and yields to all others keeps it from
 * being idle, and computing costs no time there. It makes system calls, since without a clock tick the kernel gets
 * control back in no other way.
 */
export class Brake {
  #process: ChildProcess | undefined;
  #held = false;
  #passing = 0;

  async hold(held: boolean): Promise<void> {
    this.#held = held;
    if (held && !this.#process) {
      const child = spawn('chrt', ['-i', '0', 'perl', '-e', YIELD], { stdio: 'ignore' });
      await once(child, 'spawn');
      this.#process = child;
    }
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

  #apply(): void {
    this.#process?.kill(this.#held && this.#passing === 0 ? 'SIGCONT' : 'SIGSTOP');
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
