import { mac } from '../wire/scalar.js';
import { viewOf, Writer } from '../wire/writer.js';

/** The address that stands there: six octets have to be there. */
export const addressAt = (octets: Uint8Array, at: number): string => mac.decode(viewOf(octets), at, 6);

/** Throws EncodeError for what is no address. */
export function addressOctets(address: string): Uint8Array {
  const writer = new Writer();
  mac.encode(address, writer);
  return writer.finish();
}

/** The same octets as no Buffer: its slice() gives no copies. */
export const plainOctets = (octets: Uint8Array): Uint8Array =>
  new Uint8Array(octets.buffer, octets.byteOffset, octets.length);

export const le16 = (octets: Uint8Array, at: number): number =>
  (octets[at] ?? 0) | ((octets[at + 1] ?? 0) << 8);
export const be16 = (octets: Uint8Array, at: number): number =>
  ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);

export const le16Octets = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff];
export const be16Octets = (value: number): number[] => [(value >>> 8) & 0xff, value & 0xff];

export function joined(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
