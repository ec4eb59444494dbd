import { closeSync, openSync } from 'node:fs';
import { abortError } from '../genl/abort.js';
import { NetlinkError } from '../genl/error.js';
import type { CommandOf, FamilySpec, MessageInOf, MessageOf } from '../genl/family.js';
import { type CallOptions, GenericNetlink } from '../genl/generic.js';
import { clientClosed, Lifetime } from '../genl/lifetime.js';
import { nativeSocket } from '../socket/native.js';
import { netnsPath } from '../socket/netns.js';
import { type AirSocketFactory, nativeAir } from '../socket/packet.js';
import type { NetlinkSocketFactory, Netns } from '../socket/socket.js';
import { message, type Nl80211, type Nl80211In } from '../spec/nl80211/attributes.js';
import { nl80211 } from '../spec/nl80211/family.js';
import { VWifiError } from '../wire/errors.js';
import type { Bss } from './bss.js';
import { badArgument, refuseMisfits, shown } from './check.js';
import { type Commands, type Dumps, makeCommands, makeDumps } from './commands.js';
import { type ConnectOptions, type ConnectResult, connect } from './connect.js';
import { type EventOptions, type EventStream, openEvents } from './events.js';
import type { Denylist } from './family/denylist.js';
import { Driver } from './family/driver.js';
import { type InterfaceType, interfaceOf, type WifiInterface } from './interface.js';
import { associated, linkOf, type WifiLink } from './link.js';
import type { Home, Place } from './place.js';
import { type Radio, radioOf } from './radio.js';
import { type RegulatoryDomain, regulatoryOf } from './regulatory.js';
import { RouteNetlink } from './route.js';
import type { IpAddress, Link } from './route-read.js';
import { readBss, type ScanOptions, scan } from './scan.js';
import { type Station, stationOf } from './station.js';
import { type Survey, surveyOf } from './survey.js';
import { InterfaceVerbs } from './verbs/interface.js';
import { RadioVerbs } from './verbs/radio.js';

export interface OpenOptions {
  /** The namespace to work in; the caller's own when left out. */
  readonly netns?: Netns;
  /** What carries the messages: this kernel when left out, or a fake, a replay, a guest. */
  readonly socket?: NetlinkSocketFactory;
  /** What hears the air for `capture()`: this kernel where `socket` is left out; needed where it is not. */
  readonly air?: AirSocketFactory;
  readonly signal?: AbortSignal;
}

export interface Cancel {
  readonly signal?: AbortSignal | undefined;
}

/** An interface by name ('vw1') or ifindex. */
export type InterfaceRef = string | number;
/** A radio by name ('vw_phy0') or index. */
export type RadioRef = string | number;

export interface NewInterface {
  readonly name: string;
  readonly type: InterfaceType;
  readonly mac?: string;
  readonly fourAddress?: boolean;
  /** It goes when this client is closed, or its process ends. */
  readonly owned?: boolean;
}

/** Wi-Fi on one kernel, in one network namespace. */
export class VWifi implements AsyncDisposable {
  private route: Promise<RouteNetlink> | undefined;
  private driver: Driver | undefined;
  private readonly lifetime = new Lifetime();
  private typed: { readonly commands: Commands; readonly dumps: Dumps } | undefined;

  private constructor(
    private readonly netlink: GenericNetlink,
    private readonly factory: NetlinkSocketFactory,
    private readonly netns: Netns | undefined,
    private readonly air: AirSocketFactory | undefined,
  ) {}

  /** Opens a client. Rejects with SocketError (`ENOENT`: no such namespace, `EPERM`: may not enter it). */
  static async open(options: OpenOptions = {}): Promise<VWifi> {
    const { netns, socket = nativeSocket, signal } = options;
    const air = options.air ?? (socket === nativeSocket ? nativeAir : undefined);
    if (signal?.aborted) throw abortError('open', signal);
    const netlink = await GenericNetlink.open(socket, netns);
    if (signal?.aborted) {
      await netlink.close();
      throw abortError('open', signal);
    }
    return new VWifi(netlink, socket, netns, air);
  }

