import { VWifiError } from '../wire/errors.js';

/** A signal that fires when the caller's does, or after a while; with an error that says what took too long. */
export function withDeadline(
  what: string,
  timeoutMs: number,
  signal?: AbortSignal,
): AbortSignal & Disposable {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(signal?.reason);
  const timer = setTimeout(() => {
    controller.abort(
      new VWifiError('TIMEOUT', `${what}: nothing after ${timeoutMs} ms; allow more with timeoutMs`),
    );
  }, timeoutMs);
  if (signal?.aborted) onAbort();
  else signal?.addEventListener('abort', onAbort, { once: true });
  return Object.assign(controller.signal, {
    [Symbol.dispose]() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    },
  });
}
