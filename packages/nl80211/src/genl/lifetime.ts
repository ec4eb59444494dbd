import { VWifiError } from '../wire/errors.js';
import { within } from './abort.js';

/** How long the end of one thing may take: beyond it nobody answers any more. */
const PATIENCE_MS = 5000;

/** What a client has open: its streams, its verbs that wait. All of it ends with the client. */
export class Lifetime {
  private readonly open = new Set<() => Promise<unknown>>();
  private ending: Promise<void> | undefined;

  get ended(): boolean {
    return this.ending !== undefined;
  }

  /** Throws VWifiError `CLOSED` after the end. */
  check(what: string): void {
    if (this.ended) throw clientClosed(what);
  }

  /** Takes in what is to end with the client; the function that is returned says that it has ended by itself. */
  add(what: string, end: () => Promise<unknown>): () => void {
    this.check(what);
    this.open.add(end);
    return () => void this.open.delete(end);
  }

  /** Ends everything, and resolves when all of it has ended. Never rejects. */
  end(): Promise<void> {
    this.ending ??= Promise.all([...this.open].map((end) => within(PATIENCE_MS, end()))).then(() => {});
    return this.ending;
  }
}

export function clientClosed(what: string): VWifiError {
  return new VWifiError('CLOSED', `${what}: the client is closed; open a new one`);
}
