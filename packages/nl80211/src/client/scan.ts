import type { Elements } from '../elements/elements.js';
import { Bell } from '../genl/bell.js';
import { NetlinkError } from '../genl/error.js';
import type { FamilyEvent, GenericNetlink } from '../genl/generic.js';
import type { Nl80211In } from '../spec/nl80211/attributes.js';
import { nl80211 } from '../spec/nl80211/family.js';
import { VWifiError } from '../wire/errors.js';
import type { SsidLike } from '../wire/ssid.js';
import { type Bss, bssOf } from './bss.js';
import { defined } from './defined.js';
import type { MoreAttributes } from './more-attributes.js';
import type { Place } from './place.js';
import { runVerb } from './verb.js';
import type { Cancel } from './vwifi.js';

export interface ScanOptions extends Cancel, MoreAttributes {
  /** Networks to ask for by name, so that hidden ones answer; a request for any network when left out. */
  readonly ssids?: readonly SsidLike[];
  /** All that the radio has when left out. */
  readonly frequenciesMhz?: readonly number[];
  /** @deprecated `frequenciesMhz` */
  readonly frequencies?: readonly number[];
  /** Only listen. */
  readonly passive?: boolean;
  /** Forget what was heard before. */
  readonly flush?: boolean;
  /** Ask under an address of no one: a random one, or one that is random where the mask has no bits. */
  readonly randomMac?: boolean | { readonly mac: string; readonly mask: string };
  /** Give way to other traffic. */
  readonly lowPriority?: boolean;
  /** Elements to send with each request. */
  readonly elements?: Elements | Uint8Array;
  /** On each channel, in time units of 1024 us, where the driver takes it. */
  readonly dwellTu?: number;
  /** For the whole of it, waiting for another program's scan included; 60 000 when left out. */
  readonly timeoutMs?: number;
}

/** How long to wait for the end of somebody else's scan before asking again: an end may have been missed. */
const BUSY_WAIT_MS = 1000;

type End = 'done' | 'aborted';

/**
 * Scans, and returns what the radio then knows. The request goes over the very socket that listens for its end, so the
 * order of messages tells our end from an earlier scan's, and no end can be missed.
 */
export async function scan(place: Place, options: ScanOptions): Promise<Bss[]> {
  const { ifindex, target } = place;
  const { timeoutMs = 60_000, signal } = options;
  const request = triggerAttributes(ifindex, options);
  return runVerb(place, `scan ${target}`, { signal, timeoutMs }, async (verb) => {
    const { netlink } = verb;
    const watch = new ScanWatch(ifindex);
    await netlink.subscribe(nl80211, ['scan'], (event) => watch.see(event), { signal: verb.signal });
    const stop = async (): Promise<void> => {
      if (watch.seen) return;
      await netlink.request(nl80211, 'abortScan', { ifindex }, { target });
      await watch.ended(undefined, target, BUSY_WAIT_MS);
    };
    for (;;) {
      watch.expect();
      try {
        await verb.begin(() => netlink.request(nl80211, 'triggerScan', request, { target }), stop);
      } catch (error) {
        if (verb.signal.aborted || !(error instanceof NetlinkError)) throw error;
        // Its answer was lost: if it runs, the next request finds it running.
        if (error.code === 'ENOBUFS') continue;
        if (error.code !== 'EBUSY') throw error;
        // Another scan runs on this radio. Whether its results are ours too depends on what it asked for: scan again.
        await netlink.waiting(watch.ended(verb.signal, target, BUSY_WAIT_MS));
        continue;
      }
      const end = await netlink.waiting(watch.ended(verb.signal, target));
      if (end === 'lost') continue;
      verb.ended();
      if (end === 'aborted') {
        throw new VWifiError(
          'SCAN_ABORTED',
          `scan ${target}: aborted by the driver or another program; try again`,
        );
      }
      return readBss(netlink, ifindex, target, verb.signal);
    }
  });
}

/** What the radio knows, without scanning. */
export async function readBss(
  netlink: GenericNetlink,
  ifindex: number,
  target: string,
  signal: AbortSignal | undefined,
): Promise<Bss[]> {
  const { items } = await netlink.dump(nl80211, 'getScan', { ifindex }, { signal, target });
  return items.flatMap((item) => bssOf(item) ?? []);
}

function triggerAttributes(ifindex: number, options: ScanOptions): Nl80211In {
  const { ssids, frequenciesMhz, passive, flush, randomMac, lowPriority, elements, dwellTu, attributes } =
    options;
  const flags = [
    ...(lowPriority ? ['low-priority' as const] : []),
    ...(flush ? ['flush' as const] : []),
    ...(randomMac ? ['random-addr' as const] : []),
  ];
  // No list of names at all makes a passive scan; an empty name asks for any network.
  const names = ssids && ssids.length > 0 ? ssids : [''];
  return {
    ifindex,
    ...(passive ? {} : { scanSsids: names }),
    ...(frequenciesMhz ? { scanFrequencies: [...frequenciesMhz] } : {}),
    ...(flags.length > 0 ? { scanFlags: flags } : {}),
    ...(typeof randomMac === 'object' ? { mac: randomMac.mac, macMask: randomMac.mask } : {}),
    ...defined({ ie: elements, measurementDuration: dwellTu }),
    ...attributes,
  } as Nl80211In;
}

/** Follows the scans of one interface. */
class ScanWatch {
  private end: End | 'lost' | undefined;
  private failure: Error | undefined;
  private readonly bell = new Bell();

  constructor(private readonly ifindex: number) {}

  /** The end has been seen. */
  get seen(): boolean {
    return this.end === 'done' || this.end === 'aborted';
  }

  /** Before a request: what ended until now does not count. */
  expect(): void {
    this.end = undefined;
  }

  see(event: FamilyEvent<typeof nl80211>): void {
    if (event.kind === 'closed') {
      this.failure = new VWifiError(
        'CLOSED',
        'scan: the socket was lost',
        event.error ? { cause: event.error } : {},
      );
    } else if (event.kind === 'overrun') {
      this.end = 'lost';
    } else {
      const { command, attributes } = event.message;
      if (attributes.ifindex !== this.ifindex) return;
      // One radio runs one scan at a time: an end that comes before a start belongs to an earlier scan.
      if (command === 'triggerScan') this.end = undefined;
      else if (command === 'newScanResults') this.end = 'done';
      else if (command === 'scanAborted') this.end = 'aborted';
      else return;
    }
    this.bell.ring();
  }

  /** Resolves at the end of a scan, or with undefined after `giveUpMs`. 'lost': events were dropped, the end maybe too. */
  async ended(
    signal: AbortSignal | undefined,
    target: string,
    giveUpMs?: number,
  ): Promise<End | 'lost' | undefined> {
    let givenUp = false;
    const giveUp = (): void => {
      givenUp = true;
      this.bell.ring();
    };
    const timer = giveUpMs === undefined ? undefined : setTimeout(giveUp, giveUpMs);
    const look = (): End | 'lost' | 'given up' | undefined => {
      if (this.end !== undefined) return this.end;
      if (givenUp) return 'given up';
      if (this.failure) throw this.failure;
      return undefined;
    };
    try {
      const found = await this.bell.until(`scan ${target}`, look, signal);
      return found === 'given up' ? undefined : found;
    } finally {
      clearTimeout(timer);
    }
  }
}
