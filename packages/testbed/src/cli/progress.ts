/** What a person sees while something takes long: a line for each step that is done, and what is under way. */
import type { Progress as Fetching } from '@vwifi/kernel';
import type { StepEvent } from '../lab/run-plan.js';
import { visible } from '../visible.js';
import type { Context } from './context.js';
import { coloursOf, seconds, type Terminal } from './terminal.js';

const CLEAR_LINE = '\r\x1b[2K';

export class Progress {
  readonly #running = new Map<string, string>();
  readonly #stream: Terminal['errors'];
  readonly #live: boolean;
  readonly #width: number;
  readonly #lines: boolean;

  /** Without lines there is only the live one, and in the end nothing. */
  constructor(stream: Terminal['errors'], lines = true) {
    this.#stream = stream;
    this.#lines = lines;
    this.#live = Boolean(stream.isTTY);
    this.#width = stream.columns ?? 80;
  }

  event(event: StepEvent): void {
    const colours = coloursOf(this.#stream);
    const title = visible(event.title);
    if (event.state === 'running') this.#running.set(event.step, title);
    else this.#running.delete(event.step);
    if (this.#lines && (event.state === 'done' || event.state === 'failed')) {
      const mark = event.state === 'done' ? colours.green('ok  ') : colours.red('FAIL');
      this.#line(`${mark} ${title} ${colours.dim(seconds(event.ms))}`);
    }
    this.#draw();
  }

  /** The titles of the steps under way. */
  get running(): readonly string[] {
    return [...this.#running.values()];
  }

  /** Takes the live line away; the lines of what was done stay. */
  end(): void {
    this.#running.clear();
    if (this.#live) this.#stream.write(CLEAR_LINE);
  }

  #line(text: string): void {
    this.#stream.write(this.#live ? `${CLEAR_LINE}${text}\n` : `${text}\n`);
  }

  #draw(): void {
    if (!this.#live) return;
    const titles = this.running;
    if (titles.length === 0) return void this.#stream.write(CLEAR_LINE);
    const text = `...  ${titles.join(', ')}`;
    this.#stream.write(
      CLEAR_LINE + (text.length < this.#width ? text : `${text.slice(0, this.#width - 4)}...`),
    );
  }
}

/** The same of what fetches or builds kernels: on a terminal also how far the current step is. */
export function reporter({ terminal: { errors } }: Context): (progress: Fetching) => void {
  const live = Boolean(errors.isTTY);
  return ({ step, percent, secondsLeft, seconds: took, done }) => {
    if (done) errors.write(`${live ? '\r\x1b[2K' : ''}ok   ${step} ${seconds(took * 1000)}\n`);
    else if (live) {
      const left = secondsLeft === undefined ? '' : `, ${secondsLeft} s left`;
      errors.write(`\r\x1b[2K...  ${step}${percent === undefined ? '' : ` ${percent} %${left}`}`);
    }
  };
}
