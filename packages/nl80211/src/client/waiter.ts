import { Bell } from '../genl/bell.js';
import type { FamilyMessage } from '../genl/family.js';
import type { FamilyEvent } from '../genl/generic.js';
import type { nl80211 } from '../spec/nl80211/family.js';
import { VWifiError } from '../wire/errors.js';

type Message = FamilyMessage<typeof nl80211>;

/** Events of a socket, kept until somebody has looked for the one that matters: none can come too early. */
export class EventWaiter {
  private readonly seen: Message[] = [];
  private failure: Error | undefined;
  private readonly bell = new Bell();

  constructor(readonly what: string) {}

  readonly see = (event: FamilyEvent<typeof nl80211>): void => {
    if (event.kind === 'message') this.seen.push(event.message);
    else {
      const why = event.kind === 'overrun' ? 'events were lost' : 'the socket was lost';
      this.failure = new VWifiError('CLOSED', `${this.what}: ${why}, the outcome is unknown`);
    }
    this.bell.ring();
  };

  /** The first event, of those that were seen and those that come, that is the one. */
  find(isIt: (message: Message) => boolean, signal?: AbortSignal): Promise<Message> {
    const look = (): Message | undefined => {
      const found = this.seen.find(isIt);
      if (!found && this.failure) throw this.failure;
      return found;
    };
    return this.bell.until(this.what, look, signal);
  }
}
