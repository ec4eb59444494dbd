/** What the live page shows: the records as they come, and about once a second where everybody is and who hears whom. */
import { VWifi } from '@vwifi/nl80211';
import type { EapolMessage } from '@vwifi/nl80211/vwifi';
import type { PageHearing, PageNodeNow, PageNow, PageUpdate } from '@vwifi/view';
import { limited, pause } from '../deadline.js';
import { TestbedError } from '../errors.js';
import { isAccessPoint, isStation, type Lab, type LabNode, radioOf } from '../lab/lab.js';
import type { LabStatus } from '../lab/status.js';
import type { Machine } from '../machine/machine.js';
import type { LabRecord } from '../record/record.js';
import { PageMaker } from '../trace/page-data.js';
import { type Deeds, performDeed } from './deed.js';
import type { Shown } from './server.js';

const EVERY_MS = 1000;
/** What a kernel that does not answer is waited for. */
const ASK_MS = 5000;

/** A laboratory that is up. */
export interface Viewed extends Omit<Deeds, 'lose'> {
  readonly lab: Lab;
  readonly machine: Machine;
  status(): Promise<LabStatus>;
  /** All records until now. */
  records(): Promise<readonly LabRecord[]>;
  /** Takes down something that was done. */
  note(text: string): Promise<void>;
  /** Those that come; a function ends it. */
  follow(listener: (record: LabRecord) => void): () => void;
}

interface Counted {
  readonly atMs: number;
  readonly octets: number;
}

/** What is remembered of a page from one look to the next. */
class Look {
  readonly #counted = new Map<string, Counted>();

  constructor(
    private readonly viewed: Viewed,
    private readonly maker: PageMaker,
  ) {}

  async now(): Promise<PageNow> {
    const { lab } = this.viewed;
    const [status, places, heard] = await Promise.all([
      this.viewed.status(),
      this.#places(),
      Promise.all(lab.nodes.map((node, index) => this.#hears(node, index).catch(() => []))),
    ]);
    const nodes = lab.nodes.map(({ name }, index): PageNodeNow => {
      const its = status.nodes.find((each) => each.name === name);
      const at = places.get(index);
      return {
        connected: its?.connected ?? false,
        about: [its?.ssid, its?.address].filter(Boolean).join(' · '),
        ...(at === undefined ? {} : { at }),
      };
    });
    return { nodes, hearing: heard.flat() };
  }

  async #asked<T>(
    netns: string | undefined,
    ask: (wifi: VWifi, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    using signal = limited([], { afterMs: ASK_MS });
    await using wifi = await VWifi.open({
      socket: this.viewed.machine.openNetlink,
      ...(netns === undefined ? {} : { netns }),
    });
    return await ask(wifi, signal);
  }

  /** Where radios stand, by the node's index. */
  async #places(): Promise<Map<number, readonly [number, number, number]>> {
    const { lab } = this.viewed;
    const found = new Map<number, readonly [number, number, number]>();
    if (lab.driver !== 'vwifi' || lab.fleet) return found;
    const radios = await this.#asked(undefined, ({ vwifi }) => vwifi.radios.list()).catch(() => []);
    for (const [index, node] of lab.nodes.entries()) {
      const position = radios.find(({ ifname }) => ifname === radioOf(node))?.position;
      if (position) found.set(index, [position.x, position.y, position.z ?? 0]);
    }
    return found;
  }

  /** Whom a node hears: an access point its stations, a station the access points of its last scan. */
  async #hears(node: LabNode, index: number): Promise<PageHearing[]> {
    if (isAccessPoint(node)) {
      const stations = await this.#asked(node.namespace, (wifi) => wifi.dev(node.interface).stations());
      return stations.flatMap((station) => {
        const from = this.maker.nodeAt(station.mac);
        if (from === undefined) return [];
        const { signalDbm, txBitrate, rxBytes = 0, txBytes = 0 } = station;
        return [
          {
            ...{ by: index, from, joined: true, mbps: this.#rate(`${index} ${from}`, rxBytes + txBytes) },
            ...(signalDbm === undefined ? {} : { signalDbm }),
            ...(txBitrate === undefined ? {} : { rateMbps: txBitrate.mbps }),
          },
        ];
      });
    }
    if (!isStation(node)) return [];
    const [all, link, own] = await this.#asked(node.namespace, (wifi) =>
      Promise.all([
        wifi.dev(node.interface).bss(),
        wifi.dev(node.interface).link(),
        wifi.interface(node.interface),
      ]),
    );
    // Where nothing is taken down, nobody else says whose address it is.
    this.maker.learn(own?.mac, node.name);
    return all.flatMap(({ bssid, signalDbm }) => {
      const from = this.maker.nodeAt(bssid);
      if (from === undefined) return [];
      const joined = link?.bssid === bssid;
      // What it hears now counts, where it listens; a scan may be of long ago.
      const heard = joined ? (link?.signalDbm ?? signalDbm) : signalDbm;
      return [{ ...{ by: index, from, joined }, ...(heard === undefined ? {} : { signalDbm: heard }) }];
    });
  }

  /** Mbit/s since the last look. */
  #rate(name: string, octets: number): number {
    const before = this.#counted.get(name);
    const atMs = performance.now();
    this.#counted.set(name, { atMs, octets });
    if (!before || atMs <= before.atMs || octets < before.octets) return 0;
    return ((octets - before.octets) * 8) / 1000 / (atMs - before.atMs);
  }
}

/** The next such message of a handshake is lost. */
async function lose(
  { lab, machine, note }: Viewed,
  from: string,
  to: string,
  eapol: EapolMessage,
): Promise<void> {
  if (lab.fleet)
    throw new TestbedError(
      'UNSUPPORTED',
      'faults meet what is sent within one kernel: not --isolation machine',
    );
  const radio = (name: string) => {
    const node = lab.nodes.find((each) => each.name === name);
    return node && radioOf(node);
  };
  await note(`message ${eapol} of the next handshake from ${from} to ${to} is lost`);
  await using wifi = await VWifi.open({ socket: machine.openNetlink });
  await wifi.vwifi.faults.add({ action: 'drop', eapol, times: 1, from: radio(from), to: radio(to) });
}

export function shownOf(viewed: Viewed, control: boolean): Shown {
  const { lab } = viewed;
  return {
    async *updates(signal) {
      const waiting: LabRecord[] = [];
      const past = await viewed.records();
      const unfollow = viewed.follow((record) => waiting.push(record));
      try {
        const maker = new PageMaker({ lab, status: await viewed.status() });
        const look = new Look(viewed, maker);
        yield { start: maker.start(past, control) } satisfies PageUpdate;
        const seen = new Set(past.slice(-1000).map(({ id }) => id));
        while (!signal.aborted) {
          const fresh = waiting.splice(0).filter(({ id }) => !seen.has(id));
          const { records, series } = maker.more(fresh);
          yield {
            records,
            series,
            now: await look.now(),
          } satisfies PageUpdate;
          await pause(EVERY_MS, signal).catch(() => {});
        }
      } finally {
        unfollow();
      }
    },
    perform: (deed) =>
      performDeed(
        {
          ...viewed,
          lose: (from, to, eapol) => lose(viewed, from, to, eapol),
        },
        lab.nodes.map(({ name }) => name),
        deed,
      ),
  };
}
