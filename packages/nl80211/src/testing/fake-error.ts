import type { ErrnoCode } from '../wire/errno.js';

/** Thrown by a handler to refuse a request, as the kernel would. */
export class FakeError extends Error {
  constructor(
    readonly code: ErrnoCode,
    /** The kernel's words (extack). */
    readonly words?: string,
  ) {
    super(words ?? code);
  }
}
