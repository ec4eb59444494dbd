/** One node of a running laboratory. */
import { VWifi } from '@vwifi/nl80211';
import { TestbedError } from '../errors.js';
import { hostPart, type Lab, type LabNode } from '../lab/lab.js';
import type { ExecOptions, ExecResult, Machine, MachineProcess, RunOptions } from '../machine/machine.js';
import { ControlSocket } from '../node/control.js';
import { Hostapd } from '../node/hostapd.js';
import type { DaemonHandle } from '../node/node-daemon.js';
import { type Ping, pingMatrix } from '../node/ping.js';
import { Supplicant } from '../node/supplicant.js';

export class TestbedNode {
  readonly #machine: Machine;
  readonly #lab: Lab;
  readonly #control: ControlSocket | undefined;
  readonly #why: unknown;
  #wifi: Promise<VWifi> | undefined;

  private constructor(
    machine: Machine,
    lab: Lab,
    /** The node with every default filled in. */
    readonly node: LabNode,
    control: ControlSocket | undefined,
    why: unknown,
  ) {
    this.#machine = machine;
    this.#lab = lab;
    this.#control = control;
    this.#why = why;
  }

  /** Opens the node's control socket; a node whose daemon is dead is a node all the same. */
  static async open(machine: Machine, lab: Lab, node: LabNode, control: string): Promise<TestbedNode> {
    try {
      return new TestbedNode(machine, lab, node, await ControlSocket.attach(machine, control), undefined);
    } catch (error) {
      return new TestbedNode(machine, lab, node, undefined, error);
    }
  }

  get name(): string {
    return this.node.name;
  }

  get interface(): string {
    return this.node.interface;
  }

  /** Its address without prefix length; undefined where it has none. */
  get address(): string | undefined {
    return this.node.address === undefined ? undefined : hostPart(this.node.address);
  }

  /** Runs a command on the node to its end. A status other than 0 is a result, not an error. */
  exec(argv: readonly string[], options: Omit<ExecOptions, 'netns'> = {}): Promise<ExecResult> {
    return this.#machine.exec(argv, { ...options, netns: this.node.namespace });
  }

  /** Starts a process on the node. */
  spawn(argv: readonly string[], options: Omit<RunOptions, 'netns'> = {}): Promise<MachineProcess> {
    return this.#machine.spawn(argv, { ...options, netns: this.node.namespace });
  }

  /** Pings another node once. */
  async ping(to: string, signal?: AbortSignal): Promise<Ping> {
    const peer = this.#lab.nodes.find(({ name }) => name === to);
    if (!peer?.address || !this.node.address)
      throw new TestbedError(
        'NO_ADDRESS',
        `${this.name} cannot ping ${to}: ${peer ? 'no address' : 'no such node'}`,
      );
    // Only one row of the matrix: what the peer would ping in return is not asked for.
    const [ping] = await pingMatrix(this.#machine, [this.node, peer], {
      signal,
      from: [this.node],
      retries: 0,
    });
    return ping ?? { from: this.name, to, ok: false, rttMs: null };
  }

  /** The node's wpa_supplicant. */
  get supplicant(): Supplicant {
    return new Supplicant(this.#handle('station', 'wpa_supplicant'));
  }

  /** The node's hostapd. */
  get hostapd(): Hostapd {
    return new Hostapd(this.#handle('ap', 'hostapd'));
  }

  /** nl80211 on the node: `const wifi = await node.wifi`. Opened at the first use, closed with the laboratory. */
  get wifi(): Promise<VWifi> {
    this.#wifi ??= VWifi.open({ socket: this.#machine.openNetlink, netns: this.node.namespace });
    return this.#wifi;
  }

  async close(): Promise<void> {
    await (await this.#wifi?.catch(() => undefined))?.close();
    await this.#control?.close();
  }

  #handle(kind: LabNode['kind'], program: string): DaemonHandle {
    if (this.node.kind !== kind)
      throw new TestbedError('NO_DAEMON', `${this.name} has no ${program}: it is of kind ${this.node.kind}`);
    const control = this.#control;
    if (!control)
      throw new TestbedError('NO_DAEMON', `${this.name}: its ${program} cannot be reached`, {
        hint: `what it said last: testbed logs ${this.name}`,
        cause: this.#why,
      });
    return { node: this.node, control, lastLines: () => [], whileRunning: (work) => work };
  }
}
