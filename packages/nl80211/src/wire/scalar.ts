import { copyBytes } from './attribute.js';
import type { Codec } from './codec.js';
import { DecodeError, EncodeError } from './errors.js';
import { LITTLE_ENDIAN, type Writer } from './writer.js';

/** A codec of fixed size. */
export type Scalar<Out, In = Out> = Codec<Out, In> & { readonly size: number };

function checkSize(name: string, wanted: number, length: number): void {
  if (length !== wanted) throw new DecodeError(`${name}: ${length} bytes instead of ${wanted}`);
}

function integer(
  name: string,
  size: number,
  min: number,
  max: number,
  read: (view: DataView, at: number) => number,
  write: (writer: Writer, value: number) => void,
): Scalar<number> {
  return {
    size,
    decode(view, at, length) {
      checkSize(name, size, length);
      return read(view, at);
    },
    encode(value, writer) {
      if (!Number.isInteger(value) || value < min || value > max) {
        throw new EncodeError(`${String(value)} is not an integer from ${min} to ${max} (${name})`);
      }
      write(writer, value);
    },
  };
}

const U16 = 0xffff;
const U32 = 0xffff_ffff;

export const u8 = integer(
  'u8',
  1,
  0,
  0xff,
  (v, at) => v.getUint8(at),
  (w, n) => w.u8(n),
);
export const s8 = integer(
  's8',
  1,
  -0x80,
  0x7f,
  (v, at) => v.getInt8(at),
  (w, n) => w.u8(n & 0xff),
);
export const u16 = integer(
  'u16',
  2,
  0,
  U16,
  (v, at) => v.getUint16(at, LITTLE_ENDIAN),
  (w, n) => w.u16(n),
);
export const s16 = integer(
  's16',
  2,
  -0x8000,
  0x7fff,
  (v, at) => v.getInt16(at, LITTLE_ENDIAN),
  (w, n) => w.u16(n & U16),
);
export const be16 = integer(
  'be16',
  2,
  0,
  U16,
  (v, at) => v.getUint16(at, false),
  (w, n) => w.u16(n, false),
);
export const le16 = integer(
  'le16',
  2,
  0,
  U16,
  (v, at) => v.getUint16(at, true),
  (w, n) => w.u16(n, true),
);
export const u32 = integer(
  'u32',
  4,
  0,
  U32,
  (v, at) => v.getUint32(at, LITTLE_ENDIAN),
  (w, n) => w.u32(n),
);
/** Written as one octet, as the kernel takes it; read as that or, where the kernel itself writes four, as those. */
export const u8OrU32: Scalar<number> = {
  ...u8,
  decode: (view, at, length) => (length === u32.size ? u32 : u8).decode(view, at, length),
};
export const s32 = integer(
  's32',
  4,
  -0x8000_0000,
  0x7fff_ffff,
  (v, at) => v.getInt32(at, LITTLE_ENDIAN),
  (w, n) => w.u32(n >>> 0),
);
export const be32 = integer(
  'be32',
  4,
  0,
  U32,
  (v, at) => v.getUint32(at, false),
  (w, n) => w.u32(n, false),
);
export const le32 = integer(
  'le32',
  4,
  0,
  U32,
  (v, at) => v.getUint32(at, true),
  (w, n) => w.u32(n, true),
);

function bigInteger(name: string, min: bigint, max: bigint, signed: boolean): Scalar<bigint> {
  return {
    size: 8,
    decode(view, at, length) {
      checkSize(name, 8, length);
      return signed ? view.getBigInt64(at, LITTLE_ENDIAN) : view.getBigUint64(at, LITTLE_ENDIAN);
    },
    encode(value, writer) {
      if (typeof value !== 'bigint' || value < min || value > max) {
        throw new EncodeError(`${String(value)} is not a bigint from ${min} to ${max} (${name})`);
      }
      writer.u64(BigInt.asUintN(64, value));
    },
  };
}

