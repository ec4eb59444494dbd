/** A daemon's output in a file on the host, its last lines at hand. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** As many as a daemon says about one look at a crowded air. */
const KEPT_LINES = 200;
/** A line without end is cut there. */
const LINE_LIMIT = 64 * 1024;
/** Who writes may be hostile, and the disk is the host's. */
export const LOG_LIMIT = 2 ** 30;

export class LogFile {
  #lines: string[] = [];
  #open = '';
  #written = 0;

  constructor(
    readonly path: string,
    private readonly limit = LOG_LIMIT,
    /** Told of whole lines as they come. */
    private readonly onLines?: (lines: readonly string[]) => void,
  ) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '', { mode: 0o600 });
  }

  append(data: Uint8Array): void {
    const text = this.#open + Buffer.from(data).toString('utf8');
    const lines = text.split('\n');
    this.#open = (lines.pop() ?? '').slice(-LINE_LIMIT);
    if (lines.length > 0) this.onLines?.(lines);
    this.#lines = [...this.#lines, ...lines].slice(-KEPT_LINES);
    if (this.#written > this.limit) return;
    this.#written += data.length;
    const end = this.#written > this.limit ? `\n${this.limit} bytes: the log ends here\n` : undefined;
    try {
      appendFileSync(this.path, end ?? data);
    } catch {
      // A full disk must not end the network whose log this is; the last lines are still in memory.
    }
  }

  /** The last lines that say something. */
  last(count: number): string[] {
    return [...this.#lines, this.#open].filter((line) => line.trim()).slice(-count);
  }
}
