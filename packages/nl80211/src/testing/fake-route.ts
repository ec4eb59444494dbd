/** The rtnetlink of a kernel of functions: its interfaces are those of nl80211 and `lo`, with addresses and routes. */
import { addressHeader, addressMessage } from '../spec/rtnl/address.js';
import { ROUTE_GROUPS } from '../spec/rtnl/groups.js';
import { linkHeader, linkMessage, RTM } from '../spec/rtnl/link.js';
import { routeHeader, routeMessage } from '../spec/rtnl/route.js';
import type { Decoded } from '../wire/codec.js';
import type { Message } from '../wire/message.js';
import { decodeTable, encodeTable } from '../wire/table.js';
import { viewOf, Writer } from '../wire/writer.js';
import { FakeError } from './fake-error.js';

export interface FakeLink {
  readonly ifindex?: number | undefined;
  readonly ifname?: string | undefined;
  readonly mac?: string | undefined;
}

export interface FakeReply {
  readonly type: number;
  readonly payload: Uint8Array;
}

interface Address {
  readonly index: number;
  readonly family: number;
  readonly prefixLength: number;
  readonly address: Uint8Array;
}

interface Route {
  readonly header: Decoded<typeof routeHeader>;
  readonly attributes: Decoded<typeof routeMessage>;
}

/** ARPHRD_*. */
const HARDWARE = { loopback: 772, radiotap: 803 } as const;
const MTU = 1500;
const LOOPBACK = { ifindex: 1, ifname: 'lo', mac: '00:00:00:00:00:00' } as const;
const IPV4 = 2;

const same = (one: Uint8Array | undefined, other: Uint8Array | undefined): boolean =>
  Buffer.compare(one ?? Buffer.alloc(0), other ?? Buffer.alloc(0)) === 0;

export class FakeRoutes {
  private readonly up = new Set<number>();
  private addresses: Address[] = [];
  private routes: Route[] = [];
  private told: readonly FakeLink[] | undefined;

  constructor(
    private readonly interfaces: () => readonly FakeLink[],
    /** Tells what changed to whoever joined the group. */
    private readonly announce: (group: number, event: FakeReply) => void,
  ) {}

  /** Throws FakeError. */
  answer({ type, payload }: Message): FakeReply[] {
    switch (type) {
      case RTM.GETLINK:
        return this.links().map((link) => ({ type: RTM.NEWLINK, payload: this.describe(link) }));
      case RTM.NEWLINK:
        return this.change(payload);
      case RTM.GETADDR:
        return this.addresses.map((each) => ({ type: RTM.NEWADDR, payload: addressOctets(each) }));
      case RTM.NEWADDR:
      case RTM.DELADDR:
        return this.changeAddress(type, payload);
      case RTM.GETROUTE:
        return this.routes.map((each) => ({ type: RTM.NEWROUTE, payload: routeOctets(each) }));
      case RTM.NEWROUTE:
      case RTM.DELROUTE:
        return this.changeRoute(type, payload);
      default:
        throw new FakeError('EOPNOTSUPP', `fake kernel: rtnetlink has no message ${type}`);
    }
  }

  /** Interfaces may have come or gone since the look before: that is told of. */
  look(): void {
    const now = this.links();
    const before = this.told ?? now;
    const missing = (from: readonly FakeLink[], than: readonly FakeLink[]): readonly FakeLink[] =>
      than.filter(({ ifindex }) => !from.some((each) => each.ifindex === ifindex));
    const [gone, come] = [missing(now, before), missing(before, now)];
    this.told = now;
    for (const link of gone) this.tellLink(RTM.DELLINK, link);
    for (const link of come) this.tellLink(RTM.NEWLINK, link);
  }

  private links(): readonly FakeLink[] {
    const own = this.interfaces();
    return own.some(({ ifindex }) => ifindex === LOOPBACK.ifindex) ? own : [LOOPBACK, ...own];
  }

