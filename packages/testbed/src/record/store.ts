/** Records on disk, bounded: two files, of which the older one goes when the newer one is full. */
import { appendFileSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inTime, type LabRecord, type NewRecord, parseRecords } from './record.js';

export const RECORDS_FILE = 'records.jsonl';
const OLDER_FILE = 'records.1.jsonl';
/** Of each of the two files. */
const FILE_OCTETS = 32 * 1024 * 1024;
/** What waits in memory for its turn. */
const WAITING_OCTETS = 256 * 1024;
const WRITE_AFTER_MS = 200;

export class RecordStore {
  #next = 1;
  #waiting: string[] = [];
  #waitingOctets = 0;
  #written = 0;
  #timer: NodeJS.Timeout | undefined;
  #failed = false;
  readonly #listeners = new Set<(record: LabRecord) => void>();

  constructor(
    private readonly folder: string,
    private readonly limit = FILE_OCTETS,
  ) {}

  /** Takes a record; returns its number. */
  add(record: NewRecord): number {
    const id = this.#next++;
    const whole = { id, ...record } as LabRecord;
    for (const listener of this.#listeners) listener(whole);
    const line = `${JSON.stringify(whole)}\n`;
    this.#waiting.push(line);
    this.#waitingOctets += line.length;
    if (this.#waitingOctets > WAITING_OCTETS) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), WRITE_AFTER_MS).unref();
    return id;
  }

  /** Tells each record from now on; the function ends that. */
  follow(listener: (record: LabRecord) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Writes what waits. A full disk ends the records, not the network. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const text = this.#waiting.join('');
    this.#waiting = [];
    this.#waitingOctets = 0;
    if (text === '' || this.#failed) return;
    try {
      if (this.#written + text.length > this.limit && this.#written > 0) {
        renameSync(join(this.folder, RECORDS_FILE), join(this.folder, OLDER_FILE));
        this.#written = 0;
      }
      appendFileSync(join(this.folder, RECORDS_FILE), text, { mode: 0o600 });
      this.#written += text.length;
    } catch {
      this.#failed = true;
    }
  }

  /** All that is kept, in the order in which it happened. */
  read(): LabRecord[] {
    this.flush();
    return readRecords(this.folder);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#waiting = [];
  }

  /** Forgets everything. */
  clear(): void {
    this.close();
    this.#timer = undefined;
    this.#waitingOctets = 0;
    this.#written = 0;
    for (const file of [RECORDS_FILE, OLDER_FILE]) rmSync(join(this.folder, file), { force: true });
  }
}

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** The records in a folder, in the order in which they happened; none where there are none. */
export const readRecords = (folder: string): LabRecord[] =>
  inTime([OLDER_FILE, RECORDS_FILE].flatMap((file) => parseRecords(textOf(join(folder, file)))));
