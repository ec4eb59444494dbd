import type { ChildProcess } from 'node:child_process';

/** So long after the last word nothing is slowed down. */
const GRACE_MS = 50;
/** A guest that is slowed down runs for a moment, and stands for a longer one. */
const RUN_MS = 2;
const STAND_MS = 50;

/**
 * Keeps a guest whose time is held from costing a processor: held time means a guest that is never idle. It stands
 * most of the time while nobody waits for it. Its own time stands anyway, so that nothing in it can tell.
 */
export class Throttle {
  #active = false;
  #stands = false;
  #lastWord = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `busy` says whether somebody waits for the guest. */
  constructor(
    private readonly child: ChildProcess,
    private readonly busy: () => boolean,
  ) {}

  set active(active: boolean) {
    this.#active = active;
    this.wake();
  }

  /** Full speed from now on: something is said. */
  wake(): void {
    this.#lastWord = performance.now();
    if (this.#stands || !this.#active) this.#go();
    if (this.#active) this.#timer ??= this.#after(GRACE_MS);
  }

  end(): void {
    this.#active = false;
    this.#go();
  }

  #turn(): void {
    this.#timer = undefined;
    if (!this.#active) return;
    if (this.#stands) {
      this.#stands = false;
      this.child.kill('SIGCONT');
      this.#timer = this.#after(RUN_MS);
    } else if (this.busy() || performance.now() - this.#lastWord < GRACE_MS) {
      this.#timer = this.#after(GRACE_MS);
    } else {
      this.#stands = true;
      this.child.kill('SIGSTOP');
      this.#timer = this.#after(STAND_MS);
    }
  }

  #go(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#stands) this.child.kill('SIGCONT');
    this.#stands = false;
  }

  #after(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => this.#turn(), milliseconds).unref();
  }
}
