/** What a long step is doing. `step` changes when a new one begins; the same step is reported many times. */
export interface Progress {
  /** What is being done, for a person. */
  readonly step: string;
  /** 0 to 100, where it can be told. */
  readonly percent?: number;
  /** Estimate of what remains of this step, in seconds. */
  readonly secondsLeft?: number;
  /** How long this step has taken so far, in seconds. */
  readonly seconds: number;
  /** True once, at the end of the step. */
  readonly done?: true;
}

/** Options of everything that takes long. */
export interface LongOptions {
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Percentage and time left from the objects compiled so far; both left out until there is something to tell from. */
export function estimate(
  done: number,
  total: number,
  seconds: number,
): { readonly percent?: number; readonly secondsLeft?: number } {
  if (done <= 0 || total <= 0) return {};
  // The total is a measured figure of another compiler's run: never say 100 before the end.
  const fraction = Math.min(done / total, 0.99);
  const percent = Math.floor(fraction * 100);
  return seconds < 3
    ? { percent }
    : { percent, secondsLeft: Math.round((seconds / fraction) * (1 - fraction)) };
}

/** Reports steps with their times to `onProgress`. */
export class Steps {
  #step = '';
  #began = 0;
  #percent = -1;
  constructor(
    private readonly onProgress: ((progress: Progress) => void) | undefined,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Ends the step before and begins this one. */
  begin(step: string): void {
    this.end();
    this.#step = step;
    this.#began = this.now();
    this.#percent = -1;
    this.onProgress?.({ step, seconds: 0 });
  }

  /** Objects compiled of an expected number; reported when the percentage changes. */
  count(done: number, total: number): void {
    const seconds = this.#seconds();
    const told = estimate(done, total, seconds);
    if (told.percent === undefined || told.percent === this.#percent) return;
    this.#percent = told.percent;
    this.onProgress?.({ step: this.#step, seconds, ...told });
  }

  /** Ends the current step. */
  end(): void {
    if (this.#step === '') return;
    this.onProgress?.({ step: this.#step, seconds: this.#seconds(), percent: 100, done: true });
    this.#step = '';
  }

  #seconds(): number {
    return (this.now() - this.#began) / 1000;
  }
}
