/** The rtnetlink of a kernel of functions: its interfaces are those of nl80211, switched on and off, with addresses. */
import { addressHeader, addressMessage } from '../spec/rtnl/address.js';
import { linkHeader, linkMessage, RTM } from '../spec/rtnl/link.js';
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

const MTU = 1500;
const RADIOTAP = 803;

export class FakeRoutes {
  private readonly up = new Set<number>();
  private addresses: Address[] = [];

  constructor(private readonly links: () => readonly FakeLink[]) {}

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
        return this.changeAddress(type === RTM.NEWADDR, payload);
      default:
        throw new FakeError('EOPNOTSUPP', `fake kernel: rtnetlink has no message ${type}`);
    }
  }

  private known(index: number): FakeLink {
    const link = this.links().find(({ ifindex }) => ifindex === index);
    if (!link) throw new FakeError('ENODEV');
    return link;
  }

  private describe({ ifindex: index = 0, ifname: name, mac: address }: FakeLink): Uint8Array {
    const flags = this.up.has(index) ? (['up', 'running', 'lower-up'] as const) : [];
    const writer = new Writer();
    linkHeader.encode(
      { family: 0, padding: 0, type: RADIOTAP, index, flags: [...flags], change: [] },
      writer,
    );
    const operationalState = this.up.has(index) ? ('up' as const) : ('down' as const);
    writer.raw(encodeTable(linkMessage, { name, address, mtu: MTU, operationalState }));
    return writer.finish();
  }

  private change(payload: Uint8Array): FakeReply[] {
    const { index, flags, change } = linkHeader.decode(viewOf(payload), 0, linkHeader.size);
    this.known(index);
    if (!change.includes('up'))
      throw new FakeError('EOPNOTSUPP', 'fake kernel: a link is switched on and off');
    if (flags.includes('up')) this.up.add(index);
    else this.up.delete(index);
    return [];
  }

  private changeAddress(add: boolean, payload: Uint8Array): FakeReply[] {
    const { index, family, prefixLength } = addressHeader.decode(viewOf(payload), 0, addressHeader.size);
    this.known(index);
    const { local, address = local } = decodeTable(addressMessage, payload.subarray(addressHeader.size));
    if (!address) throw new FakeError('EINVAL');
    const same = (each: Address): boolean =>
      each.index === index && Buffer.compare(each.address, address) === 0;
    const there = this.addresses.some(same);
    if (add && there) throw new FakeError('EEXIST');
    if (!add && !there) throw new FakeError('EADDRNOTAVAIL');
    if (add) this.addresses.push({ index, family, prefixLength, address });
    else this.addresses = this.addresses.filter((each) => !same(each));
    return [];
  }
}

function addressOctets({ address, ...header }: Address): Uint8Array {
  const writer = new Writer();
  addressHeader.encode({ ...header, flags: 0, scope: 0 }, writer);
  writer.raw(encodeTable(addressMessage, { address, local: address }));
  return writer.finish();
}
