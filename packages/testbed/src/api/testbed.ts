/** The laboratory as an object: `await using lab = await Testbed.up()`. */
import { resolve } from 'node:path';
import type { LinkSettings } from '@vwifi/nl80211/vwifi';
import { limited } from '../deadline.js';
import { TestbedError } from '../errors.js';
import type { Explanation } from '../explain/facts.js';
import { defaultLab } from '../lab/default.js';
import { labFrom } from '../lab/from-object.js';
import { hasUplink, keptFiles, type Lab } from '../lab/lab.js';
import { readLab } from '../lab/parse.js';
import type { StepEvent } from '../lab/run-plan.js';
import type { LabSpec } from '../lab/schema.js';
import type { LabStatus } from '../lab/status.js';
import { nearest } from '../lab/suggest.js';
import type { Value } from '../lab/variables.js';
import type { WireSettings, WireStatus } from '../lab/wire-service.js';
import type { Backend, Machine, MachineClock } from '../machine/machine.js';
import type { Ping } from '../node/ping.js';
import type { LabRecord } from '../record/record.js';
import type { Kept } from '../trace/keep.js';
import { bootLimit, UP_TIMEOUT_MS } from './limits.js';
import { TestbedNode } from './node.js';
import type { Session, Sessions } from './session.js';

export interface UpOptions {
  /** Told how far the steps are. */
  readonly onEvent?: (event: StepEvent) => void;
  readonly signal?: AbortSignal;
  /** Another backend or kernel than its own. */
  readonly backend?: Backend;
  readonly kernel?: string;
  /** What variables of its file are worth, instead of what it says. */
  readonly variables?: Readonly<Record<string, Value>>;
  /** Another seed of its random choices, and another kind of time, than its own. */
  readonly seed?: number;
  readonly time?: 'real' | 'virtual';
  /** Another name than its own; one name is up once. */
  readonly name?: string;
  /** What happens is taken down, for {@link Testbed.records}. Default: it is not. */
  readonly record?: boolean;
  /** The laboratory stays up when this process ends. Default: it ends with this process, however that ends. */
  readonly keep?: boolean;
  /** Wall-clock limit in milliseconds for all of it; what was made is taken down then. Default: 180 000, as of `testbed up`. */
  readonly timeoutMs?: number;
  /** Told while what was made is still there, where the laboratory itself could not be made: its trace can be kept. */
  readonly onUnmade?: (made: Kept) => Promise<void>;
  /** Wall-clock limit in milliseconds for the machine to boot; default: a little less than `timeoutMs`. */
  readonly bootTimeoutMs?: number;
}

