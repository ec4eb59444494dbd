import { VWifiError } from '../wire/errors.js';
import { viewOf } from '../wire/writer.js';

/** A netlink datagram that passed by. */
export interface Captured {
  /** Microseconds since 1970, where the capture knows. */
  readonly timeUs?: number;
  /** The netlink protocol: 16 is generic netlink. */
  readonly protocol: number;
  readonly data: Uint8Array;
}

/** LINKTYPE_NETLINK: a "cooked" header of 16 bytes in front, whose last field is the protocol. */
const LINKTYPE_NETLINK = 253;
const COOKED_HEADER = 16;

function bad(why: string): VWifiError {
  return new VWifiError('BAD_ARGUMENT', `capture: ${why}; record one with: tcpdump -i nlmon0 -w FILE`);
}

function packet(data: Uint8Array, timeUs: number): Captured[] {
  if (data.length < COOKED_HEADER) return [];
  return [{ timeUs, protocol: viewOf(data).getUint16(14, false), data: data.slice(COOKED_HEADER) }];
}

/** The first file header of a pcap, in either byte order, with times in micro- or nanoseconds. */
const PCAP_MAGIC: Readonly<Record<number, { little: boolean; perSecond: number }>> = {
  2712847316: { little: false, perSecond: 1e6 },
  3569595041: { little: true, perSecond: 1e6 },
  2712812621: { little: false, perSecond: 1e9 },
  1295823521: { little: true, perSecond: 1e9 },
};

function* readPcap(bytes: Uint8Array): Generator<Captured> {
  const view = viewOf(bytes);
  const { little, perSecond } = PCAP_MAGIC[view.getUint32(0, false)] ?? { little: true, perSecond: 1e6 };
  const linkType = view.getUint32(20, little) & 0xffff;
  if (linkType !== LINKTYPE_NETLINK) throw bad(`its link type is ${linkType}, not netlink (253)`);
  for (let at = 24; at + 16 <= bytes.length; ) {
    const length = view.getUint32(at + 8, little);
    const end = at + 16 + length;
    if (end > bytes.length) return;
    const timeUs = view.getUint32(at, little) * 1e6 + (view.getUint32(at + 4, little) * 1e6) / perSecond;
    yield* packet(bytes.subarray(at + 16, end), timeUs);
    at = end;
  }
}

const BLOCK = { SECTION: 0x0a0d0d0a, INTERFACE: 1, PACKET: 6 } as const;

/** pcapng as tshark and dumpcap write it: interfaces with microseconds, enhanced packet blocks. */
function* readPcapng(bytes: Uint8Array): Generator<Captured> {
  const view = viewOf(bytes);
  let little = true;
  let linkTypes: number[] = [];
  for (let at = 0; at + 12 <= bytes.length; ) {
    const type = view.getUint32(at, little);
    if (type === BLOCK.SECTION) {
      little = view.getUint32(at + 8, true) === 0x1a2b3c4d;
      linkTypes = [];
    }
    const length = view.getUint32(at + 4, little);
    if (length < 12 || at + length > bytes.length) return;
    if (type === BLOCK.INTERFACE && length >= 20) linkTypes.push(view.getUint16(at + 8, little));
    if (type === BLOCK.PACKET && length >= 32) {
      const linkType = linkTypes[view.getUint32(at + 8, little)];
      const size = view.getUint32(at + 20, little);
      const timeUs = view.getUint32(at + 12, little) * 2 ** 32 + view.getUint32(at + 16, little);
      if (linkType === LINKTYPE_NETLINK && size <= length - 32)
        yield* packet(bytes.subarray(at + 28, at + 28 + size), timeUs);
    }
    at += length;
  }
}

/** The datagrams of a pcap or pcapng file that was recorded on an nlmon device. Throws VWifiError `BAD_ARGUMENT`. */
export function readCapture(bytes: Uint8Array): Captured[] {
  if (bytes.length < 24) throw bad(`${bytes.length} bytes are no capture`);
  const magic = viewOf(bytes).getUint32(0, false);
  if (magic === BLOCK.SECTION) return [...readPcapng(bytes)];
  if (PCAP_MAGIC[magic]) return [...readPcap(bytes)];
  throw bad('neither pcap nor pcapng');
}
