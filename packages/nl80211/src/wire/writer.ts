import { EncodeError } from './errors.js';

/** True where this machine stores the low byte first. Netlink speaks the machine's own order. */
export const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** A growing byte buffer that messages are written into. */
export class Writer {
  private bytes = new Uint8Array(256);
  private view = new DataView(this.bytes.buffer);
  length = 0;

  /** Makes room for `count` zero bytes and returns where they begin. Growing replaces buffer and view: call it first. */
  private room(count: number): number {
    const at = this.length;
    if (at + count > this.bytes.length) {
      const grown = new Uint8Array(Math.max(this.bytes.length * 2, at + count));
      grown.set(this.bytes);
      this.bytes = grown;
      this.view = new DataView(grown.buffer);
    }
    this.length += count;
    return at;
  }

  u8(value: number): void {
    const at = this.room(1);
    this.view.setUint8(at, value);
  }

  u16(value: number, littleEndian = LITTLE_ENDIAN): void {
    const at = this.room(2);
    this.view.setUint16(at, value, littleEndian);
  }

  u32(value: number, littleEndian = LITTLE_ENDIAN): void {
    const at = this.room(4);
    this.view.setUint32(at, value, littleEndian);
  }

  u64(value: bigint, littleEndian = LITTLE_ENDIAN): void {
    const at = this.room(8);
    this.view.setBigUint64(at, value, littleEndian);
  }

  raw(bytes: Uint8Array): void {
    const at = this.room(bytes.length);
    this.bytes.set(bytes, at);
  }

  /** Forgets what was written after `length`. */
  rewind(length: number): void {
    this.bytes.fill(0, length, this.length);
    this.length = length;
  }

  /** Zero bytes up to the next multiple of four, where netlink wants the next header. */
  align(): void {
    this.room(-this.length & 3);
  }

  /** Writes an attribute: its header, what `body` writes, and the padding after it. */
  attribute(type: number, body: () => void): void {
    const at = this.room(4);
    body();
    // The length field has 16 bits.
    if (this.length - at > 0xffff) {
      throw new EncodeError(`${this.length - at - 4} bytes; an attribute holds at most 65531`);
    }
    this.view.setUint16(at, this.length - at, LITTLE_ENDIAN);
    this.view.setUint16(at + 2, type, LITTLE_ENDIAN);
    this.align();
  }

  /** Overwrites a u32 that was written before, for a length known only at the end. */
  patchU32(at: number, value: number): void {
    this.view.setUint32(at, value, LITTLE_ENDIAN);
  }

  /** A copy of all that was written. */
  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}

/** A view of exactly these bytes. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
