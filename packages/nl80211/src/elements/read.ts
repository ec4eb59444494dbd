import { viewOf } from '../wire/writer.js';

/** A cursor over an element's bytes, all of whose numbers are little-endian. Reading past the end gives `undefined`. */
export class Cursor {
  private readonly view: DataView;
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {
    this.view = viewOf(bytes);
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  u8(): number | undefined {
    if (this.left < 1) return undefined;
    return this.view.getUint8(this.at++);
  }

  u16(): number | undefined {
    if (this.left < 2) return undefined;
    this.at += 2;
    return this.view.getUint16(this.at - 2, true);
  }

  u32(): number | undefined {
    if (this.left < 4) return undefined;
    this.at += 4;
    return this.view.getUint32(this.at - 4, true);
  }

  /** Suite selectors and organisation numbers read high byte first. */
  be32(): number | undefined {
    if (this.left < 4) return undefined;
    this.at += 4;
    return this.view.getUint32(this.at - 4, false);
  }

  take(count: number): Uint8Array | undefined {
    if (this.left < count) return undefined;
    this.at += count;
    return this.bytes.slice(this.at - count, this.at);
  }
}

/** Whether a bit is set. */
export function bit(value: number, index: number): boolean {
  return ((value >>> index) & 1) === 1;
}

/** The field of `width` bits that begins at bit `index`. */
export function field(value: number, index: number, width: number): number {
  return (value >>> index) & ((1 << width) - 1);
}
