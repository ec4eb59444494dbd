/** All objects of a kind, as the kernel had them: read one by one, while they are asked for. */
export interface Dump<T> extends Iterable<T>, AsyncIterable<T> {
  readonly length: number;
  /** The kernel's data changed meanwhile, even when asked again: parts may be missing. */
  readonly interrupted: boolean;
}

/** Objects that are read when they are asked for: ten thousand networks need the room of their bytes, and of one. */
export function lazyDump<Raw, T>(raw: readonly Raw[], read: (item: Raw) => T, interrupted: boolean): Dump<T> {
  const iterate = function* () {
    for (const item of raw) yield read(item);
  };
  return {
    length: raw.length,
    interrupted,
    [Symbol.iterator]: iterate,
    async *[Symbol.asyncIterator]() {
      yield* iterate();
    },
  };
}
