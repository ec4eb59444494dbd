/**
 * Takes down what happens in a laboratory, from everywhere where it is told, in the machine's own time. Nothing waits
 * for it but what must not come before it: {@link Recorder.ready}.
 */
import { setMaxListeners } from 'node:events';
import { VWifi } from '@vwifi/nl80211';
import { Families, plain, Viewer } from '@vwifi/nl80211/monitor';
import { GenericNetlink, RouteNetlink } from '@vwifi/nl80211/netlink';
import { errorMessage } from '../errors.js';
import type { Machine } from '../machine/machine.js';
import { frameRecord } from './frame.js';
import { kernelLine, lineRecord, stampOf } from './lines.js';
import {
  type DaemonRecord,
  type LabRecord,
  type NewRecord,
  OUTPUT_OCTETS,
  type StepRecord,
} from './record.js';
import { EVERY_MS, Heard, type Point, stationsRequest } from './stations.js';
import { RecordStore } from './store.js';
import { Wall } from './wall.js';

const NETLINK_GENERIC = 16;
/** Radiotap's frames come with the protocol that the driver gives them: ETH_P_802_2. */
const ETH_P_802_2 = 4;
const TAP = 'vwrecord';
/** A clock that was set by less is not noticed; where time is virtual, asking is rarer, since it is an event as well. */
const STEP_US = 2e6;
const STEP_VIRTUAL_US = 60e6;
/** An attribute's text is cut there. */
const ATTRIBUTE_LIMIT = 400;

/** A kernel of the laboratory; without a name where there is one only. */
type Guest = string | undefined;

/** What a kernel says of itself: the numbers of its groups that tell of events, and of a family. */
interface Told {
  readonly groups: readonly number[];
  readonly nl80211: number | undefined;
}

const placeOf = (netns: Guest) => (netns === undefined ? {} : { netns });

export class Recorder {
  readonly #store: RecordStore;
  readonly #ended = new AbortController();
  readonly #nodes = new Map<string, string>();
  readonly #wall = new Map<Guest, Promise<number>>();
  readonly #told = new Map<Guest, Promise<Told>>();
  readonly #families = new Families();
  readonly #viewer = new Viewer(this.#families);
  readonly #open: AsyncDisposable[] = [];
  readonly #kernelSeen = new Map<Guest, number>();
  /** The time of day is the same in all machines. */
  readonly #lineWall: Wall;
  #pending: Promise<unknown>[] = [];

  /** `guests`: the machines by their names, where there are several. */
  constructor(
    private readonly machine: Machine,
    folder: string,
    private readonly guests: readonly string[] = [],
  ) {
    this.#store = new RecordStore(folder);
    this.#lineWall = new Wall(
      () => machine.wallUs(placeOf(guests[0])),
      machine.clock.virtual ? STEP_VIRTUAL_US : STEP_US,
    );
    // Each namespace listens until then, and there are as many as there are nodes.
    setMaxListeners(0, this.#ended.signal);
  }

  /** Whose frames those of an address are. */
  learn(address: string | undefined, node: string): void {
    if (address) this.#nodes.set(address.toLowerCase(), node);
  }

  nodeOf = (address: string): string | undefined => this.#nodes.get(address);

  add(record: NewRecord): number {
    this.#lineWall.happened(record.us);
    return this.#store.add(record);
  }

  /** Tells each record from now on; the function ends that. */
  follow(listener: (record: LabRecord) => void): () => void {
    return this.#store.follow(listener);
  }

  /** What has happened until now, with the lines of the kernels' logs. */
  async read(): Promise<LabRecord[]> {
    await this.#kernels().catch((error: unknown) => this.#gap(`the kernel's log: ${errorMessage(error)}`));
    return this.#store.read();
  }

