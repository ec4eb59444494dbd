import { Connection } from '../genl/connection.js';
import type { NetlinkSocketFactory, Netns } from '../socket/socket.js';
import { ADDRESS_FAMILY, addressHeader, addressMessage } from '../spec/rtnl/address.js';
import { linkHeader, linkMessage, RTM } from '../spec/rtnl/link.js';
import { MAIN_TABLE, routeHeader, routeMessage } from '../spec/rtnl/route.js';
import type { AnyCodec, Encodable } from '../wire/codec.js';
import { VWifiError } from '../wire/errors.js';
import { ipBytes, parsePrefix } from '../wire/ip.js';
import { type Message, NLM_F } from '../wire/message.js';
import type { Scalar } from '../wire/scalar.js';
import { encodeTable, type Nest } from '../wire/table.js';
import { Writer } from '../wire/writer.js';
import { type IpAddress, type IpRoute, type Link, readAddress, readLink, readRoute } from './route-read.js';

export const NETLINK_ROUTE = 0;

export interface NewLink {
  readonly name: string;
  /** 'dummy', 'bridge', 'nlmon', 'veth', ... */
  readonly kind: string;
  /** The other end of a veth pair. */
  readonly peer?: string;
}

export interface LinkChanges {
  readonly name?: string;
  readonly mac?: string;
  readonly mtu?: number;
  /** ifindex of the bridge it belongs to; 0 for none. */
  readonly master?: number;
  /** A descriptor of the namespace it goes to, or a process in it. */
  readonly netnsFd?: number;
  readonly netnsPid?: number;
}

export interface NewRoute {
  /** '10.1.0.0/16', or 'default'. */
  readonly to: string;
  readonly via?: string;
  /** ifindex. */
  readonly index?: number;
  readonly metric?: number;
}

/** One kind of rtnetlink object: how its messages begin, and what they hold. */
interface Kind<Header, In> {
  readonly header: Scalar<unknown, Header>;
  readonly message: Nest<unknown, In>;
}

const LINK = { header: linkHeader, message: linkMessage };
const ADDRESS = { header: addressHeader, message: addressMessage };
const ROUTE = { header: routeHeader, message: routeMessage };

const linkOfIndex = (index: number): Encodable<typeof linkHeader> => ({
  family: 0,
  padding: 0,
  type: 0,
  index,
  flags: [],
  change: [],
});

interface Call {
  readonly type: number;
  readonly flags?: number;
  readonly name: string;
  readonly target?: string;
  readonly signal?: AbortSignal | undefined;
}

/** The part of rtnetlink that a Wi-Fi laboratory needs: links, addresses, routes. Changes need CAP_NET_ADMIN. */
export class RouteNetlink implements AsyncDisposable {
  private constructor(private readonly connection: Connection) {}

  static async open(factory: NetlinkSocketFactory, netns?: Netns): Promise<RouteNetlink> {
    const options = { protocol: NETLINK_ROUTE, ...(netns === undefined ? {} : { netns }) };
    return new RouteNetlink(await Connection.open(factory, options));
  }

  /** All interfaces of the namespace. */
  async links(signal?: AbortSignal): Promise<Link[]> {
    const call = { type: RTM.GETLINK, name: 'getLink', signal };
    const messages = await this.dump(LINK, linkOfIndex(0), call);
    return messages.filter(({ type }) => type === RTM.NEWLINK).flatMap((message) => readLink(message) ?? []);
  }

  /** Switches an interface on or off. */
  setUp(index: number, up: boolean, signal?: AbortSignal): Promise<void> {
    const header = { ...linkOfIndex(index), flags: up ? ['up' as const] : [], change: ['up' as const] };
    const call = {
      type: RTM.NEWLINK,
      name: `setLink ${up ? 'up' : 'down'}`,
      target: `ifindex ${index}`,
      signal,
    };
    return this.set(LINK, header, {}, call);
  }

  /** Makes an interface: a dummy, a bridge, a veth pair, an nlmon. EEXIST when the name is taken. */
  createLink({ name, kind, peer }: NewLink, signal?: AbortSignal): Promise<void> {
    const info = { kind, ...(peer === undefined ? {} : { data: vethPeer(peer) }) };
    const flags = NLM_F.CREATE | NLM_F.EXCL;
    const call = { type: RTM.NEWLINK, flags, name: 'createLink', target: `${name} (${kind})`, signal };
    return this.set(LINK, linkOfIndex(0), { name, info }, call);
  }

  deleteLink(index: number, signal?: AbortSignal): Promise<void> {
    const call = { type: RTM.DELLINK, name: 'deleteLink', target: `ifindex ${index}`, signal };
    return this.set(LINK, linkOfIndex(index), {}, call);
  }

  /** Renames an interface (which must be down), moves it to a bridge or a namespace, sets its address or MTU. */
  changeLink(index: number, changes: LinkChanges, signal?: AbortSignal): Promise<void> {
    const { mac, ...rest } = changes;
    const attributes = { ...rest, ...(mac === undefined ? {} : { address: mac }) };
    const name = `setLink ${Object.keys(changes).join(' ')}`;
    const call = { type: RTM.NEWLINK, name, target: `ifindex ${index}`, signal };
    return this.set(LINK, linkOfIndex(index), attributes, call);
  }

  /** Renames an interface, which must be down. */
  rename(index: number, name: string, signal?: AbortSignal): Promise<void> {
    return this.changeLink(index, { name }, signal);
  }

