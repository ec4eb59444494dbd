import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { NetlinkSocketFactory } from '@vwifi/nl80211';
import type { DatagramSocket, MachineProcess, RunOptions } from './machine.js';

/**
 * sched_yield() of x86-64, for ever. A process of the idle class that yields lets everybody else go first, also what was
 * just forked: that would wait otherwise for the clock to move, by which the scheduler is fair.
 */
const YIELD = 'syscall 24 while 1';

/**
 * Waits for the next full millisecond for every byte that it reads: prctl(PR_SET_TIMERSLACK), clock_gettime() and
 * clock_nanosleep(TIMER_ABSTIME).
 */
const NEXT_MILLISECOND = `syscall 157, 29, 1, 0, 0, 0;
  while (sysread STDIN, my $byte, 1) {
    my $time = pack 'q2', 0, 0; syscall 228, 1, $time; my ($s, $n) = unpack 'q2', $time;
    $n = (int($n / 1e6) + 1) * 1e6; if ($n >= 1e9) { $s++; $n -= 1e9 }
    $time = pack 'q2', $s, $n; syscall 230, 1, 1, $time, 0; syswrite STDOUT, $byte;
  }`;

/**
 * Holds the time of a kernel that skips idle time: a process that is never done and yields to all others keeps it from
 * being idle, and computing costs no time there. It makes system calls, since without a clock tick the kernel gets
 * control back in no other way.
 */
export class Brake {
  #process: ChildProcess | undefined;
  #held = false;
  #passing = 0;
  #metronome: ChildProcessByStdio<Writable, Readable, null> | undefined;
  readonly #aligning: (() => void)[] = [];

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

  /**
   * Lets time that is held pass to the next full millisecond. Looking at the clock takes a part of a microsecond in such
   * a kernel, and how often a program does is chance: what the host wants done begins at a moment that repeats.
   */
  async align(): Promise<void> {
    if (!this.#held) return;
    if (!this.#metronome) {
      this.#metronome = spawn('perl', ['-e', NEXT_MILLISECOND], { stdio: ['pipe', 'pipe', 'ignore'] });
      this.#metronome.stdout.on('data', (bytes: Buffer) => {
        for (const done of this.#aligning.splice(0, bytes.length)) done();
      });
    }
    const { stdin } = this.#metronome;
    await this.passing(
      () =>
        new Promise<void>((done) => {
          this.#aligning.push(done);
          stdin.write('.');
        }),
    );
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
    await brake.align();
    const socket = await brake.passing(() => open(options));
    return {
      portId: socket.portId,
      async send(message) {
        await brake.align();
        await brake.passing(() => socket.send(message));
      },
      join: (group) => socket.join(group),
      leave: (group) => socket.leave(group),
      listen: (listener) => socket.listen(listener),
      close: () => brake.passing(() => socket.close()),
      [Symbol.asyncDispose]: () => brake.passing(() => socket.close()),
    };
  };

/** A socket whose messages go out at a moment that repeats. */
export const alignedDatagram = (socket: DatagramSocket, brake: Brake): DatagramSocket => ({
  async send(data) {
    await brake.align();
    await socket.send(data);
  },
  listen: (listener) => socket.listen(listener),
  closed: socket.closed,
  close: () => socket.close(),
  [Symbol.asyncDispose]: () => socket.close(),
});
