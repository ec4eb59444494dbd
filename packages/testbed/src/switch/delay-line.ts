import { realTime, type Timing } from './timing.js';

/** Hands things over later, in the order in which they came, also when the delay becomes shorter meanwhile. */
export class DelayLine<T> {
  readonly #waiting: { readonly dueMs: number; readonly what: T }[] = [];
  #callOff: (() => void) | undefined;

  constructor(
    private readonly deliver: (what: T) => void,
    /** What is more than this is refused: a line is no store. */
    private readonly limit: number,
    private readonly timing: Timing = realTime,
  ) {}

  /** Whether it was taken. What has no delay and nothing before it is handed over at once. */
  push(what: T, delayMs: number): boolean {
    if (delayMs <= 0 && this.#waiting.length === 0) {
      this.deliver(what);
      return true;
    }
    if (this.#waiting.length >= this.limit) return false;
    const before = this.#waiting.at(-1)?.dueMs ?? 0;
    this.#waiting.push({ dueMs: Math.max(before, this.timing.now() + delayMs), what });
    this.#wait();
    return true;
  }

  close(): void {
    this.#callOff?.();
    this.#callOff = undefined;
    this.#waiting.length = 0;
  }

  #wait(): void {
    const [first] = this.#waiting;
    if (this.#callOff || !first) return;
    this.#callOff = this.timing.after(first.dueMs - this.timing.now(), () => this.#due());
  }

  #due(): void {
    this.#callOff = undefined;
    const now = this.timing.now();
    const due = this.#waiting.findIndex(({ dueMs }) => dueMs > now);
    for (const { what } of this.#waiting.splice(0, due < 0 ? this.#waiting.length : due)) this.deliver(what);
    this.#wait();
  }
}