  /** The driver vwifi itself: radios made and removed, denylist, links, medium. */
  get vwifi(): Driver {
    this.driver ??= new Driver(this.netlink, this.home);
    return this.driver;
  }

  /** Every command of nl80211 as a method, with the attributes it takes: `commands.setPowerSave({ dev: 'vw1', psState: 'enabled' })`. */
  get commands(): Commands {
    return this.methods().commands;
  }

  /** Every kind of object of nl80211, all of them at once: `dumps.getStation({ dev: 'vw0' })`. */
  get dumps(): Dumps {
    return this.methods().dumps;
  }

  /** The verbs of one interface: `wifi.dev('vw1').scan()`. */
  dev(ref: InterfaceRef): InterfaceVerbs {
    return new InterfaceVerbs(this, ref, (options) => this.place(ref, options), this.home);
  }

  /** The verbs of one radio: `wifi.phy('vw_phy0').create({ name: 'vw5', type: 'monitor' })`. */
  phy(ref: RadioRef): RadioVerbs {
    return new RadioVerbs(this, ref);
  }

  /** Links, addresses and routes of the namespace (rtnetlink). */
  get ip(): Promise<RouteNetlink> {
    return this.routes();
  }

  /** Who drops whose data frames: `vwifi.denylist`. */
  get denylist(): Denylist {
    return this.vwifi.denylist;
  }

  /** The radios of this namespace. Source: NL80211_CMD_GET_WIPHY, split dump merged. */
  async radios(options: Cancel = {}): Promise<Radio[]> {
    return (await this.wiphys(options)).map(radioOf).sort((a, b) => a.index - b.index);
  }

  async radio(ref: RadioRef, options: Cancel = {}): Promise<Radio> {
    checkRef('radio', ref);
    const radios = await this.radios(options);
    const found = radios.find(({ index, name }) => index === ref || name === ref);
    if (found) return found;
    throw new VWifiError(
      'NO_RADIO',
      `radio ${ref}: not in this namespace; ${there(radios.map(({ name }) => name))}`,
    );
  }

  /** The Wi-Fi interfaces of this namespace. Source: NL80211_CMD_GET_INTERFACE. */
  async interfaces(options: Cancel = {}): Promise<WifiInterface[]> {
    const { items } = await this.netlink.dump(nl80211, 'getInterface', {}, options);
    return items.map(interfaceOf).sort((a, b) => a.wdev - b.wdev);
  }

  /** Throws VWifiError `NO_INTERFACE`, naming those that exist. */
  async interface(ref: InterfaceRef, options: Cancel = {}): Promise<WifiInterface> {
    checkRef('interface', ref);
    const all = await this.interfaces(options);
    const found = all.find(({ index, name }) => index === ref || name === ref);
    if (found) return found;
    const names = all.flatMap(({ name }) => name ?? []);
    throw new VWifiError(
      'NO_INTERFACE',
      `interface ${ref}: no Wi-Fi interface of this namespace; ${there(names)}`,
    );
  }

  /**
   * Scans and returns all networks that are known afterwards. Waits while another scan runs, then scans itself.
   * Rejects with NetlinkError (`ENETDOWN`: switch the interface on first; `EPERM`), VWifiError `SCAN_ABORTED`, `TIMEOUT`.
   */
  async scan(ref: InterfaceRef, options: ScanOptions = {}): Promise<Bss[]> {
    return scan(await this.place(ref, options), options);
  }

  /** The networks that are known without scanning. Source: NL80211_CMD_GET_SCAN. */
  async bss(ref: InterfaceRef, options: Cancel = {}): Promise<Bss[]> {
    const index = await this.indexOf(ref, options);
    return readBss(this.netlink, index, String(ref), options.signal);
  }

  /**
   * Joins a network: an open one by itself, or whatever the driver does alone; with a `passphrase` by the wpa_supplicant
   * that serves the interface. Rejects with ConnectError, `PROTECTED`, `WRONG_PASSPHRASE`, `NO_SUPPLICANT`.
   */
  async connect(ref: InterfaceRef, options: ConnectOptions): Promise<ConnectResult> {
    return connect(await this.place(ref, options), options);
  }

