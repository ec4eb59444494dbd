/**
 * How access points hear their stations, and with which rates: looked at about once a second of the wall clock, and
 * taken down where it has changed. The machine's time does not pass for it.
 */
import { VWifi } from '@vwifi/nl80211';
import { pause } from '../deadline.js';
import type { Machine } from '../machine/machine.js';
import type { StationRecord } from './record.js';

const EVERY_MS = 1000;

/** An access point. */
export interface Point {
  readonly name: string;
  readonly namespace: string;
  readonly interface: string;
}

export type Seen = Omit<StationRecord, 'id' | 'us'>;

export class StationWatch {
  readonly #points: Point[] = [];
  readonly #last = new Map<string, string>();
  #looking = false;

  constructor(
    private readonly machine: Machine,
    private readonly tell: (seen: Seen) => Promise<void>,
    private readonly ended: AbortSignal,
  ) {}

  /** From now on that access point is looked at, too. */
  add(point: Point): void {
    this.#points.push(point);
    if (this.#looking) return;
    this.#looking = true;
    // Ends with its signal.
    this.#look().catch(() => {});
  }

  async #look(): Promise<void> {
    while (!this.ended.aborted) {
      // One that cannot be asked now, since its node is paused or gone, may be later.
      for (const point of this.#points) await this.#ask(point).catch(() => {});
      await pause(EVERY_MS, this.ended);
    }
  }

  async #ask({ name: node, namespace: netns, interface: ifname }: Point): Promise<void> {
    await using wifi = await VWifi.open({ socket: this.machine.openNetlink, netns });
    for (const { mac, signalDbm, txBitrate, rxBitrate } of await wifi.dev(ifname).stations()) {
      const seen: Seen = {
        ...{ kind: 'station', node, peer: mac },
        ...(signalDbm === undefined ? {} : { signalDbm }),
        ...(txBitrate === undefined ? {} : { toMbps: txBitrate.mbps }),
        ...(rxBitrate === undefined ? {} : { fromMbps: rxBitrate.mbps }),
      };
      const said = JSON.stringify(seen);
      if (this.#last.get(`${node} ${mac}`) === said) continue;
      this.#last.set(`${node} ${mac}`, said);
      await this.tell(seen);
    }
  }
}
