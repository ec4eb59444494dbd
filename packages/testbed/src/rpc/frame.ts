/**
 * Frames: what travels on the wire between an agent, a daemon and its clients. A header of 12 bytes, then a payload.
 *
 *   0  u8   magic      0x76
 *   1  u8   type       {@link FrameType}
 *   2  u16  stream     which of a channel's byte streams (data frames), else 0; bit 15 ({@link MORE}): the message
 *                      goes on in the next frame of the same type and channel
 *   4  u32  channel    0 for the connection itself
 *   8  u32  length     of the payload, at most {@link MAX_PAYLOAD}
 *
 * Numbers are little endian. Payloads are raw bytes (data), one u32 (credit), or JSON.
 */
import { TestbedError } from '../errors.js';

export const PROTOCOL_VERSION = 2;
export const HEADER_BYTES = 12;
export const MAX_PAYLOAD = 1 << 20;
/** In a frame's stream number: this is not the end of the message. */
export const MORE = 0x8000;
const MAGIC = 0x76;

export const FrameType = {
  /** First frame of each side: { protocol, ...about the side }. */
  hello: 1,
  /** Opens a channel: { method, args }. */
  open: 2,
  /** Bytes of a stream; in order, and paid for with credit. */
  data: 3,
  /** The sender of this frame takes so many bytes more. */
  credit: 4,
  /** A word beside the streams (progress, a signal): overtakes data that waits for credit. */
  event: 5,
  /** No more data from this side. */
  end: 6,
  /** The answer, which closes the channel. */
  result: 7,
  /** The refusal, which closes the channel: { code, message, hint }. */
  error: 8,
  /** The opener has lost interest. */
  cancel: 9,
} as const;

export interface Frame {
  readonly type: number;
  readonly stream: number;
  readonly channel: number;
  readonly payload: Buffer;
}

export function tooLarge(length: number, most: number): TestbedError {
  return new TestbedError('RPC_TOO_LARGE', `cannot send a message of ${length} bytes, the most is ${most}`);
}

/** The header of a frame; the payload follows it on the wire. */
export function encodeHeader(type: number, channel: number, length: number, stream = 0): Buffer {
  if (length > MAX_PAYLOAD) throw tooLarge(length, MAX_PAYLOAD);
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  header[0] = MAGIC;
  header[1] = type;
  header.writeUInt16LE(stream, 2);
  header.writeUInt32LE(channel, 4);
  header.writeUInt32LE(length, 8);
  return header;
}

function corrupt(why: string): TestbedError {
  return new TestbedError('RPC_CORRUPT', `the connection carries something that is no frame: ${why}`, {
    hint: 'Both ends must be of one version; what else writes to this channel?',
  });
}

/** Cuts a byte stream, split anywhere, into frames. Throws at the first byte that cannot be one. */
export class FrameDecoder {
  #chunks: Buffer[] = [];
  #have = 0;
  #need = HEADER_BYTES;

  push(chunk: Buffer): Frame[] {
    const frames: Frame[] = [];
    this.#chunks.push(chunk);
    this.#have += chunk.length;
    while (this.#have >= this.#need) {
      const bytes = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
      let at = 0;
      for (;;) {
        const left = bytes.length - at;
        this.#need = HEADER_BYTES;
        if (left < HEADER_BYTES) break;
        const length = checkHeader(bytes, at);
        this.#need = HEADER_BYTES + length;
        if (left < this.#need) break;
        frames.push({
          type: bytes[at + 1] as number,
          stream: bytes.readUInt16LE(at + 2),
          channel: bytes.readUInt32LE(at + 4),
          payload: bytes.subarray(at + HEADER_BYTES, at + this.#need),
        });
        at += this.#need;
      }
      this.#have = bytes.length - at;
      this.#chunks = this.#have === 0 ? [] : [bytes.subarray(at)];
    }
    return frames;
  }

  /** Whether the stream may end here. */
  get betweenFrames(): boolean {
    return this.#have === 0;
  }
}

/** Checks a header and returns the length of its payload. */
function checkHeader(bytes: Buffer, at: number): number {
  const type = bytes[at + 1] as number;
  const length = bytes.readUInt32LE(at + 8);
  if (bytes[at] !== MAGIC) throw corrupt(`a frame begins with 0x${(bytes[at] as number).toString(16)}`);
  if (type < FrameType.hello || type > FrameType.cancel) throw corrupt(`a frame has the type ${type}`);
  if (length > MAX_PAYLOAD) throw corrupt(`a frame has a length of ${length}`);
  if (type === FrameType.credit && length !== 4) throw corrupt(`a credit frame has a length of ${length}`);
  return length;
}
