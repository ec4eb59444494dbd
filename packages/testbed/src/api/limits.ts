/** How long bringing a laboratory up may take, by the command line and by the API. */
export const UP_TIMEOUT_MS = 180_000;

/** A boot has a little less than the whole, so that its own error, with what the console said, comes first. */
export const bootLimit = (timeoutMs: number): number => timeoutMs - Math.min(1000, timeoutMs / 10);
