/**
 * Several guests as one machine. What is said to a network namespace of the laboratory goes to the guest where that
 * is: a node that has a guest to itself is its guest, nodes that share one have namespaces in it.
 */
import { performance } from 'node:perf_hooks';
import type { NetlinkSocketOptions } from '@vwifi/nl80211/netlink';
import { pause } from '../deadline.js';
import { TestbedError } from '../errors.js';
import type {
  Backend,
  DatagramSocket,
  ExecOptions,
  ExecResult,
  Machine,
  MachineClock,
  MachineProcess,
  Place,
  RunOptions,
  Watched,
  WatchListener,
} from '../machine/machine.js';
import type { Calendar } from '../switch/calendar.js';
import type { Switch } from '../switch/switch.js';
import type { GuestSlot } from './slot.js';
import type { FleetSpec, GuestReport, PowerAction } from './spec.js';
import type { Wiring } from './wiring.js';

interface Berth {
  readonly slot: GuestSlot;
  /** The namespace inside of the guest; undefined: its first one. */
  readonly netns: string | undefined;
}

export interface FleetParts {
  readonly spec: FleetSpec;
  readonly backend: Backend;
  readonly kernel: string;
  readonly slots: readonly GuestSlot[];
  readonly wiring: Wiring;
  /** The switch between the guests, where it is ours. */
  readonly wire: Switch | undefined;
  /** Keeps the guests' time, where it is virtual. */
  readonly calendar?: Calendar | undefined;
  /** The same for all: their kernel is, and their host. */
  readonly weakness?: string | undefined;
  readonly userSpace?: Machine['userSpace'];
}

export class Fleet implements Machine {
  readonly backend: Backend;
  readonly kernel: string;
  readonly weakness: string | undefined;
  readonly userSpace: Machine['userSpace'];
  readonly clock: MachineClock;
  /** The end of one guest is not the end of the fleet. */
  readonly lost = new Promise<string>(() => {});
  readonly spec: FleetSpec;
  readonly wire: Switch | undefined;
  readonly #calendar: Calendar | undefined;
  readonly #slots: readonly GuestSlot[];
  readonly #wiring: Wiring;
  readonly #berths = new Map<string, Berth>();
  #closing: Promise<void> | undefined;

