import { abortError } from '../genl/abort.js';
import type { FamilyMessage } from '../genl/family.js';
import type { FamilyEvent } from '../genl/generic.js';
import type { nl80211 } from '../spec/nl80211/family.js';
import { VWifiError } from '../wire/errors.js';

type Message = FamilyMessage<typeof nl80211>;

/** Events of a socket, kept until somebody has looked for the one that matters: none can come too early. */
export class EventWaiter {
  private readonly seen: Message[] = [];
  private failure: Error | undefined;
  private readonly sleepers = new Set<() => void>();

  constructor(readonly what: string) {}

  readonly see = (event: FamilyEvent<typeof nl80211>): void => {
    if (event.kind === 'message') this.seen.push(event.message);
    else {
      const why = event.kind === 'overrun' ? 'events were lost' : 'the socket was lost';
      this.failure = new VWifiError('CLOSED', `${this.what}: ${why}, the outcome is unknown`);
    }
    this.wake();
  };

  private wake(): void {
    for (const sleeper of this.sleepers) sleeper();
    this.sleepers.clear();
  }

  /** The first event, of those that were seen and those that come, that is the one. */
  async find(isIt: (message: Message) => boolean, signal?: AbortSignal): Promise<Message> {
    const onAbort = (): void => this.wake();
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      for (;;) {
        const found = this.seen.find(isIt);
        if (found) return found;
        if (this.failure) throw this.failure;
        if (signal?.aborted) throw abortError(this.what, signal);
        await new Promise<void>((resolve) => {
          this.sleepers.add(resolve);
        });
      }
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }
}