  /** Leaves the network; nothing happens when there is none. */
  async disconnect(ref: InterfaceRef, options: Cancel & { readonly reason?: number } = {}): Promise<void> {
    const { reason = 3, signal } = options;
    const ifindex = await this.indexOf(ref, options);
    try {
      await this.call('disconnect', { ifindex, reasonCode: reason }, { signal, target: String(ref) });
    } catch (error) {
      if (!(error instanceof NetlinkError) || error.code !== 'ENOTCONN') throw error;
    }
  }

  /** The network the interface is in, or null. */
  async link(ref: InterfaceRef, options: Cancel = {}): Promise<WifiLink | null> {
    const ifindex = await this.indexOf(ref, options);
    const networks = await readBss(this.netlink, ifindex, String(ref), options.signal);
    const own = associated(networks);
    return own.length === 0 ? null : linkOf(own, await this.stations(ifindex, options));
  }

  /** The peers of an interface. Source: NL80211_CMD_GET_STATION. */
  async stations(ref: InterfaceRef, options: Cancel = {}): Promise<Station[]> {
    const ifindex = await this.indexOf(ref, options);
    const target = String(ref);
    const { items } = await this.netlink.dump(nl80211, 'getStation', { ifindex }, { ...options, target });
    return items.map(stationOf);
  }

  /** How busy the channels are. Source: NL80211_CMD_GET_SURVEY. */
  async survey(ref: InterfaceRef, options: Cancel = {}): Promise<Survey[]> {
    const ifindex = await this.indexOf(ref, options);
    const target = String(ref);
    const { items } = await this.netlink.dump(nl80211, 'getSurvey', { ifindex }, { ...options, target });
    return items.flatMap((item) => surveyOf(item) ?? []);
  }

  /** The regulatory domains in force: the system's, then those of radios with their own. Source: NL80211_CMD_GET_REG. */
  async regulatory(options: Cancel = {}): Promise<RegulatoryDomain[]> {
    const { items } = await this.netlink.dump(nl80211, 'getReg', {}, options);
    return items.map(regulatoryOf);
  }

  /** Asks for another regulatory domain, for instance 'DE'. The change is announced by an event. */
  async setRegulatory(alpha2: string, options: Cancel = {}): Promise<void> {
    await this.call('reqSetReg', { regAlpha2: alpha2 }, { ...options, target: alpha2 });
  }

  /** Has the kernel read its regulatory database again. */
  async reloadRegulatory(options: Cancel = {}): Promise<void> {
    await this.call('reloadRegdb', {}, options);
  }

  /** Moves a radio with all its interfaces to another namespace. Name and path need a local socket; { pid } works everywhere. */
  async setNetns(ref: RadioRef, netns: Netns, options: Cancel = {}): Promise<void> {
    const wiphy = await this.radioIndexOf(ref, options);
    const call = { ...options, target: String(ref) };
    if (typeof netns === 'object' && 'pid' in netns) {
      await this.call('setWiphyNetns', { wiphy, pid: netns.pid }, call);
      return;
    }
    if (this.factory !== nativeSocket) {
      throw new VWifiError(
        'BAD_ARGUMENT',
        `setNetns ${ref}: a file descriptor cannot travel over this socket; name a process of that kernel: { pid }`,
      );
    }
    if (typeof netns === 'object' && 'fd' in netns) {
      await this.call('setWiphyNetns', { wiphy, netnsFd: netns.fd }, call);
      return;
    }
    const file = openNamespace(ref, netns);
    try {
      await this.call('setWiphyNetns', { wiphy, netnsFd: file }, call);
    } finally {
      closeSync(file);
    }
  }

  /** Creates an interface on a radio and returns it, switched off. */
  async createInterface(ref: RadioRef, spec: NewInterface, options: Cancel = {}): Promise<WifiInterface> {
    const wiphy = await this.radioIndexOf(ref, options);
    const [reply] = await this.call(
      'newInterface',
      {
        wiphy,
        ifname: spec.name,
        iftype: checkType(spec.type),
        mac: spec.mac,
        fourAddr: spec.fourAddress === undefined ? undefined : Number(spec.fourAddress),
        socketOwner: spec.owned,
      },
      { ...options, target: `${spec.name} on ${ref}` },
    );
    return reply ? interfaceOf(reply) : this.interface(spec.name, options);
  }

