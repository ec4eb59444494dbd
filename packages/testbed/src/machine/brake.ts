import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

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
      // Of the idle scheduling class: whatever else can run, runs.
      const child = spawn('chrt', ['-i', '0', 'sh', '-c', 'while kill -0 $$; do :; done'], {
        stdio: 'ignore',
      });
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

  #apply(): void {
    this.#process?.kill(this.#held && this.#passing === 0 ? 'SIGCONT' : 'SIGSTOP');
  }
}
