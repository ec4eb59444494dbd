import type { GenericNetlink } from '../../genl/generic.js';
import { type OverrunEvent, openStream, type Stream } from '../../genl/stream.js';
import type { Nl80211 } from '../../spec/nl80211/attributes.js';
import { nl80211 } from '../../spec/nl80211/family.js';
import { checkList, checkName, checkWhole } from '../check.js';
import { defined } from '../defined.js';
import type { Place } from '../place.js';
import type { Cancel } from '../vwifi.js';
import { ofInterface } from './of-interface.js';

/** The connection got better or worse. */
export type SignalEvent =
  | { readonly name: 'signal'; readonly level: 'low' | 'high'; readonly signalDbm?: number }
  | { readonly name: 'beacon-loss' }
  | { readonly name: 'packet-loss'; readonly packets: number };

export interface SignalOptions extends Cancel {
  /** Tells where the signal stands at first, and when it crosses one of these, in dBm, in either direction. */
  readonly thresholdsDbm: readonly number[];
  /** How far it has to go beyond; 2 when left out. */
  readonly hysteresisDb?: number;
  /**
   * Who looks. 'reader' (when left out): this client, now and then; it disturbs nobody. 'kernel': the driver tells at
   * once, by the interface's only setting: that of wpa_supplicant (bgscan) is replaced, and off at the end.
   */
  readonly watcher?: 'reader' | 'kernel';
  /** From one look to the next, of the reader; a second when left out. */
  readonly intervalMs?: number;
}

const LEVELS: Readonly<Record<string | number, 'low' | 'high'>> = {
  'threshold-event-low': 'low',
  'threshold-event-high': 'high',
};

type Crossing = Extract<SignalEvent, { name: 'signal' }>;

/** What the kernel tells. Crossings of thresholds that are not ours are somebody else's. */
function signalEvent({ cqm }: Nl80211, ownThresholds: boolean): SignalEvent | undefined {
  if (!cqm) return undefined;
  const { rssiThresholdEvent, rssiLevel, beaconLossEvent, pktLossEvent } = cqm;
  const level = rssiThresholdEvent === undefined ? undefined : LEVELS[rssiThresholdEvent];
  if (level)
    return ownThresholds ? { name: 'signal', level, ...defined({ signalDbm: rssiLevel }) } : undefined;
  if (beaconLossEvent || rssiThresholdEvent === 'beacon-loss-event') return { name: 'beacon-loss' };
  return pktLossEvent === undefined ? undefined : { name: 'packet-loss', packets: pktLossEvent };
}

/**
 * Whether a signal has crossed a threshold since the last crossing, as the kernel judges it: down by more than the
 * hysteresis below the next threshold, or up to as much above the one over it. Of a new connection, where it stands: below
 * all thresholds or not.
 */
export function crossings(thresholds: readonly number[], hysteresis: number) {
  let last: number | undefined;
  return (now: number | undefined): Crossing | undefined => {
    const before = last;
    if (now === undefined || before === undefined) {
      // The first look at a connection is what later ones are compared with; drivers tell it, too.
      last = now;
      if (now === undefined) return undefined;
      return { name: 'signal', level: now < Math.min(...thresholds) ? 'low' : 'high', signalDbm: now };
    }
    const above = thresholds.findIndex((each) => before < each);
    const below = (above < 0 ? thresholds.length : above) - 1;
    const low = thresholds[below];
    const high = above < 0 ? undefined : thresholds[above];
    const crossed =
      low !== undefined && now < low - hysteresis
        ? 'low'
        : high !== undefined && now >= high + hysteresis
          ? 'high'
          : undefined;
    if (!crossed) return undefined;
    last = now;
    return { name: 'signal', level: crossed, signalDbm: now };
  };
}

/** The signal of the access point; undefined while there is none. */
async function readSignal(netlink: GenericNetlink, { ifindex, target }: Place): Promise<number | undefined> {
  const { items } = await netlink.dump(nl80211, 'getStation', { ifindex }, { target });
  const info = items[0]?.staInfo;
  return info?.beaconSignalAvg ?? info?.signalAvg ?? info?.signal;
}

/** Looks again and again, one after the other, until it is told to stop. */
function pollSignal(
  netlink: GenericNetlink,
  place: Place,
  intervalMs: number,
  tell: (signal: number | undefined) => void,
): () => void {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    // An interface that is down, or has gone, has no signal; the stream's end is told otherwise.
    tell(await readSignal(netlink, place).catch(() => undefined));
    if (!stopped) timer = setTimeout(look, intervalMs);
  };
  timer = setTimeout(look, intervalMs);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

const WATCHERS = { reader: true, kernel: true };
const LONGEST_MS = 2 ** 31 - 1;

/**
 * The quality of the connection from now on. 'kernel' is NL80211_CMD_SET_CQM; drivers without
 * NL80211_EXT_FEATURE_CQM_RSSI_LIST take one threshold only.
 */
export function watchSignal(place: Place, options: SignalOptions): Stream<SignalEvent | OverrunEvent> {
  const { ifindex, target } = place;
  const { thresholdsDbm, hysteresisDb = 2, watcher = 'reader', intervalMs = 1000, signal } = options;
  const what = `watchSignal ${target}`;
  for (const each of checkList(what, thresholdsDbm)) checkWhole(what, each, -128, 0);
  checkWhole(what, hysteresisDb, 0, 128);
  checkWhole(what, intervalMs, 1, LONGEST_MS);
  checkName(what, watcher, WATCHERS);
  // The kernel wants them in order, each once.
  const rssiThold = [...new Set(thresholdsDbm)].sort((a, b) => a - b);
  const byKernel = watcher === 'kernel';
  const set = (netlink: GenericNetlink, cqm: { readonly rssiThold: number[]; readonly rssiHyst: number }) =>
    netlink.request(nl80211, 'setCqm', { ifindex, cqm }, { target });
  let stop = (): void => {};
  const read = async (netlink: GenericNetlink, tell: (event: SignalEvent) => void): Promise<void> => {
    const crossed = crossings(rssiThold, hysteresisDb);
    const first = crossed(await readSignal(netlink, place));
    if (first) tell(first);
    stop();
    stop = pollSignal(netlink, place, intervalMs, (now) => {
      const event = crossed(now);
      if (event) tell(event);
    });
  };
  return openStream<typeof nl80211, SignalEvent>({
    ...place,
    ...ofInterface(place, ['mlme']),
    signal,
    limit: 1024,
    read: ({ command, attributes }) =>
      command === 'notifyCqm' && attributes.ifindex === ifindex
        ? signalEvent(attributes, byKernel)
        : undefined,
    begin: (netlink, tell) =>
      byKernel ? set(netlink, { rssiThold, rssiHyst: hysteresisDb }) : read(netlink, tell),
    finish: async (netlink) => {
      stop();
      if (byKernel) await set(netlink, { rssiThold: [0], rssiHyst: 0 });
    },
  });
}