  /** Now, in the machine's time. */
  async nowUs(): Promise<number> {
    const { clock } = this.machine;
    // Several machines in real time have no clock of their own together: theirs is the host's.
    if (this.guests.length > 0 && !clock.virtual)
      return Math.round(
        (performance.timeOrigin + performance.now()) * 1000 - (await this.#wallOf(this.guests[0])),
      );
    return Math.round((await clock.now()) * 1000);
  }

  /** Takes down something that happens now. */
  async now(record: { [R in NewRecord as R['kind']]: Omit<R, 'us'> }[NewRecord['kind']]): Promise<void> {
    const us = await this.nowUs().catch(() => 0);
    this.add({ ...record, us } as NewRecord);
  }

  step({ step, title, state }: Pick<StepRecord, 'step' | 'title' | 'state'>): void {
    void this.now({ kind: 'step', step, title, state });
  }

  /** Takes the lines of a daemon. */
  lines(node: string, program: DaemonRecord['program']): (lines: readonly string[]) => void {
    let beforeUs = 0;
    const add = async (lines: readonly string[]): Promise<void> => {
      for (const line of lines) {
        const stamp = stampOf(line);
        const wallUs = stamp === undefined ? 0 : await this.#lineWall.aheadAt(stamp);
        const record = lineRecord(line, { node, program }, wallUs, beforeUs);
        if (!record) continue;
        beforeUs = record.us;
        this.add(record);
      }
    };
    let added = Promise.resolve();
    // A machine that cannot be asked any more has ended, and its daemons with it.
    return (lines) => {
      added = added.then(() => add(lines)).catch(() => {});
    };
  }

  /** Begins to listen to what the nl80211 of a namespace tells, and where it is the machine's own, to the medium. */
  watchEvents(guest: Guest, netns: Guest, node: string | undefined): void {
    this.#begin(`nl80211${node === undefined ? '' : ` of ${node}`}`, async () => {
      const [{ groups }, shiftUs] = await Promise.all([this.#toldBy(guest), this.#shiftOf(guest)]);
      const where = placeOf(netns ?? guest);
      await this.machine.watch(
        { groups, ...where },
        (atUs, data) => {
          const us = atUs + shiftUs;
          if (!data) return this.#gap('events of nl80211: the kernel had no room for them', us);
          for (const view of this.#viewer.read({ protocol: NETLINK_GENERIC, data })) {
            const medium = view.family === 'vwifi';
            // Of the medium there is one, and each namespace that sees it is told.
            if (view.kind !== 'event' || (medium && netns !== undefined)) continue;
            // Of interfaces, other than of peers, it is their own.
            if (node !== undefined && /Interface$/.test(view.command))
              this.learn(ownAddress(view.attributes), node);
            this.add({
              ...{ us, ...(node === undefined ? {} : { node }), event: view.command },
              kind: medium ? 'medium' : 'nl80211',
              attributes: brief(view.attributes),
            });
          }
        },
        this.#ended.signal,
      );
    });
  }

  /** Begins to listen to the air of a kernel with the driver `vwifi`. */
  watchAir(guest: Guest): void {
    this.#begin('the air', async () => {
      const options = { socket: this.machine.openNetlink, ...placeOf(guest) };
      const wifi = await VWifi.open(options);
      this.#open.push(wifi);
      const { ifname, ifindex } = await wifi.vwifi.taps.add(`${TAP}%d`, { owned: true, sparse: true });
      const route = await RouteNetlink.open(this.machine.openNetlink, guest);
      await route.setUp(ifindex, true).finally(() => route.close());
      const shiftUs = await this.#shiftOf(guest);
      await this.machine.watch(
        { packetsOf: ifname, ethertype: ETH_P_802_2, ...placeOf(guest) },
        (us, data) => {
          if (!data) return this.#gap('frames: the kernel had no room for them', us);
          const record = frameRecord(data, us, this.nodeOf);
          if (record) this.add({ ...record, us: record.us + shiftUs });
        },
        this.#ended.signal,
      );
    });
  }

  /** Begins to look at how an access point hears its stations. */
  watchStations({ name, namespace, interface: ifname }: Point): Promise<void> {
    const guest = this.guests.length > 0 ? namespace : undefined;
    this.#begin(`the signal of the stations of ${name}`, async () => {
      const [{ nl80211 = 0 }, shiftUs] = await Promise.all([this.#toldBy(guest), this.#shiftOf(guest)]);
      await using wifi = await VWifi.open({ socket: this.machine.openNetlink, ...placeOf(namespace) });
      const { index = 0 } = await wifi.interface(ifname);
      const asked = Buffer.from(stationsRequest(nl80211, index)).toString('hex');
      const heard = new Heard(name);
      await this.machine.watch(
        { asked, everyMs: EVERY_MS, ...placeOf(namespace) },
        (us, data) => {
          // What was too much this time comes the next.
          const views = data ? this.#viewer.read({ protocol: NETLINK_GENERIC, data }) : [];
          for (const record of heard.fresh(views)) this.add({ ...record, us: us + shiftUs });
        },
        this.#ended.signal,
      );
    });
    return this.inTurn();
  }

  /** When all that was begun listens, or has said why it does not. */
  async ready(): Promise<void> {
    const begun = this.#pending;
    this.#pending = [];
    await Promise.all(begun);
  }

  /** The same where time is virtual: what would begin to listen beside the next step does so at a moment that chance decides. */
  async inTurn(): Promise<void> {
    if (this.machine.clock.virtual) await this.ready();
  }

  /** A command of a client, from its start; what it prints is given to the first function, its end to the second. */
  command(argv: readonly string[], node: string | undefined) {
    const began = this.nowUs().catch(() => 0);
    const pieces: Uint8Array[] = [];
    let octets = 0;
    return {
      output: (data: Uint8Array): void => {
        if (octets < OUTPUT_OCTETS) pieces.push(data.slice(0, OUTPUT_OCTETS - octets));
        octets += data.length;
      },
      ended: async (status: number | undefined): Promise<void> => {
        const [us, endUs] = await Promise.all([began, this.nowUs().catch(() => 0)]);
        this.add({
          ...{ kind: 'command', us, endUs, argv, ...(node === undefined ? {} : { node }) },
          ...(status === undefined ? {} : { status }),
          output: Buffer.concat(pieces).toString(),
        });
      },
    };
  }

  async close(): Promise<void> {
    this.#ended.abort();
    this.#store.close();
    await Promise.allSettled(this.#open.map(async (each) => each[Symbol.asyncDispose]()));
  }

  #begin(what: string, work: () => Promise<void>): void {
    // One after the other, where time is virtual: at once, the order would be chance's.
    const before = this.machine.clock.virtual ? Promise.all(this.#pending) : undefined;
    const begun = (before?.then(work) ?? work()).catch((error: unknown) => {
      if (!this.#ended.signal.aborted) this.#gap(`${what} is not recorded: ${errorMessage(error)}`);
    });
    this.#pending.push(begun);
  }

  #gap(text: string, us?: number): void {
    if (us === undefined) void this.now({ kind: 'gap', text });
    else this.add({ kind: 'gap', us, text });
  }

  #wallOf(guest: Guest): Promise<number> {
    const known = this.#wall.get(guest);
    if (known) return known;
    const wall = this.machine.wallUs(placeOf(guest));
    wall.catch(() => {});
    this.#wall.set(guest, wall);
    return wall;
  }

  /** What the time of a machine lacks to that of the first one. */
  async #shiftOf(guest: Guest): Promise<number> {
    const [first] = this.guests;
    if (guest === first || this.machine.clock.virtual) return 0;
    return Math.round((await this.#wallOf(guest)) - (await this.#wallOf(first)));
  }

  #toldBy(guest: Guest): Promise<Told> {
    const known = this.#told.get(guest);
    if (known) return known;
    const told = this.#ask(guest);
    this.#told.set(guest, told);
    return told;
  }

  async #ask(guest: Guest): Promise<Told> {
    const netlink = await GenericNetlink.open(this.machine.openNetlink, guest);
    try {
      const families = await netlink.listFamilies();
      for (const { id, name } of families) this.#families.add(id, name);
      return {
        groups: this.#families.withEvents(families).flatMap(({ info }) => Object.values(info.groups)),
        nl80211: families.find(({ name }) => name === 'nl80211')?.id,
      };
    } finally {
      await netlink.close();
    }
  }

  async #kernels(): Promise<void> {
    for (const guest of this.guests.length > 0 ? this.guests : [undefined]) {
      const { stdout } = await this.machine.exec(['dmesg'], placeOf(guest));
      const lines = stdout.split('\n').flatMap((line) => kernelLine(line) ?? []);
      const shiftUs = await this.#shiftOf(guest);
      for (const { us, text } of lines.slice(this.#kernelSeen.get(guest) ?? 0))
        this.add({
          kind: 'kernel',
          us: us + shiftUs,
          text: guest === undefined ? text : `${guest}: ${text}`,
        });
      this.#kernelSeen.set(guest, lines.length);
    }
  }
}

const ownAddress = ({ mac }: Readonly<Record<string, unknown>>): string | undefined =>
  typeof mac === 'string' ? mac : undefined;

/** Attributes that JSON can say, none of them long. */
function brief(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => {
      const text = JSON.stringify(value, plain) ?? 'null';
      return [
        name,
        text.length > ATTRIBUTE_LIMIT ? `${text.slice(0, ATTRIBUTE_LIMIT)}...` : JSON.parse(text),
      ];
    }),
  );
}
