/**
 * Messages of 9P2000.L, the protocol by which Linux mounts files of another machine: `size[4] type[1] tag[2]` and fields,
 * little endian, texts with their length in two bytes. Names are bytes: a file's name need not be UTF-8.
 */

/** Size, type and tag. */
export const HEADER_BYTES = 7;
/** `NOTAG` of a version, `NOFID` of an attach without authentication. */
export const NO_TAG = 0xffff;

/** The number of a request; its answer's is one more. */
export const Request = {
  statfs: 8,
  lopen: 12,
  lcreate: 14,
  symlink: 16,
  mknod: 18,
  rename: 20,
  readlink: 22,
  getattr: 24,
  setattr: 26,
  xattrwalk: 30,
  xattrcreate: 32,
  readdir: 40,
  fsync: 50,
  lock: 52,
  getlock: 54,
  link: 70,
  mkdir: 72,
  renameat: 74,
  unlinkat: 76,
  version: 100,
  auth: 102,
  attach: 104,
  flush: 108,
  walk: 110,
  read: 116,
  write: 118,
  clunk: 120,
  remove: 122,
} as const;
export type RequestName = keyof typeof Request;

/** The one answer that is none: a number of errno(3). */
export const LERROR = 7;

/** What a file is and that it is the same one: `type[1] version[4] path[8]`. */
export interface Qid {
  readonly type: number;
  readonly path: bigint;
}
export const QidType = { folder: 0x80, link: 0x02, file: 0 } as const;

/** Reads the fields of a request in their order. Throws a RangeError where there are fewer bytes than fields. */
export class Fields {
  #at = 0;

  constructor(private readonly bytes: Buffer) {}

  u8(): number {
    return this.bytes.readUInt8(this.#take(1));
  }

  u16(): number {
    return this.bytes.readUInt16LE(this.#take(2));
  }

  u32(): number {
    return this.bytes.readUInt32LE(this.#take(4));
  }

  u64(): bigint {
    return this.bytes.readBigUInt64LE(this.#take(8));
  }

  text(): Buffer {
    return this.raw(this.u16());
  }

  raw(length: number): Buffer {
    const at = this.#take(length);
    return this.bytes.subarray(at, at + length);
  }

  #take(length: number): number {
    const at = this.#at;
    if (length > this.bytes.length - at) throw new RangeError('a message ends before its fields do');
    this.#at += length;
    return at;
  }
}

/** Puts the fields of an answer together. */
export class Answer {
  readonly #parts: Buffer[] = [];

  u8(value: number): this {
    return this.raw(Buffer.of(value));
  }

  u16(value: number): this {
    const part = Buffer.allocUnsafe(2);
    part.writeUInt16LE(value);
    return this.raw(part);
  }

  u32(value: number): this {
    const part = Buffer.allocUnsafe(4);
    part.writeUInt32LE(value);
    return this.raw(part);
  }

  u64(...values: readonly bigint[]): this {
    for (const value of values) {
      const part = Buffer.allocUnsafe(8);
      part.writeBigUInt64LE(BigInt.asUintN(64, value));
      this.raw(part);
    }
    return this;
  }

  text(value: Buffer): this {
    return this.u16(value.length).raw(value);
  }

  qid({ type, path }: Qid): this {
    return this.u8(type).u32(0).u64(path);
  }

  raw(part: Buffer): this {
    this.#parts.push(part);
    return this;
  }

  /** The fields so far. */
  get fields(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

/** A whole message. */
export function message(type: number, tag: number, fields: Buffer): Buffer {
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  header.writeUInt32LE(HEADER_BYTES + fields.length, 0);
  header.writeUInt8(type, 4);
  header.writeUInt16LE(tag, 5);
  return Buffer.concat([header, fields]);
}

/** Cuts a stream into messages. Throws at a length that no message has. */
export class Messages {
  #pending: Buffer = Buffer.alloc(0);
  /** The longest that was agreed upon. */
  limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  *push(chunk: Buffer): Generator<{ type: number; tag: number; fields: Buffer }> {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    while (this.#pending.length >= HEADER_BYTES) {
      const length = this.#pending.readUInt32LE(0);
      if (length < HEADER_BYTES || length > this.limit)
        throw new RangeError(`a message of ${length} bytes, where ${this.limit} are the most`);
      if (this.#pending.length < length) return;
      const whole = this.#pending.subarray(0, length);
      this.#pending = this.#pending.subarray(length);
      yield { type: whole.readUInt8(4), tag: whole.readUInt16LE(5), fields: whole.subarray(HEADER_BYTES) };
    }
  }
}
