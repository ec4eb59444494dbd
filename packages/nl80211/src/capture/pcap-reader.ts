/** Reads a pcap file while it is written: what `tcpdump -w -` says, piece by piece. */
import { VWifiError } from '../wire/errors.js';

export interface CapturedFrame {
  /** Nanoseconds since 1970. */
  readonly time: bigint;
  readonly data: Buffer;
  /** Octets of the whole frame, of which `data` may be the beginning. */
  readonly length: number;
}

const FILE_HEADER = 24;
const PACKET_HEADER = 16;
/** More than this is no frame: the reader has lost its way. */
const MOST = 1 << 20;
/** The magic number, read in little endian: nanoseconds of each unit of a time's second half. */
const UNIT: Readonly<Record<number, bigint>> = { [0xa1b2c3d4]: 1000n, [0xa1b23c4d]: 1n };

/** Takes pieces of a little-endian pcap of one link type, gives whole frames. */
export class PcapReader {
  #rest: Buffer = Buffer.alloc(0);
  #unit: bigint | undefined;

  constructor(private readonly linkType: number) {}

  /** The frames that a piece completes. Throws VWifiError `BAD_ARGUMENT` for what is no pcap of this link type. */
  *add(piece: Uint8Array): Generator<CapturedFrame> {
    this.#rest = this.#rest.length ? Buffer.concat([this.#rest, piece]) : Buffer.from(piece);
    if (this.#unit === undefined) {
      if (this.#rest.length < FILE_HEADER) return;
      this.#unit = this.#begin(this.#rest);
      this.#rest = this.#rest.subarray(FILE_HEADER);
    }
    while (this.#rest.length >= PACKET_HEADER) {
      const captured = this.#rest.readUInt32LE(8);
      if (captured > MOST)
        throw new VWifiError('BAD_ARGUMENT', `capture: a frame of ${captured} octets; this is no pcap`);
      const end = PACKET_HEADER + captured;
      if (this.#rest.length < end) return;
      const time =
        BigInt(this.#rest.readUInt32LE(0)) * 1_000_000_000n + BigInt(this.#rest.readUInt32LE(4)) * this.#unit;
      yield { time, data: this.#rest.subarray(PACKET_HEADER, end), length: this.#rest.readUInt32LE(12) };
      this.#rest = this.#rest.subarray(end);
    }
  }

  #begin(header: Buffer): bigint {
    const unit = UNIT[header.readUInt32LE(0)];
    if (unit === undefined) throw new VWifiError('BAD_ARGUMENT', 'capture: not a pcap of this byte order');
    const type = header.readUInt32LE(20) & 0xffff;
    if (type !== this.linkType)
      throw new VWifiError(
        'BAD_ARGUMENT',
        `capture: its frames are of link type ${type}, not ${this.linkType}; is it a monitor interface?`,
      );
    return unit;
  }
}
