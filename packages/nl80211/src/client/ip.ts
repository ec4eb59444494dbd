import type { OverrunEvent, Stream } from '../genl/feed.js';
import { clientClosed } from '../genl/lifetime.js';
import { VWifiError } from '../wire/errors.js';
import { checkRef, refuseMisfits, there } from './check.js';
import { type IpEvent, type IpEventOptions, openIpEvents } from './ip-events.js';
import type { Home } from './place.js';
import { type LinkChanges, type NewLink, type NewRoute, RouteNetlink } from './route.js';
import type { IpAddress, IpRoute, Link } from './route-read.js';
import type { Cancel, InterfaceRef } from './vwifi.js';

/** Links, addresses and routes of the namespace (rtnetlink): `wifi.ip`. Its socket is opened when it is first asked something. */
export class Ip {
  private opened: Promise<RouteNetlink> | undefined;

  constructor(private readonly home: Home) {}

  /** All network interfaces, Wi-Fi or not. */
  async links({ signal }: Cancel = {}): Promise<Link[]> {
    return (await this.route()).links(signal);
  }

  /** Switches an interface on or off. */
  async setUp(ref: InterfaceRef, up = true, { signal }: Cancel = {}): Promise<void> {
    const index = await this.indexOf(ref, signal);
    await (await this.route()).setUp(index, up, signal);
  }

  /** Makes an interface: a dummy, a bridge, a veth pair, an nlmon. EEXIST when the name is taken. */
  async createLink(link: NewLink, { signal }: Cancel = {}): Promise<void> {
    await (await this.route()).createLink(link, signal);
  }

  async deleteLink(ref: InterfaceRef, { signal }: Cancel = {}): Promise<void> {
    const index = await this.indexOf(ref, signal);
    await (await this.route()).deleteLink(index, signal);
  }

  /** Moves an interface to a bridge or a namespace, sets its address or MTU, renames it (while it is down). */
  async changeLink(ref: InterfaceRef, changes: LinkChanges, { signal }: Cancel = {}): Promise<void> {
    const index = await this.indexOf(ref, signal);
    await (await this.route()).changeLink(index, changes, signal);
  }

  /** Renames an interface, which must be down. */
  rename(ref: InterfaceRef, name: string, options?: Cancel): Promise<void> {
    return this.changeLink(ref, { name }, options);
  }

  /** Addresses of an interface, or of all. */
  async addresses(ref?: InterfaceRef, { signal }: Cancel = {}): Promise<IpAddress[]> {
    const index = ref === undefined ? undefined : await this.indexOf(ref, signal);
    return (await this.route()).addresses(index, signal);
  }

  /** Gives an interface an address such as '10.0.0.2/24'; EEXIST when it has it already. */
  async addAddress(ref: InterfaceRef, address: string, { signal }: Cancel = {}): Promise<void> {
    const index = await this.indexOf(ref, signal);
    await (await this.route()).addAddress(index, address, signal);
  }

  async removeAddress(ref: InterfaceRef, address: string, { signal }: Cancel = {}): Promise<void> {
    const index = await this.indexOf(ref, signal);
    await (await this.route()).removeAddress(index, address, signal);
  }

  /** The routes of the main table. */
  async routes({ signal }: Cancel = {}): Promise<IpRoute[]> {
    return (await this.route()).routes(signal);
  }

  /** Adds a route; EEXIST when there is one already. */
  async addRoute(route: NewRoute, { signal }: Cancel = {}): Promise<void> {
    await (await this.route()).addRoute(route, signal);
  }

  /** Removes a route, whoever made it: the first that is as said. ESRCH when there is none. */
  async removeRoute(route: NewRoute, { signal }: Cancel = {}): Promise<void> {
    await (await this.route()).removeRoute(route, signal);
  }

  /** Changes of links, addresses and routes from now on, whoever makes them, on a socket of their own. See EventStream. */
  events(options: IpEventOptions = {}): Stream<IpEvent | OverrunEvent> {
    return openIpEvents(this.home, options);
  }

  /** Never rejects: one that could not be opened needs no closing. It is opened again by whoever asks. */
  async close(): Promise<void> {
    const { opened } = this;
    this.opened = undefined;
    await (await opened?.catch(() => undefined))?.close();
  }

  private route(): Promise<RouteNetlink> {
    const { factory, netns, lifetime } = this.home;
    if (lifetime.ended) return Promise.reject(clientClosed('rtnetlink'));
    this.opened ??= RouteNetlink.open(factory, netns).catch((error) => {
      this.opened = undefined;
      throw error;
    });
    return this.opened;
  }

  private async indexOf(ref: InterfaceRef, signal: AbortSignal | undefined): Promise<number> {
    checkRef('interface', ref);
    if (typeof ref === 'number') return ref;
    const links = await this.links({ signal });
    const found = links.find(({ name }) => name === ref);
    if (found) return found.index;
    throw new VWifiError(
      'NO_INTERFACE',
      `interface ${ref}: not in this namespace; ${there(links.map(({ name }) => name))}`,
    );
  }
}

refuseMisfits(Ip, RouteNetlink);
