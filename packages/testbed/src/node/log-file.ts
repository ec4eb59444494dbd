/** A daemon's output in a file on the host, its last lines at hand. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** As many as a daemon says about one look at a crowded air. */
const KEPT_LINES = 200;

export class LogFile {
  #lines: string[] = [];
  #open = '';

  constructor(readonly path: string) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '', { mode: 0o600 });
  }

  append(data: Uint8Array): void {
    const text = this.#open + Buffer.from(data).toString('utf8');
    const lines = text.split('\n');
    this.#open = lines.pop() ?? '';
    this.#lines = [...this.#lines, ...lines].slice(-KEPT_LINES);
    try {
      appendFileSync(this.path, data);
    } catch {
      // A full disk must not end the network whose log this is; the last lines are still in memory.
    }
  }

  /** The last lines that say something. */
  last(count: number): string[] {
    return [...this.#lines, this.#open].filter((line) => line.trim()).slice(-count);
  }
}