  async deleteInterface(ref: InterfaceRef, options: Cancel = {}): Promise<void> {
    const ifindex = await this.indexOf(ref, options);
    await this.call('delInterface', { ifindex }, { ...options, target: String(ref) });
  }

  /** Gives an interface another type; most drivers want it switched off (EBUSY otherwise). */
  async setInterfaceType(ref: InterfaceRef, type: InterfaceType, options: Cancel = {}): Promise<void> {
    const ifindex = await this.indexOf(ref, options);
    await this.call(
      'setInterface',
      { ifindex, iftype: checkType(type) },
      { ...options, target: `${ref} to ${type}` },
    );
  }

  /** Switches an interface on or off (rtnetlink). */
  async setUp(ref: InterfaceRef, up = true, options: Cancel = {}): Promise<void> {
    const index = await this.linkIndexOf(ref, options);
    await (await this.routes()).setUp(index, up, options.signal);
  }

  /** All network interfaces of the namespace, Wi-Fi or not (rtnetlink). */
  async links(options: Cancel = {}): Promise<Link[]> {
    return (await this.routes()).links(options.signal);
  }

  /** IP addresses of an interface, or of all (rtnetlink). */
  async addresses(ref?: InterfaceRef, options: Cancel = {}): Promise<IpAddress[]> {
    const index = ref === undefined ? undefined : await this.linkIndexOf(ref, options);
    return (await this.routes()).addresses(index, options.signal);
  }

  /** Adds an address such as '10.0.0.2/24' (rtnetlink). */
  async addAddress(ref: InterfaceRef, address: string, options: Cancel = {}): Promise<void> {
    const index = await this.linkIndexOf(ref, options);
    await (await this.routes()).addAddress(index, address, options.signal);
  }

  async removeAddress(ref: InterfaceRef, address: string, options: Cancel = {}): Promise<void> {
    const index = await this.linkIndexOf(ref, options);
    await (await this.routes()).removeAddress(index, address, options.signal);
  }

  /** Events from now on, on a socket of their own. See EventStream. */
  events(options: EventOptions = {}): EventStream {
    return openEvents(this.home, options);
  }

  /** Any command of nl80211, with any attributes: `raw('getPowerSave', { ifindex: 3 })`. `dump` asks for all objects. */
  async raw(
    command: CommandOf<typeof nl80211>,
    attributes: Nl80211In = {},
    options: CallOptions & { readonly dump?: boolean } = {},
  ): Promise<Nl80211[]> {
    if (!options.dump) return this.call(command, attributes, options);
    return (await this.netlink.dump(nl80211, command, attributes, options)).items;
  }

  /** Any command of any generic netlink family that has tables. */
  async family<S extends FamilySpec>(
    spec: S,
    command: CommandOf<S>,
    attributes: MessageInOf<S>,
    options: CallOptions & { readonly dump?: boolean } = {},
  ): Promise<MessageOf<S>[]> {
    if (!options.dump) return this.netlink.request(spec, command, attributes, options);
    return (await this.netlink.dump(spec, command, attributes, options)).items;
  }

