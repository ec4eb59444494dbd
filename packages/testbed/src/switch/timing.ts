/** Where a switch has its time from. */
export interface Timing {
  /** Milliseconds, from any moment on. */
  now(): number;
  /** Nanoseconds since 1970, for what is recorded. */
  wall(): bigint;
  /** Calls once, so many milliseconds later; the returned function calls it off. */
  after(milliseconds: number, call: () => void): () => void;
}

/** The host's own time. */
export const realTime: Timing = {
  now: () => performance.now(),
  wall: () => BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e3)) * 1000n,
  after(milliseconds, call) {
    // Node's timers count in whole milliseconds, and may come a little early.
    const timer = setTimeout(call, Math.max(1, Math.ceil(milliseconds)));
    return () => clearTimeout(timer);
  },
};
