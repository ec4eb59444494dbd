/** A laboratory on its machine, inside of the daemon that carries it. */

import { VWifi } from '@vwifi/nl80211';
import type { LinkSettings, VirtualRadioSettings } from '@vwifi/nl80211/vwifi';
import { type LimitedSignal, limited } from '../deadline.js';
import { errorCode, TestbedError } from '../errors.js';
import type { Explanation } from '../explain/facts.js';
import type { Witness } from '../explain/gather.js';
import { Fleet } from '../fleet/fleet.js';
import type { PowerAction } from '../fleet/spec.js';
import type { Machine } from '../machine/machine.js';
import { hostapdConf, hostapdFiles, supplicantConf } from '../node/conf.js';
import { Hostapd } from '../node/hostapd.js';
import { join } from '../node/join.js';
import { networkPart } from '../node/network-part.js';
import { NodeDaemon } from '../node/node-daemon.js';
import { type Ping, type PingOptions, pingMatrix, silence } from '../node/ping.js';
import { isOwnPoint, pointSettings, pointWords, supplicantProgram } from '../node/point.js';
import { neighbourCommand } from '../node/roaming.js';
import { Supplicant } from '../node/supplicant.js';
import type { Recorder } from '../record/recorder.js';
import { giveAddresses } from './addresses.js';
import { Confs } from './confs.js';
import { each } from './each.js';
import {
  type AccessPointNode,
  isAccessPoint,
  isPart,
  isService,
  isStation,
  type Lab,
  type LabNode,
  radioOf,
  type StationNode,
  type WifiNode,
} from './lab.js';
import { loadDriver } from './load.js';
import { type Mark, type Nodes, restoreAir, restoreNodes, takeMark } from './mark.js';
import { lossesText } from './medium-text.js';
import { moduleFor } from './module-path.js';
import { makeNamespaces } from './namespaces.js';
import { type Places, placesOf } from './places.js';
import { type Action, planOf, planOfGuest, type Step } from './plan.js';
import { moveRadios } from './radios.js';
import { inTurn, runPlan, type StepEvent } from './run-plan.js';
import { Services } from './services.js';
import { setAir } from './set-air.js';
import { hasRadars } from './standard.js';
import {
  accessPointStatus,
  deadStatus,
  type LabStatus,
  type NodeStatus,
  serviceStatus,
  stationStatus,
} from './status.js';
import { bridgeStation, layCables } from './wires.js';
import { witnessOf } from './witness.js';
import { prepareWorkplace } from './workplace.js';

/** How long a daemon may take to be there, and a station to be connected: twenty times what it takes without KVM. */
const NODE_DEADLINE_MS = 40_000;
/** All of them start at once, and wait for each other's turn. */
const MORE_FOR_EACH_MS = 1000;
/** A part of the whole limit is left for saying who waited for what. */
const LEFT_MS = 2000;
/** What an access point on a channel of radars may listen before it sends, and a little: 802.11h, ETSI EN 301 893. */
const RADAR_MS = 65_000;

const SIGNALS = ['SIGKILL', 'SIGSTOP', 'SIGCONT'] as const;

export interface UpOptions {
  readonly signal: AbortSignal;
  readonly onEvent?: (event: StepEvent) => void;
  /** The longest all of it may take. */
  readonly timeoutMs?: number | undefined;
  /** The laboratory's own plan, or another one. */
  readonly steps?: readonly Step[];
}

export class Laboratory {
  readonly places: Places;
  readonly #accessPoints = new Map<string, Hostapd>();
  readonly #stations = new Map<string, Supplicant>();
  readonly #services: Services;
  readonly #confs: Confs;
  #daemons: NodeDaemon[] = [];
  #pings: readonly Ping[] = [];
  #mark: Mark | undefined;
  /** When the whole has to be there; what waits says so before that. */
  #until = Number.POSITIVE_INFINITY;

  constructor(
    readonly lab: Lab,
    readonly machine: Machine,
    readonly folder: string,
    /** Takes down what happens, where that is wanted. */
    readonly recorder?: Recorder,
  ) {
    this.places = placesOf(folder, machine.backend);
    this.#services = new Services(lab, machine, this.places);
    this.#confs = new Confs(lab, machine, this.places);
  }

