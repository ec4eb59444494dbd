import { addressHeader, addressMessage } from '../spec/rtnl/address.js';
import { linkHeader, linkMessage } from '../spec/rtnl/link.js';
import { MAIN_TABLE, routeHeader, routeMessage } from '../spec/rtnl/route.js';
import { ipText } from '../wire/ip.js';
import type { Message } from '../wire/message.js';
import { decodeTable } from '../wire/table.js';
import { viewOf } from '../wire/writer.js';
import { defined } from './defined.js';

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
  /** 'veth', 'bridge', ...; absent on what is no made interface. */
  readonly kind?: string;
  /** ifindex of its bridge. */
  readonly master?: number;
}

export interface IpAddress {
  readonly index: number;
  readonly address: string;
  readonly prefixLength: number;
}

export interface IpRoute {
  /** '10.1.0.0/16', or 'default'. */
  readonly to: string;
  readonly via?: string;
  /** ifindex. */
  readonly index?: number;
  readonly metric?: number;
  /** The address that packets have when they leave here. */
  readonly source?: string;
  readonly type: string | number;
}

export function readLink({ payload }: Message): Link | undefined {
  if (payload.length < linkHeader.size) return undefined;
  const header = linkHeader.decode(viewOf(payload), 0, linkHeader.size);
  const attributes = decodeTable(linkMessage, payload.subarray(linkHeader.size));
  return {
    index: header.index,
    name: attributes.name ?? '',
    ...defined({ mac: attributes.address }),
    mtu: attributes.mtu ?? 0,
    up: header.flags.includes('up'),
    carrier: header.flags.includes('lower-up'),
    operationalState: String(attributes.operationalState ?? 'unknown'),
    ...defined({ kind: attributes.info?.kind, master: attributes.master }),
  };
}

/**
 * A link that something is told of; undefined where that is no change of it: of its place in a bridge (AF_BRIDGE), or an
 * event of the old wireless extensions, which says nothing else.
 */
export function readChangedLink(message: Message): Link | undefined {
  const { payload } = message;
  if (payload.length < linkHeader.size || payload[0] !== 0) return undefined;
  const { mtu } = decodeTable(linkMessage, payload.subarray(linkHeader.size));
  return mtu === undefined ? undefined : readLink(message);
}

export function readAddress({ payload }: Message): IpAddress | undefined {
  if (payload.length < addressHeader.size) return undefined;
  const { index, prefixLength } = addressHeader.decode(viewOf(payload), 0, addressHeader.size);
  const attributes = decodeTable(addressMessage, payload.subarray(addressHeader.size));
  const bytes = attributes.local ?? attributes.address;
  return bytes && { index, address: ipText(bytes), prefixLength };
}

/** A route of the main table; undefined for one of another. */
export function readRoute({ payload }: Message): IpRoute | undefined {
  if (payload.length < routeHeader.size) return undefined;
  const header = routeHeader.decode(viewOf(payload), 0, routeHeader.size);
  const attributes = decodeTable(routeMessage, payload.subarray(routeHeader.size));
  if ((attributes.table ?? header.table) !== MAIN_TABLE) return undefined;
  const { destination, gateway, preferredSource } = attributes;
  return {
    to: destination ? `${ipText(destination)}/${header.destinationLength}` : 'default',
    ...defined({
      via: gateway && ipText(gateway),
      index: attributes.outputInterface,
      metric: attributes.priority,
      source: preferredSource && ipText(preferredSource),
    }),
    type: header.type,
  };
}
