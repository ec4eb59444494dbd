import { LITTLE_ENDIAN } from './writer.js';

/** Set in the type of an attribute that holds attributes. */
export const NLA_F_NESTED = 0x8000;
export const NLA_F_NET_BYTEORDER = 0x4000;
export const NLA_TYPE_MASK = 0x3fff;
export const ATTRIBUTE_HEADER = 4;

/**
 * Visits the attributes in a range of bytes: their number without flags, and where their value begins and how long it is.
 * Returns how many bytes at the end are no attribute: 0 in a sound message.
 */
export function walkAttributes(
  view: DataView,
  at: number,
  length: number,
  visit: (id: number, at: number, length: number) => void,
): number {
  const end = at + length;
  while (end - at >= ATTRIBUTE_HEADER) {
    const size = view.getUint16(at, LITTLE_ENDIAN);
    if (size < ATTRIBUTE_HEADER || size > end - at) return end - at;
    visit(
      view.getUint16(at + 2, LITTLE_ENDIAN) & NLA_TYPE_MASK,
      at + ATTRIBUTE_HEADER,
      size - ATTRIBUTE_HEADER,
    );
    at += (size + 3) & ~3;
  }
  return Math.max(0, end - at);
}

/** A copy of a part of a message, which the caller may keep. */
export function copyBytes(view: DataView, at: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + at, length).slice();
}
