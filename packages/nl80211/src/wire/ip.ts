import { isIPv4, isIPv6 } from 'node:net';
import { VWifiError } from './errors.js';

/** '10.0.0.2' or 'fe80::1' as bytes. */
export function ipBytes(address: string): Uint8Array {
  if (isIPv4(address)) return Uint8Array.from(address.split('.').map(Number));
  if (isIPv6(address)) return ipv6Bytes(address);
  throw new VWifiError('BAD_ARGUMENT', `address ${JSON.stringify(address)}: neither IPv4 nor IPv6`);
}

function ipv6Bytes(address: string): Uint8Array {
  // The last 32 bits may be written as IPv4.
  const [bare = ''] = address.split('%');
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(bare);
  const [, head = '', a, b, c, d] = dotted ?? [];
  const hex = (high: string | undefined, low: string | undefined) =>
    ((Number(high) << 8) | Number(low)).toString(16);
  const text = dotted ? `${head}${hex(a, b)}:${hex(c, d)}` : bare;
  const [left = '', right] = text.split('::');
  const words = (part: string) =>
    part === '' ? [] : part.split(':').map((word) => Number.parseInt(word, 16));
  const front = words(left);
  const back = right === undefined ? [] : words(right);
  const all = [...front, ...Array<number>(8 - front.length - back.length).fill(0), ...back];
  return Uint8Array.from(all.flatMap((word) => [word >> 8, word & 0xff]));
}

/** Bytes as text; IPv6 with its longest run of zeros shortened (RFC 5952). */
export function ipText(bytes: Uint8Array): string {
  if (bytes.length !== 16) return [...bytes].join('.');
  const words = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0));
  let best = { at: 0, length: 1 };
  for (let at = 0; at < 8; at++) {
    let length = 0;
    while (at + length < 8 && words[at + length] === 0) length++;
    if (length > best.length) best = { at, length };
  }
  const text = words.map((word) => word.toString(16));
  if (best.length < 2) return text.join(':');
  return `${text.slice(0, best.at).join(':')}::${text.slice(best.at + best.length).join(':')}`;
}

/** '10.0.0.2/24' into address and prefix; a bare address gets the longest prefix. */
export function parsePrefix(text: string): { readonly bytes: Uint8Array; readonly prefixLength: number } {
  const [address = '', prefix, ...rest] = text.split('/');
  const bytes = ipBytes(address);
  const prefixLength = prefix === undefined ? bytes.length * 8 : Number(prefix);
  // No sign, no exponent, no other base.
  const written = prefix === undefined || /^\d{1,3}$/.test(prefix);
  if (rest.length > 0 || !written || prefixLength > bytes.length * 8) {
    throw new VWifiError(
      'BAD_ARGUMENT',
      `address ${JSON.stringify(text)}: the prefix is not 0 to ${bytes.length * 8}`,
    );
  }
  return { bytes, prefixLength };
}
