/** Items on their way to a `for await`, with a bound: what comes when it is full is counted, not kept. */
export class BoundedQueue<T> implements AsyncIterableIterator<T> {
  private readonly items: T[] = [];
  private readonly takers: {
    resolve: (result: IteratorResult<T>) => void;
    reject: (error: Error) => void;
  }[] = [];
  private ended: { readonly error?: Error } | undefined;
  private lost = 0;

  constructor(
    private readonly limit: number,
    /** What the reader is told when items were lost before this place. */
    private readonly overrun: (lost: number) => T,
  ) {}

  push(item: T): void {
    if (this.ended) return;
    const taker = this.takers.shift();
    if (taker) taker.resolve({ done: false, value: item });
    else if (this.items.length >= this.limit || this.lost > 0) this.lost++;
    else this.items.push(item);
  }

  /** What is queued is still read; then the iteration ends, or throws. */
  end(error?: Error): void {
    if (this.ended) return;
    // It is told once.
    this.ended = error && this.takers.length === 0 ? { error } : {};
    for (const { resolve, reject } of this.takers.splice(0)) {
      if (error) reject(error);
      else resolve({ done: true, value: undefined });
    }
  }

  next(): Promise<IteratorResult<T>> {
    const [item] = this.items.splice(0, 1);
    if (item !== undefined) return Promise.resolve({ done: false, value: item });
    if (this.lost > 0) {
      const value = this.overrun(this.lost);
      this.lost = 0;
      return Promise.resolve({ done: false, value });
    }
    if (this.ended) {
      const { error } = this.ended;
      if (!error) return Promise.resolve({ done: true, value: undefined });
      this.ended = {};
      return Promise.reject(error);
    }
    return new Promise((resolve, reject) => {
      this.takers.push({ resolve, reject });
    });
  }

  return(): Promise<IteratorResult<T>> {
    this.items.length = 0;
    this.lost = 0;
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
