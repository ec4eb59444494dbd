/** How to get from the time of day that daemons write to the time of the machine, in microseconds. */
export class Wall {
  #ahead: Promise<number> | undefined;
  /** When the last thing happened that is known of. */
  #lastUs = 0;

  /** `ask`: what the time of day is ahead now. `limitUs`: what may lie between a line and whatever was told before. */
  constructor(
    private readonly ask: () => Promise<number>,
    private readonly limitUs: number,
  ) {}

  /** Something happened then, by the time of the machine. */
  happened(us: number): void {
    this.#lastUs = us;
  }

  /**
   * What the time of day was ahead when a line of now was written. Asked once, and again where that puts the line far
   * from all that was told before: nothing may have happened for so long, or the clock was set, or the machine slept.
   */
  async aheadAt(stampUs: number): Promise<number> {
    this.#ahead ??= this.ask();
    const known = await this.#ahead;
    if (Math.abs(stampUs - known - this.#lastUs) <= this.limitUs) return known;
    this.#ahead = this.ask();
    return this.#ahead;
  }
}