  /** All addresses of the namespace, or of one interface. */
  async addresses(index?: number, signal?: AbortSignal): Promise<IpAddress[]> {
    const header = { family: 0, prefixLength: 0, flags: 0, scope: 0, index: 0 };
    const messages = await this.dump(ADDRESS, header, { type: RTM.GETADDR, name: 'getAddress', signal });
    const found = messages
      .filter(({ type }) => type === RTM.NEWADDR)
      .flatMap((message) => readAddress(message) ?? []);
    return index === undefined ? found : found.filter((each) => each.index === index);
  }

  /** Gives an interface an address such as '10.0.0.2/24'; EEXIST when it has it already. */
  addAddress(index: number, address: string, signal?: AbortSignal): Promise<void> {
    const flags = NLM_F.CREATE | NLM_F.EXCL;
    return this.changeAddress({ type: RTM.NEWADDR, flags, name: 'addAddress', signal }, index, address);
  }

  removeAddress(index: number, address: string, signal?: AbortSignal): Promise<void> {
    return this.changeAddress({ type: RTM.DELADDR, name: 'removeAddress', signal }, index, address);
  }

  /** The routes of the main table. */
  async routes(signal?: AbortSignal): Promise<IpRoute[]> {
    const header = routeOf(0, 0);
    const messages = await this.dump(ROUTE, header, { type: RTM.GETROUTE, name: 'getRoute', signal });
    return messages
      .filter(({ type }) => type === RTM.NEWROUTE)
      .flatMap((message) => readRoute(message) ?? []);
  }

  /** Adds a route; EEXIST when there is one already. */
  async addRoute(route: NewRoute, signal?: AbortSignal): Promise<void> {
    const flags = NLM_F.CREATE | NLM_F.EXCL;
    if (route.via === undefined && route.index === undefined)
      throw new VWifiError(
        'BAD_ARGUMENT',
        `addRoute ${route.to}: it leads through a gateway (via) or an interface`,
      );
    return this.changeRoute({ type: RTM.NEWROUTE, flags, name: 'addRoute', signal }, route, MADE_HERE);
  }

  /** Removes a route, whoever made it: the first that is as said. ESRCH when there is none. */
  async removeRoute(route: NewRoute, signal?: AbortSignal): Promise<void> {
    return this.changeRoute({ type: RTM.DELROUTE, name: 'removeRoute', signal }, route, ANYBODYS);
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private async changeAddress(call: Call, index: number, address: string): Promise<void> {
    const { bytes, prefixLength } = parsePrefix(address);
    const header = { family: familyOf(bytes), prefixLength, flags: 0, scope: 0, index };
    const target = `${address} on ifindex ${index}`;
    await this.set(ADDRESS, header, { local: bytes, address: bytes }, { ...call, target });
  }

  private async changeRoute(
    call: Call,
    { to, via, index, metric }: NewRoute,
    kind: Partial<RouteHeader>,
  ): Promise<void> {
    const gateway = via === undefined ? undefined : ipBytes(via);
    const destination = to === 'default' ? undefined : parsePrefix(to);
    const family = familyOf(destination?.bytes ?? gateway ?? new Uint8Array(4));
    const attributes = {
      destination: destination?.bytes,
      gateway,
      outputInterface: index,
      priority: metric,
    };
    const scope = gateway ? 'universe' : 'link';
    const header = { ...routeOf(family, destination?.prefixLength ?? 0), scope, ...kind } as const;
    await this.set(ROUTE, header, attributes, {
      ...call,
      target: via === undefined ? to : `${to} via ${via}`,
    });
  }

  private async dump<H>(kind: Kind<H, object>, header: H, call: Call): Promise<Message[]> {
    const { messages } = await this.connection.dump(requestOf(kind, header, {}, call));
    return messages;
  }

  private async set<H, In>(kind: Kind<H, In>, header: H, attributes: In, call: Call): Promise<void> {
    await this.connection.request(requestOf(kind, header, attributes, call));
  }
}

function requestOf<H, In>(
  { header: codec, message }: Kind<H, In>,
  header: H,
  attributes: In,
  { flags = 0, ...call }: Call,
) {
  const writer = new Writer();
  codec.encode(header, writer);
  writer.raw(encodeTable(message, attributes));
  const payload = writer.finish();
  return { ...call, flags, payload, headerLength: codec.size, codec: message as AnyCodec };
}

function familyOf(bytes: Uint8Array): number {
  return bytes.length === 4 ? ADDRESS_FAMILY.ipv4 : ADDRESS_FAMILY.ipv6;
}

type RouteHeader = Encodable<typeof routeHeader>;

/** What `ip route add` says of a route that a person makes. */
const MADE_HERE = { origin: 'boot', type: 'unicast' } as const;
/** In a removal these match every route: of whatever daemon, of whatever reach and type. */
const ANYBODYS = { origin: 'unspecified', type: 'unspecified', scope: 'nowhere' } as const;

function routeOf(family: number, destinationLength: number): RouteHeader {
  const fixed = { sourceLength: 0, typeOfService: 0, table: MAIN_TABLE, flags: 0 };
  const all = { origin: 'unspecified', scope: 'universe', type: 'unspecified' } as const;
  return { family, destinationLength, ...fixed, ...all };
}

/** VETH_INFO_PEER: the other end as a link message of its own. */
function vethPeer(name: string): Uint8Array {
  const writer = new Writer();
  writer.attribute(1, () => {
    linkHeader.encode(linkOfIndex(0), writer);
    writer.raw(encodeTable(linkMessage, { name }));
  });
  return writer.finish();
}
