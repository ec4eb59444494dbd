/** The base of every error this package throws: one line of text, and a code that programs may compare. */
export class VWifiError extends Error {
  override name = 'VWifiError';
  constructor(
    /** Stable: see the table of codes in docs/nl80211.md. */
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Bytes that cannot be what they claim to be. Only framing raises it; a bad attribute goes to `$unknown` instead. */
export class DecodeError extends VWifiError {
  override name = 'DecodeError';
  constructor(message: string) {
    super('DECODE', message);
  }
}

/** A value that cannot be put into a message. Raised before anything is sent. */
export class EncodeError extends VWifiError {
  override name = 'EncodeError';
  /** Where in the object the value is, outermost first. */
  readonly path: readonly string[];
  private readonly problem: string;

  constructor(problem: string, path: readonly string[] = []) {
    super('ENCODE', path.length > 0 ? `${path.join('.')}: ${problem}` : problem);
    this.problem = problem;
    this.path = path;
  }

  /** The same error, one level further out. */
  within(key: string): EncodeError {
    return new EncodeError(this.problem, [key, ...this.path]);
  }
}
