/** What happened in a scenario, in order and with times: the first thing to read when one has failed. */

export class Timeline {
  readonly #started = performance.now();
  readonly #entries: string[] = [];

  note(what: string): void {
    const time = ((performance.now() - this.#started) / 1000).toFixed(3).padStart(8);
    this.#entries.push(`${time}  ${what.replaceAll('\n', '\n          ')}`);
  }

  toString(): string {
    return `${this.#entries.join('\n')}\n`;
  }
}
