/** What went wrong with a kernel, as a literal that programs can compare. */
export type KernelErrorCode =
  | 'TOOL_MISSING'
  | 'NO_SPACE'
  | 'NOT_FOUND'
  | 'UNSUPPORTED'
  | 'DOWNLOAD_FAILED'
  | 'BUILD_FAILED'
  | 'ABORTED';

/** The one error class of this package: a line that says what failed, why, and what to do next. */
export class KernelError extends Error {
  override readonly name = 'KernelError';
  /**
   * @param code literal for programs
   * @param what what failed, where and why; one line
   * @param next what the person can do about it
   */
  constructor(
    readonly code: KernelErrorCode,
    readonly what: string,
    readonly next: string,
    options?: ErrorOptions,
  ) {
    super(next === '' ? what : `${what}; ${next}`, options);
  }
}

/** Throws ABORTED when the signal has fired. */
export function throwIfAborted(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted) throw new KernelError('ABORTED', `${what}: interrupted`, 'nothing half made was kept');
}