  /** Ends all that this client has opened and begun: streams, networks, verbs that wait. Never rejects. */
  async close(): Promise<void> {
    const { route } = this;
    this.route = undefined;
    await this.lifetime.end();
    await this.netlink.close();
    // One that could not be opened needs no closing.
    await (await route?.catch(() => undefined))?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private get home(): Home {
    const { factory, netns, air, lifetime } = this;
    return { factory, netns, air, lifetime };
  }

  private async place(ref: InterfaceRef, options: Cancel): Promise<Place> {
    return { ...this.home, ifindex: await this.indexOf(ref, options), target: String(ref) };
  }

  private call(
    command: CommandOf<typeof nl80211>,
    attributes: Nl80211In,
    options: CallOptions,
  ): Promise<Nl80211[]> {
    return this.netlink.request(nl80211, command, attributes, options);
  }

  private routes(): Promise<RouteNetlink> {
    if (this.lifetime.ended) return Promise.reject(clientClosed('rtnetlink'));
    this.route ??= RouteNetlink.open(this.factory, this.netns).catch((error) => {
      this.route = undefined;
      throw error;
    });
    return this.route;
  }

  /** A wiphy is told in several messages; its parts are joined here. */
  private async wiphys(options: Cancel): Promise<Nl80211[]> {
    const { items } = await this.netlink.dump(nl80211, 'getWiphy', { splitWiphyDump: true }, options);
    const byIndex = new Map<number, Nl80211>();
    for (const item of items) {
      const index = item.wiphy ?? -1;
      const before = byIndex.get(index);
      byIndex.set(index, before && message.merge ? message.merge(before, item) : item);
    }
    return [...byIndex.values()];
  }

  private methods(): { readonly commands: Commands; readonly dumps: Dumps } {
    const book = {
      indexOf: (ref: InterfaceRef, options: CallOptions) => this.indexOf(ref, { ...options }),
      radioIndexOf: (ref: RadioRef, options: CallOptions) => this.radioIndexOf(ref, { ...options }),
    };
    this.typed ??= { commands: makeCommands(this.netlink, book), dumps: makeDumps(this.netlink, book) };
    return this.typed;
  }

  private async indexOf(ref: InterfaceRef, options: Cancel): Promise<number> {
    checkRef('interface', ref);
    this.lifetime.check(`interface ${ref}`);
    if (typeof ref === 'number') return ref;
    const { index } = await this.interface(ref, options);
    if (index === undefined) {
      throw new VWifiError('NO_INTERFACE', `interface ${ref}: it is not a network device and has no ifindex`);
    }
    return index;
  }

  private async radioIndexOf(ref: RadioRef, options: Cancel): Promise<number> {
    return typeof ref === 'number' ? ref : (await this.radio(ref, options)).index;
  }

  private async linkIndexOf(ref: InterfaceRef, options: Cancel): Promise<number> {
    checkRef('interface', ref);
    if (typeof ref === 'number') return ref;
    const links = await this.links(options);
    const found = links.find(({ name }) => name === ref);
    if (found) return found.index;
    throw new VWifiError(
      'NO_INTERFACE',
      `interface ${ref}: not in this namespace; ${there(links.map(({ name }) => name))}`,
    );
  }
}

/** `interface undefined: ...` helps nobody. */
function checkRef(what: string, ref: unknown): void {
  if (typeof ref !== 'string' && typeof ref !== 'number')
    throw badArgument(what, `${shown(ref)} is neither a name nor an index`);
}

/** iw's words for what the kernel calls otherwise. */
const IW_TYPES: Readonly<Record<string, InterfaceType>> = {
  managed: 'station',
  ibss: 'adhoc',
  mesh: 'mesh-point',
  __ap: 'ap',
};

/** Programs without types may say what iw says: they are told the right word. */
function checkType(type: InterfaceType): InterfaceType {
  const right = Object.hasOwn(IW_TYPES, type) ? IW_TYPES[type] : undefined;
  if (right !== undefined && right !== type)
    throw new VWifiError('BAD_ARGUMENT', `interface type ${type}: what iw calls ${type} is '${right}' here`);
  return type;
}

function there(names: readonly string[]): string {
  return names.length === 0
    ? 'there is none'
    : `there are ${names.slice(0, 12).join(', ')}${names.length > 12 ? ', ...' : ''}`;
}

function openNamespace(ref: RadioRef, netns: Netns): number {
  const path = netnsPath(netns);
  try {
    return openSync(path, 'r');
  } catch (error) {
    const code = (error as { code?: string }).code ?? 'EIO';
    throw new VWifiError(
      code,
      `setNetns ${ref}: namespace ${path}: ${code}; create it first: ip netns add NAME`,
      {
        cause: error,
      },
    );
  }
}

refuseMisfits(VWifi, RouteNetlink);
