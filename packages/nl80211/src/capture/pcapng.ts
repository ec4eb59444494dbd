/**
 * The blocks of a pcapng file (draft-ietf-opsawg-pcapng): the section, its interfaces, a packet block for each
 * frame, times in nanoseconds. All in little endian, which the first block tells.
 */

const BLOCK = { section: 0x0a0d0d0a, interface: 1, packet: 6 } as const;
const OPTION = { comment: 1, application: 4, name: 2, description: 3, flags: 2, resolution: 9 } as const;
const BYTE_ORDER = 0x1a2b3c4d;
/** What the frames of an interface are. */
export const LINK_TYPE = { ethernet: 1, radiotap: 127 } as const;
export type LinkType = keyof typeof LINK_TYPE;
const NANOSECONDS = 9;
/** epb_flags: the interface received the frame. */
const INBOUND = 1;

const padded = (data: Uint8Array): Buffer => {
  const whole = Buffer.alloc(Math.ceil(data.length / 4) * 4);
  whole.set(data);
  return whole;
};

function option(code: number, value: Uint8Array): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(code, 0);
  head.writeUInt16LE(value.length, 2);
  return Buffer.concat([head, padded(value)]);
}

const optionsEnd = Buffer.alloc(4);

function block(type: number, body: readonly Uint8Array[]): Buffer {
  const length = 12 + body.reduce((sum, part) => sum + part.length, 0);
  const head = Buffer.alloc(8);
  head.writeUInt32LE(type, 0);
  head.writeUInt32LE(length, 4);
  const tail = Buffer.alloc(4);
  tail.writeUInt32LE(length, 0);
  return Buffer.concat([head, ...body, tail]);
}

/** The first block of a file. */
export function sectionBlock(application: string): Buffer {
  const fixed = Buffer.alloc(16);
  fixed.writeUInt32LE(BYTE_ORDER, 0);
  fixed.writeUInt16LE(1, 4);
  // The section's length is not known beforehand.
  fixed.writeBigInt64LE(-1n, 8);
  return block(BLOCK.section, [fixed, option(OPTION.application, Buffer.from(application)), optionsEnd]);
}

/** An interface; its number is the count of those before it. */
export function interfaceBlock(name: string, type: LinkType = 'ethernet', description?: string): Buffer {
  const fixed = Buffer.alloc(8);
  fixed.writeUInt16LE(LINK_TYPE[type], 0);
  return block(BLOCK.interface, [
    fixed,
    option(OPTION.name, Buffer.from(name)),
    ...(description === undefined ? [] : [option(OPTION.description, Buffer.from(description))]),
    option(OPTION.resolution, Buffer.of(NANOSECONDS)),
    optionsEnd,
  ]);
}

export interface PacketRecord {
  /** Number of the interface block, in the file's order. */
  readonly interface: number;
  /** Nanoseconds since 1970. */
  readonly time: bigint;
  readonly frame: Uint8Array;
  /** Octets of the whole frame, where it was cut. */
  readonly length?: number;
  readonly comment?: string;
}

export function packetBlock({ interface: index, time, frame, length, comment }: PacketRecord): Buffer {
  const fixed = Buffer.alloc(20);
  fixed.writeUInt32LE(index, 0);
  fixed.writeUInt32LE(Number(time >> 32n), 4);
  fixed.writeUInt32LE(Number(time & 0xffffffffn), 8);
  fixed.writeUInt32LE(frame.length, 12);
  fixed.writeUInt32LE(length ?? frame.length, 16);
  const flags = Buffer.alloc(4);
  flags.writeUInt32LE(INBOUND, 0);
  return block(BLOCK.packet, [
    fixed,
    padded(frame),
    option(OPTION.flags, flags),
    ...(comment === undefined ? [] : [option(OPTION.comment, Buffer.from(comment))]),
    optionsEnd,
  ]);
}