  constructor({ spec, backend, kernel, slots, wiring, wire, calendar, weakness, userSpace }: FleetParts) {
    this.spec = spec;
    this.weakness = weakness;
    this.userSpace = userSpace;
    this.backend = backend;
    this.kernel = kernel;
    this.wire = wire;
    this.#calendar = calendar;
    this.clock = calendar ? this.#sharedClock(calendar) : ownClocks;
    this.#slots = slots;
    this.#wiring = wiring;
    spec.guests.forEach(({ name, nodes }, index) => {
      const slot = slots[index];
      if (!slot) return;
      const alone = nodes.length === 1 && nodes[0] === name;
      for (const node of nodes) this.#berths.set(node, { slot, netns: alone ? undefined : node });
      if (!this.#berths.has(name)) this.#berths.set(name, { slot, netns: undefined });
    });
  }

  get guests(): readonly GuestReport[] {
    return this.#slots.map(({ report }) => report);
  }

  /** The guest that a node is in. */
  guestOf(node: string): GuestReport {
    return this.#berth(node).slot.report;
  }

  /** Does something to the guest of a node; a restart returns when the new one's agent is there. */
  async power(node: string, action: PowerAction, signal: AbortSignal): Promise<void> {
    const { slot } = this.#berth(node);
    if (action === 'restart') await slot.boot(signal);
    else await slot[action]();
    const still = slot.state === 'paused';
    this.wire?.setStill(slot.name, still);
    this.#calendar?.setStill(slot.name, still);
  }

  async spawn(argv: readonly string[], options: RunOptions = {}): Promise<MachineProcess> {
    const { machine, netns } = this.#at(options.netns);
    return machine.spawn(argv, inside(options, netns));
  }

  async exec(argv: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    const { machine, netns } = this.#at(options.netns);
    return machine.exec(argv, inside(options, netns));
  }

  async readFile(path: string, place?: Place): Promise<Uint8Array> {
    return this.#at(place?.netns).machine.readFile(path);
  }

  async writeFile(path: string, data: string | Uint8Array, mode?: number, place?: Place): Promise<void> {
    return this.#at(place?.netns).machine.writeFile(path, data, mode);
  }

  readonly openNetlink = async (options: NetlinkSocketOptions) => {
    const { machine, netns } = this.#at(typeof options.netns === 'string' ? options.netns : undefined);
    return machine.openNetlink(inside(options, netns));
  };

  async openDatagram(path: string, place?: Place): Promise<DatagramSocket> {
    return this.#at(place?.netns).machine.openDatagram(path);
  }

  async watch(what: Watched, listener: WatchListener, signal: AbortSignal): Promise<void> {
    const { machine, netns } = this.#at(what.netns);
    return machine.watch(inside(what, netns), listener, signal);
  }

  async wallUs(place?: Place): Promise<number> {
    return this.#at(place?.netns).machine.wallUs();
  }

  /** Of one guest; or of all that run, each line after its guest's name. */
  async kernelLog(place?: Place): Promise<readonly string[]> {
    if (place?.netns !== undefined) return this.#at(place.netns).machine.kernelLog();
    const running = this.#slots.filter(({ state }) => state === 'running');
    const logs = await Promise.all(
      running.map(async ({ name, machine }) => (await machine.kernelLog()).map((line) => `${name}: ${line}`)),
    );
    return logs.flat();
  }

  async followKernelLog(listener: (line: string) => void, signal: AbortSignal, place?: Place): Promise<void> {
    if (place?.netns !== undefined) return this.#at(place.netns).machine.followKernelLog(listener, signal);
    const running = this.#slots.filter(({ state }) => state === 'running');
    // One that ends meanwhile has nothing more to say; the others have.
    await Promise.all(
      running.map(({ name, machine }) =>
        machine.followKernelLog((line) => listener(`${name}: ${line}`), signal).catch(() => {}),
      ),
    );
  }

  async undoOnEnd(): Promise<void> {
    // Nothing of a guest outlives its kernel.
  }

  close(): Promise<void> {
    this.#closing ??= (async () => {
      await Promise.all(this.#slots.map((slot) => slot.close()));
      await this.#wiring.close();
    })();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #sharedClock = (calendar: Calendar): MachineClock => ({
    virtual: true,
    now: async () => calendar.now(),
    sleep: async (milliseconds, signal) => {
      await calendar.sleep(milliseconds, signal);
      // What a guest has said before the end of that is here before its answer.
      const running = this.#slots.filter(({ state }) => state === 'running');
      await Promise.all(running.map(({ machine }) => machine.clock.now().catch(() => {})));
    },
    hold: async (held) => calendar.hold(held),
  });

  #berth(name: string): Berth {
    const berth = this.#berths.get(name);
    if (berth) return berth;
    throw new TestbedError('NO_NODE', `there is no node ${name}`, {
      hint: `the nodes: ${[...this.#berths.keys()].join(', ')}`,
    });
  }

  #at(name: string | undefined) {
    if (name === undefined)
      throw new TestbedError('WHICH_NODE', 'the nodes of this laboratory have a machine each', {
        hint: `say which one is meant: ${[...this.#berths.keys()].join(', ')}`,
      });
    const { slot, netns } = this.#berth(name);
    return { machine: slot.machine, netns };
  }
}

/** Each guest has its own; all of them go as the host's does. */
const ownClocks: MachineClock = { virtual: false, now: async () => performance.now(), sleep: pause };

/** The same options for the namespace inside of a guest. */
function inside<T extends { readonly netns?: unknown }>(options: T, netns: string | undefined): T {
  const { netns: _, ...rest } = options;
  return (netns === undefined ? rest : { ...rest, netns }) as T;
}
