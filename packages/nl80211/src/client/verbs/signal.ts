import type { GenericNetlink } from '../../genl/generic.js';
import { type OverrunEvent, openStream, type Stream } from '../../genl/stream.js';
import type { Nl80211 } from '../../spec/nl80211/attributes.js';
import { nl80211 } from '../../spec/nl80211/family.js';
import { defined } from '../defined.js';
import type { Place } from './frames.js';

/** The connection got better or worse. */
export type SignalEvent =
  | { readonly name: 'signal'; readonly level: 'low' | 'high'; readonly signalDbm?: number }
  | { readonly name: 'beacon-loss' }
  | { readonly name: 'packet-loss'; readonly packets: number };

export interface SignalOptions {
  /** Tells when the signal crosses one of these, in dBm, in either direction. */
  readonly thresholdsDbm: readonly number[];
  /** How far it has to go beyond; 2 when left out. */
  readonly hysteresisDb?: number;
  readonly signal?: AbortSignal | undefined;
}

const LEVELS: Readonly<Record<string | number, 'low' | 'high'>> = {
  'threshold-event-low': 'low',
  'threshold-event-high': 'high',
};

function signalEvent({ cqm }: Nl80211): SignalEvent | undefined {
  if (!cqm) return undefined;
  const { rssiThresholdEvent, rssiLevel, beaconLossEvent, pktLossEvent } = cqm;
  const level = rssiThresholdEvent === undefined ? undefined : LEVELS[rssiThresholdEvent];
  if (level) return { name: 'signal', level, ...defined({ signalDbm: rssiLevel }) };
  if (beaconLossEvent || rssiThresholdEvent === 'beacon-loss-event') return { name: 'beacon-loss' };
  return pktLossEvent === undefined ? undefined : { name: 'packet-loss', packets: pktLossEvent };
}

/**
 * The quality of the connection from now on (NL80211_CMD_SET_CQM); the monitoring ends with the stream. Drivers without
 * NL80211_EXT_FEATURE_CQM_RSSI_LIST take one threshold only.
 */
export function watchSignal(place: Place, options: SignalOptions): Stream<SignalEvent | OverrunEvent> {
  const { factory, netns, ifindex, target } = place;
  const { thresholdsDbm, hysteresisDb = 2, signal } = options;
  // The kernel wants them in order, each once.
  const rssiThold = [...new Set(thresholdsDbm)].sort((a, b) => a - b);
  const watchFor = (
    netlink: GenericNetlink,
    cqm: { readonly rssiThold: number[]; readonly rssiHyst: number },
  ) => netlink.request(nl80211, 'setCqm', { ifindex, cqm }, { target });
  return openStream<typeof nl80211, SignalEvent>({
    factory,
    netns,
    spec: nl80211,
    groups: ['mlme'],
    signal,
    limit: 1024,
    read: ({ command, attributes }) =>
      command === 'notifyCqm' && attributes.ifindex === ifindex ? signalEvent(attributes) : undefined,
    begin: (netlink) => watchFor(netlink, { rssiThold, rssiHyst: hysteresisDb }),
    finish: (netlink) => watchFor(netlink, { rssiThold: [0], rssiHyst: 0 }),
  });
}
