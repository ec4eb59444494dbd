import { type CapturedFrame, readPcap } from '../capture/pcap-reader.js';
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

function packet({ time, data }: CapturedFrame): Captured[] {
  if (data.length < COOKED_HEADER) return [];
  const timeUs = Number(time / 1000n);
  return [{ timeUs, protocol: viewOf(data).getUint16(14, false), data: data.subarray(COOKED_HEADER) }];
}

/** The datagrams of a pcap or pcapng file that was recorded on an nlmon device. Throws VWifiError `BAD_ARGUMENT`. */
export function readCapture(bytes: Uint8Array): Captured[] {
  const frames = readPcap(bytes);
  const other = frames.find(({ linkType }) => linkType !== LINKTYPE_NETLINK);
  if (other)
    throw new VWifiError(
      'BAD_ARGUMENT',
      `capture: its link type is ${other.linkType}, not netlink (253); record one with: tcpdump -i nlmon0 -w FILE`,
    );
  return frames.flatMap(packet);
}
