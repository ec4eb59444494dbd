import type { Nl80211In } from '../spec/nl80211/attributes.js';

/** What verbs take whose command can do more than they have names for. */
export interface MoreAttributes {
  /** Anything else the command takes. */
  readonly attributes?: Nl80211In;
}
