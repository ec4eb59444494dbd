/** Reads captures, also while they are written: pcap and pcapng, of either byte order, piece by piece. */
import { VWifiError } from '../wire/errors.js';
import { viewOf } from '../wire/writer.js';

export interface CapturedFrame {
  /** Nanoseconds since 1970. */
  readonly time: bigint;
  readonly data: Buffer;
  /** Octets of the whole frame, of which `data` may be the beginning. */
  readonly length: number;
  /** What the frame begins with: 127 is a radiotap header. */
  readonly linkType: number;
}

/** More than this is no frame: the reader has lost its way. */
const MOST = 1 << 20;
const FILE_HEADER = 24;
const PACKET_HEADER = 16;
const BLOCK = { section: 0x0a0d0d0a, interface: 1, packet: 6 } as const;
const BYTE_ORDER = 0x1a2b3c4d;
const OPTION_RESOLUTION = 9;
const MICROSECONDS = 6;

/** The magic number of a pcap, read in big endian. */
const MAGIC = new Map<number, { readonly little: boolean; readonly unit: bigint }>([
  [0xa1b2c3d4, { little: false, unit: 1000n }],
  [0xd4c3b2a1, { little: true, unit: 1000n }],
  [0xa1b23c4d, { little: false, unit: 1n }],
  [0x4d3cb2a1, { little: true, unit: 1n }],
]);

const bad = (why: string): VWifiError => new VWifiError('BAD_ARGUMENT', `capture: ${why}`);

/** How a file goes on: octets that were used, and the frame in them; undefined: more octets are needed. */
type Step = { readonly used: number; readonly frame?: CapturedFrame } | undefined;
type Format = (rest: Buffer) => Step;

function checked(length: number): number {
  if (length > MOST) throw bad(`a frame of ${length} octets; the file is broken here`);
  return length;
}

function pcap(linkType: number, little: boolean, unit: bigint): Format {
  return (rest) => {
    if (rest.length < PACKET_HEADER) return undefined;
    const view = viewOf(rest);
    const used = PACKET_HEADER + checked(view.getUint32(8, little));
    if (rest.length < used) return undefined;
    const time =
      BigInt(view.getUint32(0, little)) * 1_000_000_000n + BigInt(view.getUint32(4, little)) * unit;
    const data = rest.subarray(PACKET_HEADER, used);
    return { used, frame: { time, data, length: view.getUint32(12, little), linkType } };
  };
}

interface CaptureInterface {
  readonly linkType: number;
  /** Of its times: a power of ten, or of two. */
  readonly nanoseconds: (units: bigint) => bigint;
}

/** if_tsresol: the negative power of ten, or, with the highest bit, of two. */
function resolution(value: number): CaptureInterface['nanoseconds'] {
  const power = BigInt(value & 0x7f);
  const perSecond = value & 0x80 ? 1n << power : 10n ** power;
  return (units) => (units * 1_000_000_000n) / perSecond;
}

function captureInterface(block: DataView, little: boolean): CaptureInterface {
  let value = MICROSECONDS;
  for (let at = 16; at + 4 <= block.byteLength - 4; ) {
    const length = block.getUint16(at + 2, little);
    if (block.getUint16(at, little) === OPTION_RESOLUTION && length === 1 && at + 4 < block.byteLength)
      value = block.getUint8(at + 4);
    at += 4 + Math.ceil(length / 4) * 4;
  }
  return { linkType: block.getUint16(8, little), nanoseconds: resolution(value) };
}

function pcapng(): Format {
  let little = true;
  let interfaces: CaptureInterface[] = [];
  return (rest) => {
    if (rest.length < 12) return undefined;
    const view = viewOf(rest);
    const section = view.getUint32(0, true) === BLOCK.section;
    if (section) {
      little = view.getUint32(8, true) === BYTE_ORDER;
      interfaces = [];
    }
    const type = view.getUint32(0, little);
    const used = view.getUint32(4, little);
    if (used < 12 || used % 4 !== 0 || used > MOST)
      throw bad(`a block of ${used} octets; the file is broken here`);
    if (rest.length < used) return undefined;
    const block = viewOf(rest.subarray(0, used));
    if (type === BLOCK.interface && used >= 20) interfaces.push(captureInterface(block, little));
    if (type !== BLOCK.packet || used < 32) return { used };
    const from = interfaces[block.getUint32(8, little)];
    const captured = block.getUint32(20, little);
    if (!from || captured > used - 32) return { used };
    const units = (BigInt(block.getUint32(12, little)) << 32n) | BigInt(block.getUint32(16, little));
    const data = rest.subarray(28, 28 + captured);
    const { linkType } = from;
    return {
      used,
      frame: { time: from.nanoseconds(units), data, length: block.getUint32(24, little), linkType },
    };
  };
}

/** Takes pieces of a capture, gives whole frames. */
export class PcapReader {
  #rest: Buffer = Buffer.alloc(0);
  #format: Format | undefined;

  /** Frames of one link type only: of another it throws. */
  constructor(private readonly linkType?: number) {}

  /** The frames that a piece completes. Throws VWifiError `BAD_ARGUMENT` for what is no capture, or of another link type. */
  *add(piece: Uint8Array): Generator<CapturedFrame> {
    this.#rest = this.#rest.length ? Buffer.concat([this.#rest, piece]) : Buffer.from(piece);
    this.#format ??= this.#begin();
    for (;;) {
      const step = this.#format?.(this.#rest);
      if (!step) return;
      this.#rest = this.#rest.subarray(step.used);
      if (!step.frame) continue;
      this.#check(step.frame.linkType);
      yield step.frame;
    }
  }

  #begin(): Format | undefined {
    if (this.#rest.length < 4) return undefined;
    const magic = this.#rest.readUInt32BE(0);
    if (magic === BLOCK.section) return pcapng();
    const order = MAGIC.get(magic);
    if (!order) throw bad('neither pcap nor pcapng');
    if (this.#rest.length < FILE_HEADER) return undefined;
    const linkType = viewOf(this.#rest).getUint32(20, order.little) & 0xffff;
    this.#check(linkType);
    this.#rest = this.#rest.subarray(FILE_HEADER);
    return pcap(linkType, order.little, order.unit);
  }

  #check(type: number): void {
    if (this.linkType === undefined || this.linkType === type) return;
    throw bad(`its frames are of link type ${type}, not ${this.linkType}; is it of a monitor interface?`);
  }
}

/** The frames of a whole file. Throws VWifiError `BAD_ARGUMENT`. */
export function readPcap(bytes: Uint8Array, linkType?: number): CapturedFrame[] {
  if (bytes.length < FILE_HEADER) throw bad(`${bytes.length} octets are no capture`);
  return [...new PcapReader(linkType).add(bytes)];
}
