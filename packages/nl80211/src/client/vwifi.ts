import { abortError } from '../genl/abort.js';
import type { CommandOf, FamilySpec, MessageInOf, MessageOf, TypedFamily } from '../genl/family.js';
import { type CallOptions, GenericNetlink } from '../genl/generic.js';
import { Lifetime } from '../genl/lifetime.js';
import { useBinding } from '../socket/binding.js';
import { nativeSocket } from '../socket/native.js';
import { type AirSocketFactory, nativeAir } from '../socket/packet.js';
import type { NetlinkSocketFactory, Netns } from '../socket/socket.js';
import { message, type Nl80211, type Nl80211In } from '../spec/nl80211/attributes.js';
import type { CommandName } from '../spec/nl80211/commands.js';
import { nl80211 } from '../spec/nl80211/family.js';
import { VWifiError } from '../wire/errors.js';
import type { Access } from './access.js';
import { checkRef, refuseMisfits, there } from './check.js';
import { type Commands, type Dumps, makeCommands, makeDumps } from './commands.js';
import { type EventOptions, type EventStream, openEvents } from './events.js';
import { Driver } from './family/driver.js';
import type { VwifiDenylist, VwifiDriver } from './family/place.js';
import { type InterfaceType, interfaceOf, type WifiInterface } from './interface.js';
import { Ip } from './ip.js';
import { withOldVerbs } from './old-verbs.js';
import type { Home } from './place.js';
import { type Radio, radioOf } from './radio.js';
import { type RegulatoryDomain, regulatoryOf } from './regulatory.js';
import { InterfaceVerbs } from './verbs/interface.js';
import { RadioVerbs } from './verbs/radio.js';

export interface OpenOptions extends Cancel {
  /** The namespace to work in; the caller's own when left out. */
  readonly netns?: Netns;
  /** What carries the messages: this kernel when left out, or a fake, a replay, a guest. */
  readonly socket?: NetlinkSocketFactory;
  /** What hears the air for `capture()`: this kernel where `socket` is left out; needed where it is not. */
  readonly air?: AirSocketFactory;
  /** The addon's file, of a program that was bundled into one; see docs/nl80211.md. */
  readonly nativeBinding?: string;
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
  private driver: Driver | undefined;
  private route: Ip | undefined;
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
    const { netns, socket = nativeSocket, signal, nativeBinding } = options;
    if (nativeBinding !== undefined) useBinding(nativeBinding);
    const air = options.air ?? (socket === nativeSocket ? nativeAir : undefined);
    if (signal?.aborted) throw abortError('open', signal);
    const netlink = await GenericNetlink.open(socket, netns);
    if (signal?.aborted) {
      await netlink.close();
      throw abortError('open', signal);
    }
    return new VWifi(netlink, socket, netns, air);
  }

  /** The driver vwifi itself: radios made and removed, denylist, links, medium. Typed by `import '@vwifi/nl80211/vwifi'`. */
  get vwifi(): VwifiDriver {
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
    return new InterfaceVerbs(this, ref, this.access);
  }

  /** The verbs of one radio: `wifi.phy('vw_phy0').create({ name: 'vw5', type: 'monitor' })`. */
  phy(ref: RadioRef): RadioVerbs {
    return new RadioVerbs(this, ref, this.access);
  }

  /** Links, addresses and routes of the namespace (rtnetlink). */
  get ip(): Ip {
    this.route ??= new Ip(this.home);
    return this.route;
  }

  /** Who drops whose data frames: `vwifi.denylist`. Typed by `import '@vwifi/nl80211/vwifi'`. */
  get denylist(): VwifiDenylist {
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
    return items.map(interfaceOf).sort((a, b) => (a.wdev < b.wdev ? -1 : 1));
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

  /** Events from now on, on a socket of their own. See EventStream. */
  events(options: EventOptions = {}): EventStream {
    return openEvents(this.home, options);
  }

  /** Any command of nl80211, with any attributes: `raw('getPowerSave', { ifindex: 3 })`. `dump` asks for all objects. */
  async raw(
    command: CommandName,
    attributes: Nl80211In = {},
    options: CallOptions & { readonly dump?: boolean } = {},
  ): Promise<Nl80211[]> {
    if (!options.dump) return this.call(command, attributes, options);
    return (await this.netlink.dump(nl80211, command, attributes, options)).items;
  }

  /** Any command of any generic netlink family that has tables: a FamilySpec of `@vwifi/nl80211/netlink`. */
  family<C extends string, In, Out>(
    spec: TypedFamily<C, In, Out>,
    command: NoInfer<C>,
    attributes: NoInfer<In>,
    options?: CallOptions & { readonly dump?: boolean },
  ): Promise<Out[]>;
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
    await this.lifetime.end();
    await this.netlink.close();
    await this.route?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private get access(): Access {
    return {
      netlink: this.netlink,
      home: this.home,
      ip: this.ip,
      indexOf: (ref, options) => this.indexOf(ref, options),
      radioIndexOf: (ref, options) => this.radioIndexOf(ref, options),
    };
  }

  private get home(): Home {
    const { factory, netns, air, lifetime } = this;
    return { factory, netns, air, lifetime };
  }

  private call(command: CommandName, attributes: Nl80211In, options: CallOptions): Promise<Nl80211[]> {
    return this.netlink.request(nl80211, command, attributes, options);
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
}

withOldVerbs(VWifi);
refuseMisfits(VWifi);
