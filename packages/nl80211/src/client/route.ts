import { Connection } from '../genl/connection.js';
import type { NetlinkSocketFactory, Netns } from '../socket/socket.js';
import { ADDRESS_FAMILY, addressHeader, addressMessage } from '../spec/rtnl/address.js';
import { linkHeader, linkMessage, RTM } from '../spec/rtnl/link.js';
import type { AnyCodec } from '../wire/codec.js';
import { type Message, NLM_F } from '../wire/message.js';
import type { Scalar } from '../wire/scalar.js';
import { decodeTable, encodeTable, type Nest, type Table } from '../wire/table.js';
import { viewOf, Writer } from '../wire/writer.js';
import { ipText, parsePrefix } from './ip.js';

const NETLINK_ROUTE = 0;

/** A network interface of any kind. */
export interface Link {
  readonly index: number;
  readonly name: string;
  readonly mac?: string;
  readonly mtu: number;
  readonly up: boolean;
  /** The lower layer is connected: a carrier is there. */
  readonly carrier: boolean;
  readonly operationalState: string;
}

export interface IpAddress {
  readonly index: number;
  readonly address: string;
  readonly prefixLength: number;
}

/** The part of rtnetlink that a Wi-Fi laboratory needs: links up and down, names, addresses. */
export class RouteNetlink implements AsyncDisposable {
  private constructor(private readonly connection: Connection) {}

  static async open(factory: NetlinkSocketFactory, netns?: Netns): Promise<RouteNetlink> {
    const options = { protocol: NETLINK_ROUTE, ...(netns === undefined ? {} : { netns }) };
    return new RouteNetlink(await Connection.open(factory, options));
  }

  /** All interfaces of the namespace. */
  async links(signal?: AbortSignal): Promise<Link[]> {
    const header = { family: 0, padding: 0, type: 0, index: 0, flags: [], change: [] };
    const payload = join(linkHeader, header, linkMessage, {});
    const request = {
      type: RTM.GETLINK,
      flags: 0,
      payload,
      name: 'getLink',
      headerLength: linkHeader.size,
      signal,
    };
    const { messages } = await this.connection.dump({ ...request, codec: linkMessage });
    return messages.filter(({ type }) => type === RTM.NEWLINK).flatMap((message) => readLink(message) ?? []);
  }

  /** Switches an interface on or off. Needs CAP_NET_ADMIN. */
  async setUp(index: number, up: boolean, signal?: AbortSignal): Promise<void> {
    const flags = up ? (['up'] as const) : [];
    const header = { family: 0, padding: 0, type: 0, index, flags: [...flags], change: ['up' as const] };
    await this.set(
      RTM.NEWLINK,
      0,
      up ? 'setLink up' : 'setLink down',
      linkHeader,
      header,
      linkMessage,
      {},
      `ifindex ${index}`,
      signal,
    );
  }

  /** Renames an interface, which must be down. Needs CAP_NET_ADMIN. */
  async rename(index: number, name: string, signal?: AbortSignal): Promise<void> {
    const header = { family: 0, padding: 0, type: 0, index, flags: [], change: [] };
    await this.set(
      RTM.NEWLINK,
      0,
      'setLink name',
      linkHeader,
      header,
      linkMessage,
      { name },
      `ifindex ${index}`,
      signal,
    );
  }

  /** All addresses of the namespace, or of one interface. */
  async addresses(index?: number, signal?: AbortSignal): Promise<IpAddress[]> {
    const payload = join(
      addressHeader,
      { family: 0, prefixLength: 0, flags: 0, scope: 0, index: 0 },
      addressMessage,
      {},
    );
    const request = {
      type: RTM.GETADDR,
      flags: 0,
      payload,
      name: 'getAddress',
      headerLength: addressHeader.size,
      signal,
    };
    const { messages } = await this.connection.dump({ ...request, codec: addressMessage });
    const found = messages
      .filter(({ type }) => type === RTM.NEWADDR)
      .flatMap((message) => readAddress(message) ?? []);
    return index === undefined ? found : found.filter((each) => each.index === index);
  }

  /** Gives an interface an address such as '10.0.0.2/24'. Needs CAP_NET_ADMIN; EEXIST when it has it already. */
  addAddress(index: number, address: string, signal?: AbortSignal): Promise<void> {
    return this.changeAddress(RTM.NEWADDR, NLM_F.CREATE | NLM_F.EXCL, 'addAddress', index, address, signal);
  }

  removeAddress(index: number, address: string, signal?: AbortSignal): Promise<void> {
    return this.changeAddress(RTM.DELADDR, 0, 'removeAddress', index, address, signal);
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private async changeAddress(
    type: number,
    flags: number,
    name: string,
    index: number,
    address: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { bytes, prefixLength } = parsePrefix(address);
    const family = bytes.length === 4 ? ADDRESS_FAMILY.ipv4 : ADDRESS_FAMILY.ipv6;
    const header = { family, prefixLength, flags: 0, scope: 0, index };
    const attributes = { local: bytes, address: bytes };
    const target = `${address} on ifindex ${index}`;
    await this.set(type, flags, name, addressHeader, header, addressMessage, attributes, target, signal);
  }

  private async set<Out, In, T extends Table>(
    type: number,
    flags: number,
    name: string,
    headerCodec: Scalar<Out, In>,
    header: In,
    codec: Nest<T>,
    attributes: Parameters<typeof encodeTable<T>>[1],
    target: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const payload = join(headerCodec, header, codec, attributes);
    const base = { type, flags, payload, name, target, headerLength: headerCodec.size, signal };
    await this.connection.request({ ...base, codec: codec as AnyCodec });
  }
}

function join<Out, In, T extends Table>(
  headerCodec: Scalar<Out, In>,
  header: In,
  codec: Nest<T>,
  attributes: Parameters<typeof encodeTable<T>>[1],
): Uint8Array {
  const writer = new Writer();
  headerCodec.encode(header, writer);
  writer.raw(encodeTable(codec, attributes));
  return writer.finish();
}

function readLink({ payload }: Message): Link | undefined {
  if (payload.length < linkHeader.size) return undefined;
  const header = linkHeader.decode(viewOf(payload), 0, linkHeader.size);
  const attributes = decodeTable(linkMessage, payload.subarray(linkHeader.size));
  return {
    index: header.index,
    name: attributes.name ?? '',
    ...(attributes.address === undefined ? {} : { mac: attributes.address }),
    mtu: attributes.mtu ?? 0,
    up: header.flags.includes('up'),
    carrier: header.flags.includes('lower-up'),
    operationalState: String(attributes.operationalState ?? 'unknown'),
  };
}

function readAddress({ payload }: Message): IpAddress | undefined {
  if (payload.length < addressHeader.size) return undefined;
  const { index, prefixLength } = addressHeader.decode(viewOf(payload), 0, addressHeader.size);
  const attributes = decodeTable(addressMessage, payload.subarray(addressHeader.size));
  const bytes = attributes.local ?? attributes.address;
  return bytes && { index, address: ipText(bytes), prefixLength };
}
