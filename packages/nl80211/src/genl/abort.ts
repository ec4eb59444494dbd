import { VWifiError } from '../wire/errors.js';

/** What an aborted call rejects with: the signal's own reason where that is an error. */
export function abortError(what: string, signal: AbortSignal): Error {
  if (signal.reason instanceof Error) return signal.reason;
  return new VWifiError('ABORTED', `${what}: aborted`);
}

/** Settles as `promise` does, or rejects when the signal fires first. What `promise` does later is ignored. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined, what: string): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(abortError(what, signal));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** Resolves when `promise` has settled, however that was, or after so many milliseconds. Never rejects. */
export function within(ms: number, promise: Promise<unknown> | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const settled = (): void => {
      clearTimeout(timer);
      resolve();
    };
    (promise ?? Promise.resolve()).then(settled, settled);
  });
}
