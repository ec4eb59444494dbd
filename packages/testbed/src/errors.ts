/** What can be added to an error beside its code and message. */
export interface ErrorDetails {
  /** The next step for the person who reads it, in one sentence. */
  readonly hint?: string | undefined;
  /** Lines that show what happened: the end of a console or of a log. */
  readonly details?: readonly string[] | undefined;
  readonly cause?: unknown;
}

/**
 * Every error of the testbed: one line that says what failed, where and why, a stable code to test for, and a
 * hint that says what to do next. Errors of the system keep the system's own code (`ENOENT`, `EACCES`).
 */
export class TestbedError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly details: readonly string[];

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'TestbedError';
    this.code = code;
    this.hint = details.hint;
    this.details = details.details ?? [];
  }
}

/** The code of any error, as far as it has one. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** The message of anything that was thrown. */
export function errorMessage(error: unknown): string {
  const message = (error as { message?: unknown } | null | undefined)?.message;
  return typeof message === 'string' ? message : String(error);
}
