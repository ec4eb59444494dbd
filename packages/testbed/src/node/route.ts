/**
 * Addresses through rtnetlink (`uapi/linux/rtnetlink.h`, `if_addr.h`, `if_link.h`): a message each instead of a
 * process each, which counts where a process costs 100 ms.
 */
import { isIPv4 } from 'node:net';
import { TestbedError } from '../errors.js';
import type { Machine } from '../machine/machine.js';

const NETLINK_ROUTE = 0;
const NLM_F_REQUEST = 0x1;
const NLM_F_ACK = 0x4;
const NLM_F_EXCL = 0x200;
const NLM_F_CREATE = 0x400;
const NLMSG_ERROR = 2;
const RTM_NEWLINK = 16;
const RTM_GETLINK = 18;
const RTM_NEWADDR = 20;
const IFLA_ADDRESS = 1;
const IFLA_IFNAME = 3;
const IFA_ADDRESS = 1;
const IFA_LOCAL = 2;
const IFA_FLAGS = 8;
/** No duplicate address detection: the address counts at once. */
const IFA_F_NODAD = 0x02;
const IFF_UP = 1;
const LOOPBACK_INDEX = 1;
const HEADER_BYTES = 16;
const EEXIST = 17;

const attribute = (type: number, value: Buffer): Buffer => {
  const padded = Buffer.alloc((4 + value.length + 3) & ~3);
  padded.writeUInt16LE(4 + value.length, 0);
  padded.writeUInt16LE(type, 2);
  value.copy(padded, 4);
  return padded;
};

const linkHeader = (index: number, flags = 0, change = 0): Buffer => {
  const header = Buffer.alloc(16);
  header.writeInt32LE(index, 4);
  header.writeUInt32LE(flags, 8);
  header.writeUInt32LE(change, 12);
  return header;
};

/** The octets of an address. */
export function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const groups = (text: string | undefined): number[] =>
    (text ? text.split(':') : []).flatMap((group) => {
      if (!group.includes('.')) return [Number.parseInt(group, 16)];
      const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
      return [a * 256 + b, c * 256 + d];
    });
  const before = groups(head);
  const after = groups(tail);
  const all = [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 255]));
}

/** The payload of RTM_NEWADDR. */
export function newAddress(index: number, cidr: string): Buffer {
  const [address = '', length = '0'] = cidr.split('/');
  const bytes = addressBytes(address);
  const header = Buffer.alloc(8);
  header[0] = bytes.length === 4 ? 2 : 10;
  header[1] = Number(length);
  header.writeUInt32LE(index, 4);
  const parts = [header, attribute(IFA_LOCAL, bytes), attribute(IFA_ADDRESS, bytes)];
  if (bytes.length === 16) {
    const flags = Buffer.alloc(4);
    flags.writeUInt32LE(IFA_F_NODAD);
    parts.push(attribute(IFA_FLAGS, flags));
  }
  return Buffer.concat(parts);
}

export interface InterfaceSetup {
  readonly netns: string;
  readonly interface: string;
  readonly address?: string | undefined;
  readonly mac?: string | undefined;
}

/** Gives an interface its addresses and brings the namespace's loopback up. */
export async function configureInterface(machine: Machine, setup: InterfaceSetup): Promise<void> {
  const socket = await machine.openNetlink({ protocol: NETLINK_ROUTE, netns: setup.netns });
  let sequence = 0;
  let settle:
    | { readonly resolve: (data: Buffer) => void; readonly reject: (error: Error) => void }
    | undefined;
  socket.listen((event) => {
    if (event.kind === 'data') settle?.resolve(Buffer.from(event.data));
    else if (event.kind === 'closed')
      settle?.reject(event.error ?? new Error('the netlink socket was closed'));
  });
  const request = async (type: number, payload: Buffer, what: string, flags = 0): Promise<Buffer> => {
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt32LE(HEADER_BYTES + payload.length, 0);
    header.writeUInt16LE(type, 4);
    // An acknowledgement beside an answer would be a second datagram: only changes ask for one.
    header.writeUInt16LE(NLM_F_REQUEST | flags | (type === RTM_GETLINK ? 0 : NLM_F_ACK), 6);
    header.writeUInt32LE(++sequence, 8);
    const reply = new Promise<Buffer>((resolve, reject) => {
      settle = { resolve, reject };
    });
    await socket.send(Buffer.concat([header, payload]));
    const data = await reply;
    const error = data.readUInt16LE(4) === NLMSG_ERROR ? -data.readInt32LE(HEADER_BYTES) : 0;
    if (error && error !== EEXIST)
      throw new TestbedError('ROUTE_FAILED', `${setup.netns}: cannot ${what} (errno ${error})`);
    return data;
  };
  try {
    await request(RTM_NEWLINK, linkHeader(LOOPBACK_INDEX, IFF_UP, IFF_UP), 'bring the loopback interface up');
    const name = attribute(IFLA_IFNAME, Buffer.from(`${setup.interface}\0`));
    const link = await request(RTM_GETLINK, Buffer.concat([linkHeader(0), name]), `find ${setup.interface}`);
    const index = link.readInt32LE(HEADER_BYTES + 4);
    if (setup.mac) {
      const mac = attribute(IFLA_ADDRESS, Buffer.from(setup.mac.replaceAll(':', ''), 'hex'));
      await request(
        RTM_NEWLINK,
        Buffer.concat([linkHeader(index), mac]),
        `give ${setup.interface} the address ${setup.mac}`,
      );
    }
    if (setup.address) {
      const what = `give ${setup.interface} the address ${setup.address}`;
      await request(RTM_NEWADDR, newAddress(index, setup.address), what, NLM_F_CREATE | NLM_F_EXCL);
    }
  } finally {
    await socket.close();
  }
}
