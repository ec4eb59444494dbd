/** Text that arrives in pieces, as lines one can wait for. What came before the question counts. */
import type { MachineClock } from '@vwifi/testbed';
import { announced } from './wait.js';

export class Lines {
  readonly #lines: string[] = [];
  #rest = '';
  #waiting: { pattern: RegExp; found: (match: RegExpMatchArray) => void }[] = [];
  /** Where the next `next()` begins to look: what one wait has found, another does not find again. */
  #cursor = 0;

  constructor(private readonly clock: MachineClock) {}

  add(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#push(line);
  }

  #push(line: string): void {
    this.#lines.push(line);
    const [first] = this.#waiting;
    const match = first && line.match(first.pattern);
    if (!first || !match) return;
    this.#waiting.shift();
    this.#cursor = this.#lines.length;
    first.found(match);
  }

  /** The next line that matches, from where the last wait stopped; waits for it when it has not come yet. */
  async next(pattern: RegExp, withinMs = 20_000): Promise<RegExpMatchArray> {
    while (this.#waiting.length === 0 && this.#cursor < this.#lines.length) {
      const match = this.#lines[this.#cursor++]?.match(pattern);
      if (match) return match;
    }
    const found = new Promise<RegExpMatchArray>((resolve) => this.#waiting.push({ pattern, found: resolve }));
    try {
      return await announced(this.clock, found, `no line like ${pattern}`, withinMs);
    } catch (error) {
      this.#waiting = this.#waiting.filter((wait) => wait.pattern !== pattern);
      throw new Error(`${(error as Error).message}; the last lines: ${this.#lines.slice(-5).join(' | ')}`);
    }
  }

  get all(): readonly string[] {
    return this.#lines;
  }

  toString(): string {
    return this.#lines.join('\n') + (this.#rest ? `\n${this.#rest}` : '\n');
  }
}