  private known(index: number): FakeLink {
    const link = this.links().find(({ ifindex }) => ifindex === index);
    if (!link) throw new FakeError('ENODEV');
    return link;
  }

  private tellLink(type: number, link: FakeLink): void {
    this.announce(ROUTE_GROUPS.links[0], { type, payload: this.describe(link) });
  }

  private describe({ ifindex: index = 0, ifname: name, mac: address }: FakeLink): Uint8Array {
    const flags = this.up.has(index) ? (['up', 'running', 'lower-up'] as const) : [];
    const writer = new Writer();
    const type = name === LOOPBACK.ifname ? HARDWARE.loopback : HARDWARE.radiotap;
    linkHeader.encode({ family: 0, padding: 0, type, index, flags: [...flags], change: [] }, writer);
    const operationalState = this.up.has(index) ? ('up' as const) : ('down' as const);
    writer.raw(encodeTable(linkMessage, { name, address, mtu: MTU, operationalState }));
    return writer.finish();
  }

  private change(payload: Uint8Array): FakeReply[] {
    const { index, flags, change } = linkHeader.decode(viewOf(payload), 0, linkHeader.size);
    const link = this.known(index);
    if (!change.includes('up'))
      throw new FakeError('EOPNOTSUPP', 'fake kernel: a link is switched on and off');
    if (flags.includes('up')) this.up.add(index);
    else this.up.delete(index);
    this.tellLink(RTM.NEWLINK, link);
    return [];
  }

  private changeAddress(type: number, payload: Uint8Array): FakeReply[] {
    const { index, family, prefixLength } = addressHeader.decode(viewOf(payload), 0, addressHeader.size);
    this.known(index);
    const { local, address = local } = decodeTable(addressMessage, payload.subarray(addressHeader.size));
    if (!address) throw new FakeError('EINVAL');
    const add = type === RTM.NEWADDR;
    const isIt = (each: Address): boolean => each.index === index && same(each.address, address);
    const there = this.addresses.some(isIt);
    if (add && there) throw new FakeError('EEXIST');
    if (!add && !there) throw new FakeError('EADDRNOTAVAIL');
    const changed = { index, family, prefixLength, address };
    if (add) this.addresses.push(changed);
    else this.addresses = this.addresses.filter((each) => !isIt(each));
    const [ipv4, ipv6] = ROUTE_GROUPS.addresses;
    this.announce(family === IPV4 ? ipv4 : ipv6, { type, payload: addressOctets(changed) });
    return [];
  }

  private changeRoute(type: number, payload: Uint8Array): FakeReply[] {
    const header = routeHeader.decode(viewOf(payload), 0, routeHeader.size);
    const attributes = decodeTable(routeMessage, payload.subarray(routeHeader.size));
    if (attributes.outputInterface !== undefined) this.known(attributes.outputInterface);
    const add = type === RTM.NEWROUTE;
    const isIt = (each: Route): boolean =>
      each.header.family === header.family &&
      each.header.destinationLength === header.destinationLength &&
      same(each.attributes.destination, attributes.destination);
    const there = this.routes.find(isIt);
    if (add && there) throw new FakeError('EEXIST');
    if (!add && !there) throw new FakeError('ESRCH');
    const changed = there ?? { header, attributes };
    if (add) this.routes.push(changed);
    else this.routes = this.routes.filter((each) => each !== there);
    const [ipv4, ipv6] = ROUTE_GROUPS.routes;
    this.announce(header.family === IPV4 ? ipv4 : ipv6, { type, payload: routeOctets(changed) });
    return [];
  }
}

function addressOctets({ address, ...header }: Address): Uint8Array {
  const writer = new Writer();
  addressHeader.encode({ ...header, flags: 0, scope: 0 }, writer);
  writer.raw(encodeTable(addressMessage, { address, local: address }));
  return writer.finish();
}

function routeOctets({ header, attributes }: Route): Uint8Array {
  const writer = new Writer();
  routeHeader.encode(header, writer);
  writer.raw(encodeTable(routeMessage, attributes));
  return writer.finish();
}