  /** Makes it real. When this throws, what was made is left for {@link close} and for the machine's end. */
  async up({ signal, onEvent, timeoutMs, steps = planOf(this.lab) }: UpOptions): Promise<LabStatus> {
    if (timeoutMs !== undefined)
      this.#until = performance.now() + timeoutMs - Math.min(LEFT_MS, timeoutMs / 5);
    const { virtual } = this.machine.clock;
    if (!virtual) for (const guest of this.#guests) this.#warmUp(guest);
    // Where time is virtual, one after the other: what is done at once is done in an order that chance decides.
    await runPlan(virtual ? inTurn(steps) : steps, ({ action }, stop) => this.#perform(action, stop), {
      signal,
      onEvent: (event) => {
        this.recorder?.step(event);
        onEvent?.(event);
      },
    });
    return this.status();
  }

  /** A guest's agent loads what its sockets need with the first of them: it can do so while the kernel loads modules. */
  #warmUp(guest: string | undefined): void {
    const opened = this.machine.openNetlink({
      protocol: 0,
      ...(guest === undefined ? {} : { netns: guest }),
    });
    // What is wrong with it is told by the first socket that somebody needs.
    opened.then((socket) => socket.close()).catch(() => {});
  }

  async status(): Promise<LabStatus> {
    return {
      lab: this.lab.name,
      backend: this.machine.backend,
      kernel: this.machine.kernel,
      ...(this.machine.userSpace === undefined ? {} : { userSpace: this.machine.userSpace }),
      ...(this.machine.weakness === undefined ? {} : { weakness: this.machine.weakness }),
      guests: this.#fleet?.guests ?? null,
      nodes: await each(this.machine.clock, this.lab.nodes, (node) => this.#nodeStatus(node)),
      pings: this.#pings,
    };
  }

  /** Why a node is not connected, slow, gone; and that it is as it should be, where it is. */
  async explain(name: string): Promise<Explanation> {
    const node = this.#node(name);
    // Needed when something is wrong, and then only.
    const { explainNode } = await import('../explain/explain-node.js');
    return explainNode(this.#witness, node);
  }

  /** Measures the pairs of each network anew, and those between networks where they are asked for. */
  async ping(options: Pick<PingOptions, 'signal' | 'others'> = {}): Promise<readonly Ping[]> {
    const { nodes } = this.lab;
    // Who is not there answers nobody, and asks nobody.
    const there = nodes.filter((node) => this.#isThere(node));
    this.#pings = withSilent(nodes, await pingMatrix(this.machine, there, options));
    return this.#pings;
  }

  /** Remembers how everything stands now, for {@link reset}. */
  async mark(): Promise<void> {
    await using wifi = await this.#openWifi();
    this.#mark = await takeMark(wifi, this.#nodes);
  }

  /** Puts the air, the access points and the stations back to how they stood at the mark; milliseconds, where little has changed. */
  async reset(signal: AbortSignal): Promise<void> {
    const mark = this.#mark;
    if (!mark)
      throw new TestbedError('NO_MARK', 'there is no mark to go back to', { hint: 'set one: mark()' });
    await using wifi = await this.#openWifi();
    await restoreAir(wifi, mark);
    using limit = this.#limit(signal);
    await restoreNodes(this.#nodes, mark, limit);
  }

  /** What is special from one node to another from now on; what is left out stays. */
  async link(from: string, to: string, settings: LinkSettings): Promise<void> {
    await this.#deed(`the link from ${from} to ${to} changes: ${JSON.stringify(settings)}`);
    await using wifi = await this.#openWifi();
    await wifi.vwifi.links.set({ sender: this.#radio(from), receiver: this.#radio(to) }, settings);
  }

  /** Has a node drop what another one sends, or not any more. */
  async deny(receiver: string, sender: string, denied: boolean): Promise<void> {
    await this.#deed(`${receiver} ${denied ? 'drops' : 'takes'} what ${sender} sends`);
    await using wifi = await this.#openWifi();
    const { denylist } = wifi.vwifi;
    const pair = { receiver: this.#radio(receiver), sender: this.#radio(sender) };
    const standing = denied ? 'EEXIST' : 'ENOENT';
    // What stands already, or stands no more, is as it was asked for.
    await (denied ? denylist.add(pair) : denylist.remove(pair)).catch((error: unknown) => {
      if (errorCode(error) !== standing) throw error;
    });
  }

  /** Moves a node that stands somewhere, or sets what it transmits with. */
  async place(name: string, { position, txPowerDbm }: VirtualRadioSettings): Promise<void> {
    const place = position && `stands at ${[position.x, position.y, position.z].join(', ')}`;
    await this.#deed(`${name} ${place ?? `sends with ${txPowerDbm} dBm`}`, name);
    await using wifi = await this.#openWifi();
    const { radios } = wifi.vwifi;
    const radio = this.#radio(name);
    if (position && !(await radios.get(radio)).position)
      throw new TestbedError('NOWHERE', `${name} stands nowhere, so it cannot be moved`, {
        hint: 'give it a position in the laboratory file',
      });
    await radios.set(radio, { position, txPowerDbm });
  }

  /** Sends a signal to what a node runs. */
  async signal(name: string, signal: string): Promise<void> {
    const known = SIGNALS.find((each) => each === signal);
    if (known === undefined) throw new TestbedError('EINVAL', `${signal} is none of ${SIGNALS.join(', ')}`);
    const daemon = this.daemonOf(name);
    const its = daemon ? daemon.process : this.#services.of(name);
    if (!its) throw new TestbedError('NOTHING_RUNS', `${name} runs nothing that could get a signal`);
    await this.#deed(`what ${name} runs gets ${known}`, name);
    its.kill(known);
  }

  /** Takes down that something was done to the laboratory. */
  async #deed(text: string, node?: string): Promise<void> {
    await this.recorder?.now({ kind: 'deed', text, ...(node === undefined ? {} : { node }) });
  }

  /** The hostapd or wpa_supplicant of a node. */
  daemonOf(name: string): NodeDaemon | undefined {
    return this.#daemons.find(({ node }) => node.name === name);
  }

  get #witness(): Witness {
    const at = { accessPoints: this.#accessPoints, stations: this.#stations, pings: this.#pings };
    return witnessOf(this, this.#services, { ...at, shared: this.#fleet === undefined });
  }

  get #nodes(): Nodes {
    return { accessPoints: this.#accessPoints, stations: this.#stations };
  }

  #openWifi(): Promise<VWifi> {
    if (this.#fleet)
      throw new TestbedError(
        'MACHINES',
        'the air of nodes with machines of their own is not changed from here',
        {
          hint: 'take isolation: namespace, or vwifi-tool in each machine',
        },
      );
    return VWifi.open({ socket: this.machine.openNetlink });
  }

  #radio(name: string): string {
    const node = this.#node(name);
    const radio = radioOf(node);
    if (radio !== undefined) return radio;
    throw new TestbedError('NO_RADIO', `${name} has no radio: it is of kind ${node.kind}`);
  }

  #node(name: string): LabNode {
    const node = this.lab.nodes.find((each) => each.name === name);
    if (node) return node;
    throw new TestbedError('NO_NODE', `laboratory ${this.lab.name} has no node ${name}`, {
      hint: `its nodes: ${this.lab.nodes.map((each) => each.name).join(', ')}`,
    });
  }

  /** Does something to a node's guest. A restart makes all of it anew, as the laboratory says. */
  async power(node: string, action: PowerAction, { signal, onEvent }: UpOptions): Promise<void> {
    const fleet = this.#fleet;
    if (!fleet)
      throw new TestbedError(
        'SHARED_MACHINE',
        `cannot ${action} ${node}: it shares its machine with the others`,
        {
          hint: 'give each node its own: isolation: machine, or `npx testbed up --isolation machine`',
        },
      );
    await this.#deed(`${action} ${node}`, node);
    const guest = fleet.guestOf(node).name;
    if (action === 'kill' || action === 'restart') this.#forget(guest);
    if (action !== 'restart') return fleet.power(guest, action, signal);
    const boot: Step = {
      id: `boot:${guest}`,
      title: `${guest}: boot`,
      after: [],
      action: { do: 'boot', guest },
    };
    const steps = planOfGuest(
      this.lab,
      guest,
      (peer) => this.#isThere(peer) && this.#accessPoints.has(peer.name),
    );
    await runPlan(
      [boot, ...steps.map((step) => ({ ...step, after: [...step.after, boot.id] }))],
      (step, stop) => this.#perform(step.action, stop),
      { signal, ...(onEvent ? { onEvent } : {}) },
    );
  }

  get #fleet(): Fleet | undefined {
    return this.machine instanceof Fleet ? this.machine : undefined;
  }

  /** The machines of the laboratory as they are called; a single one has no name. */
  get #guests(): readonly (string | undefined)[] {
    return this.#fleet?.guests.map(({ name }) => name) ?? [undefined];
  }

  /** Whether the node's machine runs. */
  #isThere(node: LabNode): boolean {
    return (this.#fleet?.guestOf(node.name).state ?? 'running') === 'running';
  }

  /** The daemons of a guest end with it. */
  #forget(guest: string): void {
    for (const { name } of this.lab.nodes) {
      if (this.#fleet?.guestOf(name).name !== guest) continue;
      this.#accessPoints.delete(name);
      this.#stations.delete(name);
      this.#daemons = this.#daemons.filter(({ node }) => node.name !== name);
    }
  }

  /** Ends the daemons: the stations first, so that they say goodbye to an access point that still hears them. */
  async close(): Promise<void> {
    await this.#services.stop();
    for (const isTurn of [isStation, isAccessPoint])
      await Promise.all(this.#daemons.filter(({ node }) => isTurn(node)).map((daemon) => daemon.stop()));
  }

  async #perform(action: Action, signal: AbortSignal): Promise<void> {
    const { machine } = this;
    switch (action.do) {
      case 'boot':
        return this.#fleet?.power(action.guest, 'restart', signal);
      case 'load':
        await loadDriver(machine, {
          ...action,
          guest: action.guest,
          module: this.lab.module,
          names: this.lab.names,
          seed: this.lab.seed,
          signal,
        });
        this.#watch(action.guest);
        return this.recorder?.inTurn();
      case 'air':
        return setAir(machine, action.air, action.guest, signal);
      case 'namespaces':
        return makeNamespaces(machine, action.names, signal, action.guest);
      case 'radios':
        await moveRadios(machine, action.moves, signal, action.guest);
        for (const each of new Set(action.moves.map(({ namespace }) => namespace)))
          this.recorder?.watchEvents(action.guest, each, each);
        return this.recorder?.inTurn();
      case 'wires':
        if (machine.backend === 'host')
          throw new TestbedError(
            'WIRES_ON_HOST',
            'cables and services want a kernel of their own, not the host',
            {
              hint: 'use --backend uml or qemu',
            },
          );
        return layCables(machine, action, signal);
      case 'addresses':
        await each(machine.clock, action.nodes, (node) => giveAddresses(machine, node, signal));
        return;
      case 'hostapd':
        return this.#startHostapd(action.node, signal);
      case 'network':
        if (isPart(action.node)) await this.#attachNetwork(action.node, signal);
        return;
      case 'neighbours':
        return this.#tellNeighbours(action.points);
      case 'supplicant':
        return this.#startSupplicant(action.node, signal);
      case 'service': {
        using limit = this.#limit(signal);
        return await this.#services.start(action.node, limit);
      }
      case 'lease': {
        using limit = this.#limit(signal);
        return await this.#services.lease(action.node, action.interface, limit);
      }
      case 'connect':
        return this.#connect(action.node, action.peer, signal);
      case 'workplace':
        // The host's files are its user's.
        if (machine.backend !== 'host')
          await prepareWorkplace(machine, this.modulePath(), { netns: action.guest });
        return;
      case 'ping':
        await this.ping({ signal });
        return;
    }
  }

  /** Has what a kernel tells of itself taken down, from the loading of the driver on. */
  #watch(guest: string | undefined): void {
    const alone = this.lab.nodes.some(({ name }) => name === guest) ? guest : undefined;
    this.recorder?.watchEvents(guest, undefined, alone);
    // Where there are radios and nothing else, the tap would be an interface too many.
    if (this.lab.driver === 'vwifi' && this.lab.nodes.length > 0) this.recorder?.watchAir(guest);
  }

  async #startHostapd(node: AccessPointNode, signal: AbortSignal): Promise<void> {
    const parts = this.lab.nodes.filter(isPart).filter(({ on }) => on === node.name);
    for (const each of [node, ...parts])
      for (const { path, text } of hostapdFiles(each, this.#confs.context(node)))
        await this.machine.writeFile(path, text, 0o600, { netns: node.namespace });
    const own = isOwnPoint(node);
    const control = this.places.control(node);
    const conf = await this.#confs.write(node, (point, context) =>
      own
        ? JSON.stringify(pointSettings(point, control, context.country))
        : hostapdConf(point, context, parts),
    );
    using limit = this.#limit(signal, radarMs(node));
    const daemon = await this.#startDaemon(node, own ? pointWords(conf) : ['hostapd', '-t', conf], limit);
    const hostapd = new Hostapd(daemon);
    this.#accessPoints.set(node.name, hostapd);
    await hostapd.enabled(limit, limit.withinMs);
    if (this.recorder) this.recorder.learn((await hostapd.status()).bssid, node.name);
    for (const each of [node, ...parts]) await this.recorder?.watchStations(each);
  }

  /** Of a network that another access point carries. Its interface is there from now on. */
  async #attachNetwork(node: AccessPointNode & { readonly on: string }, signal: AbortSignal): Promise<void> {
    const carrier = this.#accessPoints.get(node.on);
    if (!carrier) throw new TestbedError('NO_DAEMON', `${node.name}: hostapd of ${node.on} was not started`);
    using limit = this.#limit(signal);
    const { machine, places } = this;
    const part = await networkPart(machine, node, places.control(node), carrier.daemon, limit);
    this.#accessPoints.set(node.name, new Hostapd(part));
    if (node.bridge === undefined) await giveAddresses(machine, node, signal);
  }

  /** Tells access points of each other. */
  async #tellNeighbours(points: readonly AccessPointNode[]): Promise<void> {
    const known = await each(this.machine.clock, points, async (node) => {
      const hostapd = this.#accessPoints.get(node.name);
      return { node, hostapd, bssid: (await hostapd?.status())?.bssid };
    });
    for (const { hostapd, node } of known)
      for (const other of known) {
        const command = other.bssid === undefined ? undefined : neighbourCommand(other.node, other.bssid);
        if (other.node === node || command === undefined) continue;
        const said = await hostapd?.request(command);
        if (said?.trim() === 'OK') continue;
        throw new TestbedError(
          'NEIGHBOUR',
          `${node.name}: hostapd does not take ${other.node.name} as a neighbour`,
        );
      }
  }

  async #startSupplicant(node: StationNode, signal: AbortSignal): Promise<void> {
    const peer = node.bridge !== undefined ? this.#accessPoints.get(node.network ?? '') : undefined;
    const bssid = (await peer?.status())?.bssid;
    const conf = await this.#confs.write(node, (station, context) => supplicantConf(station, context, bssid));
    using limit = this.#limit(signal);
    const argv = [supplicantProgram(node), '-t', '-D', 'nl80211', '-i', node.interface, '-c', conf];
    const { bridge } = node;
    if (bridge !== undefined) {
      await bridgeStation(this.machine, { ...node, bridge }, signal);
      argv.push('-b', bridge);
    }
    const supplicant = new Supplicant(await this.#startDaemon(node, argv, limit));
    this.#stations.set(node.name, supplicant);
    if (this.recorder) this.recorder.learn((await supplicant.status()).address, node.name);
  }

  async #startDaemon(node: WifiNode, argv: readonly string[], signal: AbortSignal): Promise<NodeDaemon> {
    const program = node.kind === 'ap' ? 'hostapd' : 'wpa_supplicant';
    const { places } = this;
    const paths = { control: places.control(node), log: places.log(node) };
    // What is recorded of the air begins before the air does.
    await this.recorder?.ready();
    const onLines = this.recorder?.lines(node.name, program);
    const plan = { node, program, argv, onLines, ...paths } as const;
    const daemon = await NodeDaemon.start(this.machine, plan, signal);
    this.#daemons.push(daemon);
    return daemon;
  }

  async #connect(node: StationNode, peer: AccessPointNode | undefined, signal: AbortSignal): Promise<void> {
    const supplicant = this.#stations.get(node.name);
    if (!supplicant) throw new TestbedError('NO_DAEMON', `${node.name}: wpa_supplicant was not started`);
    const ours = 'passphrase' in node.security ? node.security.passphrase : undefined;
    const theirs = peer && 'passphrase' in peer.security ? peer.security.passphrase : undefined;
    const known = !node.ownConf && !peer?.ownConf;
    using limit = this.#limit(signal);
    const { withinMs } = limit;
    const accessPoint = peer && this.#accessPoints.get(peer.name);
    if (node.join !== undefined && peer && accessPoint)
      await join(node.join, { point: accessPoint, station: supplicant, network: peer });
    // Its first scan may have come before the access point: do not wait for the second.
    const waited = supplicant.connected(limit, {
      expectRefusal: known && ours !== theirs,
      // Who is told of its network looks for nothing else, and is not to be disturbed.
      ...{ hurry: node.join === undefined, explain: node.join === undefined },
      ...{ withinMs, besides: lossesText(this.lab) },
      peerState: async () => accessPoint?.peerState(),
    });
    await waited.catch(async (error: unknown) => {
      const { withExplanation } = await import('../explain/explain-node.js');
      throw await withExplanation(error, this.#witness, node);
    });
    // The station believes in its connection a moment before the access point lets its data through.
    const { address, bssid } = await supplicant.status();
    // Of a network with several access points it may be at another one.
    const its = node.kind === 'station' && peer && (await this.#pointOf(bssid));
    if (address && its) await its.authorized(address, limit, withinMs);
  }

  /** The access point with this BSSID. */
  async #pointOf(bssid: string | undefined): Promise<Hostapd | undefined> {
    for (const hostapd of this.#accessPoints.values())
      if ((await hostapd.status().catch(() => undefined))?.bssid === bssid) return hostapd;
    return undefined;
  }

  /** For one wait of a node: its own limit, or what is left of the whole. */
  #limit(signal: AbortSignal, moreMs = 0): LimitedSignal & { readonly withinMs: number } {
    const ownMs = NODE_DEADLINE_MS + MORE_FOR_EACH_MS * this.lab.nodes.length + moreMs;
    const withinMs = Math.max(0, Math.min(ownMs, this.#until - performance.now()));
    return Object.assign(limited([signal], { afterMs: withinMs }), { withinMs });
  }

  /** The module a person could load by hand; undefined where there is none. */
  modulePath(): string | undefined {
    try {
      return moduleFor(this.machine.kernel, this.lab.module);
    } catch {
      return undefined;
    }
  }

  async #nodeStatus(node: LabNode): Promise<NodeStatus> {
    if (!this.#isThere(node)) return deadStatus(node);
    const leased = this.#services.leased(node);
    if (isService(node)) return serviceStatus(node, this.#services.failure(node), leased);
    try {
      const hostapd = this.#accessPoints.get(node.name);
      if (hostapd) return await accessPointStatus(node, hostapd);
      const supplicant = this.#stations.get(node.name);
      if (supplicant) return await stationStatus(node, supplicant, leased);
    } catch {
      // A daemon that has died or hangs: the node is there, but not connected.
    }
    return deadStatus(node);
  }
}

/** The pings that were measured, and those of nodes that could not be asked. */
function withSilent(nodes: readonly LabNode[], measured: readonly Ping[]): Ping[] {
  const reachable = nodes.filter(({ address }) => address !== undefined);
  return reachable.flatMap((from) =>
    reachable
      .filter((to) => to !== from)
      .map(
        (to) => measured.find((ping) => ping.from === from.name && ping.to === to.name) ?? silence(from, to),
      ),
  );
}

/** What an access point may listen for radars before it sends. A file of the user's own may name any channel. */
const radarMs = ({ frequencyMhz, ownConf, modern = {} }: AccessPointNode): number =>
  ownConf !== undefined || (frequencyMhz >= 5250 && frequencyMhz <= 5730) || hasRadars(modern, frequencyMhz)
    ? RADAR_MS
    : 0;
