/** One node of a running laboratory. */
import { isIP } from 'node:net';
import { VWifi } from '@vwifi/nl80211';
import type { ControlSocket } from '@vwifi/nl80211/supplicant';
import type { VirtualRadioSettings } from '@vwifi/nl80211/vwifi';
import { TestbedError } from '../errors.js';
import type { PowerAction } from '../fleet/spec.js';
import { tail } from '../guest/tail.js';
import { hostPart, isWifi, type Lab, type LabNode, peerKinds, type WifiNode } from '../lab/lab.js';
import type { ExecOptions, ExecResult, Machine, MachineProcess, RunOptions } from '../machine/machine.js';
import { attachControl } from '../node/control.js';
import { Hostapd } from '../node/hostapd.js';
import type { DaemonHandle } from '../node/node-daemon.js';
import { type Ping, parsePings, pingMatrix, silence } from '../node/ping.js';
import { Supplicant } from '../node/supplicant.js';
import type { Session } from './session.js';

export class TestbedNode {
  readonly #session: Session;
  readonly #lab: Lab;
  #control: ControlSocket | undefined;
  #why: unknown;
  #wifi: Promise<VWifi> | undefined;

  private constructor(
    session: Session,
    lab: Lab,
    /** The node with every default filled in. */
    readonly node: LabNode,
    private readonly controlPath: string,
  ) {
    this.#session = session;
    this.#lab = lab;
  }

  /** Opens the node's control socket; a node whose daemon is dead is a node all the same. */
  static async open(session: Session, lab: Lab, node: LabNode, control: string): Promise<TestbedNode> {
    const opened = new TestbedNode(session, lab, node, control);
    await opened.#attach();
    return opened;
  }

  get #machine(): Machine {
    return this.#session.machine;
  }

  /** Ends the node's own machine as a power failure does; only where nodes have machines of their own. */
  kill(): Promise<void> {
    return this.#power('kill');
  }

  /** Stops its machine; what is sent to it meanwhile is lost. */
  pause(): Promise<void> {
    return this.#power('pause');
  }

  resume(): Promise<void> {
    return this.#power('resume');
  }

  /** Boots a new machine in the place of its own, with all that the laboratory says of it. */
  async restart(signal?: AbortSignal): Promise<void> {
    await this.#power('restart', signal);
    await this.close();
    await this.#attach();
  }

  /** Sends a signal to what it runs (hostapd, wpa_supplicant, its program): ends it, has it stand still, has it go on. */
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void> {
    return this.#session.signal(this.name, signal);
  }

  get name(): string {
    return this.node.name;
  }

  /** Whether it is an access point or a station. */
  get kind(): LabNode['kind'] {
    return this.node.kind;
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
    return this.#machine.exec(argv, { anew: true, ...options, netns: this.node.namespace });
  }

  /** Starts a process on the node. */
  spawn(argv: readonly string[], options: Omit<RunOptions, 'netns'> = {}): Promise<MachineProcess> {
    return this.#machine.spawn(argv, { anew: true, ...options, netns: this.node.namespace });
  }

  /** Moves it, where the laboratory gives it a position, or sets the power it transmits with. */
  place(settings: VirtualRadioSettings): Promise<void> {
    return this.#session.place(this.name, settings);
  }

  /** What time it is in the laboratory, in milliseconds. */
  now(): Promise<number> {
    return this.#machine.clock.now();
  }

  /** Waits in the laboratory's time. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return this.#machine.clock.sleep(milliseconds, signal);
  }

  /** The last lines of what its daemon says; none where they cannot be had. */
  async lastLines(lines = 8): Promise<readonly string[]> {
    try {
      const { nodes } = await this.#session.describe();
      return tail(nodes[this.name]?.log ?? '', lines);
    } catch {
      return [];
    }
  }

  /** Pings another node once. */
  async ping(to: string, signal?: AbortSignal): Promise<Ping> {
    const peer = this.#lab.nodes.find(({ name }) => name === to);
    if (!peer && isIP(to)) return this.#pingAddress(to, signal);
    if (!peer?.address || !(this.node.address || this.node.dhcp))
      throw new TestbedError(
        'NO_ADDRESS',
        `${this.name} cannot ping ${to}: ${peer ? 'no address' : 'no such node'}`,
      );
    if (!this.node.address) return this.#pingAddress(hostPart(peer.address), signal);
    // Only one row of the matrix: what the peer would ping in return is not asked for.
    const [ping] = await pingMatrix(this.#machine, [this.node, peer], {
      signal,
      from: [this.node],
      retries: 0,
      others: true,
    });
    return ping ?? silence(this.node, peer);
  }

  async #pingAddress(address: string, signal?: AbortSignal): Promise<Ping> {
    const argv = ['ping', '-c', '1', '-W', '2', address];
    const { status, stdout } = await this.exec(argv, signal ? { signal } : {});
    const rttMs = parsePings(stdout).get(address) ?? null;
    return { from: this.name, to: address, ok: status === 0, rttMs, expected: false };
  }

  /** The node's wpa_supplicant. */
  get supplicant(): Supplicant {
    return new Supplicant(this.#handle(['station', ...peerKinds], 'wpa_supplicant'));
  }

  /** The node's hostapd. */
  get hostapd(): Hostapd {
    return new Hostapd(this.#handle(['ap'], 'hostapd'));
  }

  /** nl80211 on the node: `const wifi = await node.wifi`. Opened at the first use, closed with the laboratory. */
  get wifi(): Promise<VWifi> {
    this.#wifi ??= VWifi.open({ socket: this.#machine.openNetlink, netns: this.node.namespace });
    return this.#wifi;
  }

  async close(): Promise<void> {
    // What was open in a machine that is gone is closed already.
    await (await this.#wifi?.catch(() => undefined))?.close().catch(() => {});
    this.#wifi = undefined;
    await this.#control?.close().catch(() => {});
    this.#control = undefined;
  }

  async #power(action: PowerAction, signal?: AbortSignal): Promise<void> {
    await this.#session.power(this.name, action, signal ? { signal } : {});
  }

  async #attach(): Promise<void> {
    if (!isWifi(this.node)) return;
    const place = { netns: this.node.namespace };
    try {
      this.#control = await attachControl(this.#machine, this.controlPath, place);
      this.#why = undefined;
    } catch (error) {
      this.#why = error;
    }
  }

  #handle(kinds: readonly LabNode['kind'][], program: string): DaemonHandle {
    if (!kinds.includes(this.node.kind))
      throw new TestbedError('NO_DAEMON', `${this.name} has no ${program}: it is of kind ${this.node.kind}`);
    const control = this.#control;
    if (!control)
      throw new TestbedError('NO_DAEMON', `${this.name}: its ${program} cannot be reached`, {
        hint: `what it said last: npx testbed logs ${this.name}`,
        cause: this.#why,
      });
    return { node: this.node as WifiNode, control, lastLines: () => [], whileRunning: (work) => work };
  }
}