export const u64 = bigInteger('u64', 0n, (1n << 64n) - 1n, false);
export const s64 = bigInteger('s64', -(1n << 63n), (1n << 63n) - 1n, true);

/** Present or not. Some emitters put a value into it; presence is what counts. */
export const flag: Codec<boolean> = {
  decode: () => true,
  encode(value) {
    if (typeof value !== 'boolean') throw new EncodeError(`${String(value)} is not true or false`);
  },
  omits: (value) => value === false,
};

/** A flag and nothing else, for attributes that hold something in another context. */
export const emptyFlag: Codec<boolean> = {
  ...flag,
  decode(view, at, length) {
    checkSize('flag', 0, length);
    return flag.decode(view, at, length);
  },
};

const utf8 = new TextDecoder();

/** Text that is more than ASCII; the names that netlink carries hardly ever are. */
function wideText(view: DataView, at: number, length: number): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, length);
  const end = bytes.indexOf(0);
  return utf8.decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/** Zero-terminated text. */
export const string: Codec<string> = {
  decode(view, at, length) {
    let text = '';
    for (let i = 0; i < length; i++) {
      const byte = view.getUint8(at + i);
      if (byte === 0) return text;
      if (byte >= 0x80) return wideText(view, at, length);
      text += String.fromCharCode(byte);
    }
    return text;
  },
  encode(value, writer) {
    if (typeof value !== 'string' || value.includes('\0')) {
      throw new EncodeError(`${JSON.stringify(value)} is not text without a zero byte`);
    }
    writer.raw(new TextEncoder().encode(value));
    writer.u8(0);
  },
};

/** Bytes as they are. The limits are for writing; what is read may be longer, on a newer kernel. */
export function bytesOf(min: number, max: number): Codec<Uint8Array> {
  return {
    limits: [min, max],
    decode: copyBytes,
    encode(value, writer) {
      if (!(value instanceof Uint8Array)) throw new EncodeError(`${String(value)} is not a Uint8Array`);
      if (value.length < min || value.length > max) {
        throw new EncodeError(`${value.length} bytes instead of ${min === max ? min : `${min} to ${max}`}`);
      }
      writer.raw(value);
    },
  };
}

/** Exactly this many bytes, for structs and arrays. */
export function blob(size: number): Scalar<Uint8Array> {
  return { ...bytesOf(size, size), size };
}

export const bytes: Codec<Uint8Array> = bytesOf(0, 0xffff - 4);

/** Every octet as it stands in an address: '00:' to 'ff:', and without the colon at its end. */
const LAST_OCTETS = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));
const OCTETS = LAST_OCTETS.map((octet) => `${octet}:`);

/** Six octets as an address: '02:00:00:00:01:00'. */
export function macText(octets: ArrayLike<number>, at = 0): string {
  let text = '';
  for (let i = 0; i < 5; i++) text += OCTETS[octets[at + i] ?? 0];
  return text + LAST_OCTETS[octets[at + 5] ?? 0];
}

const MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;

/** A 48-bit address as text: '02:00:00:00:01:00', lower case when read. */
export const mac: Scalar<string> = {
  size: 6,
  decode(view, at, length) {
    checkSize('mac address', 6, length);
    let text = '';
    for (let i = 0; i < 5; i++) text += OCTETS[view.getUint8(at + i)];
    return text + LAST_OCTETS[view.getUint8(at + 5)];
  },
  encode(value, writer) {
    if (typeof value !== 'string' || !MAC.test(value)) {
      throw new EncodeError(`${JSON.stringify(value)} is not an address like 02:00:00:00:01:00`);
    }
    for (const part of value.split(':')) writer.u8(Number.parseInt(part, 16));
  },
};

/** Filler that keeps a following u64 aligned. */
export const padding: Codec<undefined> = {
  padding: true,
  decode: () => undefined,
  encode: () => undefined,
  omits: () => true,
};
