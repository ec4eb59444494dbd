import { abortError } from './abort.js';

/** For who waits until something is as it should be: whoever changes it rings, and it is looked at again. */
export class Bell {
  readonly #sleepers = new Set<() => void>();

  ring(): void {
    for (const sleeper of this.#sleepers) sleeper();
    this.#sleepers.clear();
  }

  /** What `look` finds, at once or after a ring; it may throw. Rejects when the signal fires and there is nothing. */
  async until<T>(what: string, look: () => T | undefined, signal?: AbortSignal): Promise<T> {
    const onAbort = (): void => this.ring();
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      for (;;) {
        const found = look();
        if (found !== undefined) return found;
        if (signal?.aborted) throw abortError(what, signal);
        await new Promise<void>((resolve) => {
          this.#sleepers.add(resolve);
        });
      }
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }
}
