import { copyBytes } from './attribute.js';
import type { Codec } from './codec.js';
import { DecodeError, EncodeError } from './errors.js';

/** A network's name: up to 32 bytes that are usually, but not always, UTF-8 text. */
export class Ssid {
  constructor(readonly bytes: Uint8Array) {}

  /** As text, with what is not printable UTF-8 written as `\xNN`, and a backslash doubled. An empty or zeroed name is ''. */
  toString(): string {
    if (this.bytes.every((byte) => byte === 0)) return '';
    try {
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.bytes);
      return text.replace(/[\p{Cc}\\]/gu, (char) =>
        char === '\\' ? '\\\\' : escapeBytes(new TextEncoder().encode(char)),
      );
    } catch {
      return [...this.bytes]
        .map((byte) => (byte >= 0x20 && byte < 0x7f ? asciiOf(byte) : escapeByte(byte)))
        .join('');
    }
  }

  toJSON(): string {
    return this.toString();
  }
}

function asciiOf(byte: number): string {
  return byte === 0x5c ? '\\\\' : String.fromCharCode(byte);
}

function escapeByte(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}

function escapeBytes(bytes: Uint8Array): string {
  return [...bytes].map(escapeByte).join('');
}

export type SsidLike = string | Uint8Array | Ssid;

/** Text is taken as its UTF-8 bytes, without escapes; for others pass the bytes. Throws EncodeError above 32 bytes. */
export function ssidBytes(value: SsidLike): Uint8Array {
  const bytes =
    typeof value === 'string' ? new TextEncoder().encode(value) : value instanceof Ssid ? value.bytes : value;
  if (!(bytes instanceof Uint8Array)) throw new EncodeError(`${String(value)} is not an SSID: text or bytes`);
  if (bytes.length > 32) throw new EncodeError(`SSID of ${bytes.length} bytes; 32 is the most`);
  return bytes;
}

export const ssid: Codec<Ssid, SsidLike> = {
  decode(view, at, length) {
    if (length > 32) throw new DecodeError(`ssid: ${length} bytes instead of at most 32`);
    return new Ssid(copyBytes(view, at, length));
  },
  encode(value, writer) {
    writer.raw(ssidBytes(value));
  },
};