/** Guest time of a laboratory whose time is virtual; wall-clock time of any other. */
export interface LabClock extends MachineClock {
  /** Lets so much of the laboratory's time pass. */
  advance(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** A running laboratory. */
export class Testbed implements AsyncDisposable {
  readonly #session: Session;
  readonly #nodes = new Map<string, TestbedNode>();
  readonly #owner: boolean;

  private constructor(
    session: Session,
    /** The laboratory with every default filled in. */
    readonly lab: Lab,
    nodes: readonly TestbedNode[],
    owner: boolean,
  ) {
    this.#session = session;
    this.#owner = owner;
    for (const node of nodes) this.#nodes.set(node.name, node);
  }

  /**
   * Makes a laboratory: from an object, from the path of a file, or the default one. It ends when it is disposed
   * of, or with this process.
   */
  static async up(spec: LabSpec | string = defaultLab, options: UpOptions = {}): Promise<Testbed> {
    const origin = { folder: process.cwd(), name: `lab-${process.pid}` };
    const instead = {
      ...(options.variables === undefined ? {} : { variables: options.variables }),
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      ...(options.time === undefined ? {} : { time: options.time }),
    };
    const written =
      typeof spec === 'string' ? await readLab(spec, instead) : labFrom({ ...spec, ...instead }, origin);
    const lab = {
      ...written,
      ...(options.name === undefined ? {} : { name: options.name }),
      ...(options.backend === undefined ? {} : { backend: options.backend }),
      ...(options.kernel === undefined ? {} : { kernel: options.kernel }),
    };
    const { onEvent, timeoutMs = UP_TIMEOUT_MS } = options;
    const late = () =>
      new TestbedError(
        'UP_TIMEOUT',
        `laboratory ${lab.name} was not up within ${timeoutMs / 1000} s, and was taken down`,
        { hint: 'give it more with timeoutMs' },
      );
    const began = performance.now();
    using signal = limited([options.signal], { afterMs: timeoutMs, late });
    const session = await (await defaultSessions()).start({
      name: lab.name,
      backend: lab.backend,
      kernel: lab.kernel,
      time: lab.time,
      seed: lab.seed,
      fleet: lab.fleet,
      memoryMb: lab.memoryMb,
      uplink: hasUplink(lab),
      keep: keptFiles(lab),
      bootTimeoutMs: options.bootTimeoutMs ?? bootLimit(timeoutMs),
      lease: !options.keep,
      onEvent,
      signal,
    });
    try {
      await session.up(lab, {
        ...(onEvent ? { onEvent } : {}),
        signal,
        record: options.record ?? false,
        timeoutMs: timeoutMs - (performance.now() - began),
      });
      return await Testbed.#of(session, !options.keep);
    } catch (error) {
      if (!options.signal?.aborted) await options.onUnmade?.(session).catch(() => {});
      await session.stop();
      throw error;
    }
  }

  /** A laboratory that is up already; it stays up when this object is disposed of. */
  static async attach(name: string): Promise<Testbed> {
    const session = await (await defaultSessions()).attach(name);
    try {
      return await Testbed.#of(session, false);
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  static async #of(session: Session, owner: boolean): Promise<Testbed> {
    const { lab, nodes } = await session.describe();
    const opened = await Promise.all(
      lab.nodes.map((node) => TestbedNode.open(session, lab, node, nodes[node.name]?.control ?? '')),
    );
    return new Testbed(session, lab, opened, owner);
  }

  get name(): string {
    return this.lab.name;
  }

  /** The machine that the laboratory runs on: commands, files, sockets outside of the nodes' namespaces. */
  get machine(): Machine {
    return this.#session.machine;
  }

  get clock(): LabClock {
    const { clock } = this.machine;
    return {
      virtual: clock.virtual,
      now: () => clock.now(),
      sleep: (milliseconds, signal) => clock.sleep(milliseconds, signal),
      advance: (milliseconds, signal) => clock.sleep(milliseconds, signal),
    };
  }

  /** Waits in the laboratory's time. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return this.machine.clock.sleep(milliseconds, signal);
  }

  get nodes(): readonly TestbedNode[] {
    return [...this.#nodes.values()];
  }

  /** A node by its name. */
  node(name: string): TestbedNode {
    const node = this.#nodes.get(name);
    if (node) return node;
    const names = [...this.#nodes.keys()];
    const near = nearest(name, names);
    throw new TestbedError('NO_NODE', `laboratory ${this.name} has no node ${name}`, {
      hint: near ? `did you mean ${near}?` : `its nodes: ${names.join(', ')}`,
    });
  }

  /** Who is connected to whom; pings as last measured, or measured anew. */
  status(options: { readonly ping?: boolean; readonly signal?: AbortSignal } = {}): Promise<LabStatus> {
    return this.#session.status(options);
  }

  /** Measures the pings of all pairs. */
  async ping(signal?: AbortSignal): Promise<readonly Ping[]> {
    return (await this.status({ ping: true, ...(signal ? { signal } : {}) })).pings;
  }

  /** What has happened until now, in the order in which it did; none where nothing is taken down. */
  records(): Promise<readonly LabRecord[]> {
    return this.#session.records();
  }

  /** Why a node is not connected, slow, gone; nothing is found where it is as it should be. */
  explain(node: string): Promise<Explanation> {
    return this.#session.explain(node);
  }

  /** All that is known of it as one file, which `testbed trace show` makes a page of. */
  async saveTrace(file: string): Promise<void> {
    const { saveTrace } = await import('../trace/keep.js');
    await saveTrace(resolve(file), this.#session);
  }

  /**
   * Keeps what is known of it in `testbed-run/`, beside that of the last failures there; returns a line that says where it is, and what
   * shows it. The fixtures do where a test fails; for any other runner.
   *
   * @param what has failed: the test's name.
   */
  async keepFailure(what: string): Promise<string> {
    const { keepFailed } = await import('../trace/failed.js');
    await this.note(`failed: ${what}`, { ok: false }).catch(() => {});
    const left = await keepFailed(this.#session, this.lab.name, { command: { failed: what } });
    return left?.text ?? '';
  }

  /** Takes down something that was done or expected, where anything is taken down. */
  note(text: string, more: { readonly node?: string; readonly ok?: boolean } = {}): Promise<void> {
    return this.#session.note(text, more);
  }

  /** Remembers how the laboratory stands: the air, and who is connected to whom. */
  mark(): Promise<void> {
    return this.#session.mark();
  }

  /** Puts it back to the mark: the air at once, a station that has left its access point when it is connected again. */
  reset(signal?: AbortSignal): Promise<void> {
    return this.#session.reset(signal);
  }

  /** What is special from one node to another from now on: signal, loss, delay, jitter, rate. What is left out stays. */
  link(from: string, to: string, settings: LinkSettings): Promise<void> {
    return this.#session.link(from, to, settings);
  }

  /** Has `receiver` drop data of `sender`; `false`: not any more. */
  deny(receiver: string, sender: string, denied = true): Promise<void> {
    return this.#session.deny(receiver, sender, denied);
  }

  /** The switch between the nodes' own machines: what went through it; sets loss and delay where they are given. */
  wire(settings?: WireSettings & { readonly node?: string }): Promise<WireStatus> {
    return this.#session.wire(settings);
  }

  /** Writes every frame that goes through that switch to a pcapng file; without a name, ends it. */
  record(file?: string): Promise<WireStatus> {
    return this.#session.record(file === undefined ? undefined : resolve(file));
  }

  /** Lets this process end although the laboratory is open; it ends with the process then. */
  unref(): void {
    this.#session.unref();
  }

  /** Takes the laboratory down, whoever brought it up. */
  async down(): Promise<void> {
    await this.#closeNodes();
    await this.#session.stop();
  }

  /** Lets go of the laboratory: ends it if it was made here to end with this process. */
  async close(): Promise<void> {
    if (this.#owner) return this.down();
    await this.#closeNodes();
    await this.#session.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #closeNodes(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.close()));
  }
}

/** The daemon's side of it is loaded when it is needed. */
const defaultSessions = async (): Promise<Sessions> =>
  (await import('./daemon-sessions.js')).daemonSessions();
