/** Functions that make keys and integrity codes (802.11-2020, 12.7.1.2 and 12.7.1.7.2; RFC 4493). */
import { createCipheriv, createHmac } from 'node:crypto';

export type Hash = 'sha1' | 'sha256' | 'sha384' | 'sha512';

/** PRF of the older kinds of key management, on HMAC-SHA-1. */
function prf(key: Uint8Array, label: string, context: Uint8Array, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 20) }, (_, i) =>
    createHmac('sha1', key)
      .update(label)
      .update(Uint8Array.of(0))
      .update(context)
      .update(Uint8Array.of(i))
      .digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
}

const u16 = (value: number): Uint8Array => Uint8Array.of(value & 0xff, value >> 8);

/** So many octets of key; SHA-1 stands for the PRF, the others for the KDF of that hash. */
export function deriveKey(
  hash: Hash,
  key: Uint8Array,
  label: string,
  context: Uint8Array,
  length: number,
): Buffer {
  if (hash === 'sha1') return prf(key, label, context, length);
  const blocks: Buffer[] = [];
  for (let i = 1; Buffer.concat(blocks).length < length; i++) {
    const bits = u16(length * 8);
    blocks.push(createHmac(hash, key).update(u16(i)).update(label).update(context).update(bits).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}

const BLOCK = 16;

/** Twice a block in the field of AES-CMAC. */
function doubled(block: Uint8Array): Buffer {
  const out = Buffer.alloc(BLOCK);
  for (let i = 0; i < BLOCK; i++) out[i] = ((block[i] ?? 0) << 1) | ((block[i + 1] ?? 0) >> 7);
  if ((block[0] ?? 0) & 0x80) out[BLOCK - 1] = (out[BLOCK - 1] ?? 0) ^ 0x87;
  return out;
}

/** AES-CMAC with a key of 128 bits. */
export function aesCmac(key: Uint8Array, message: Uint8Array): Buffer {
  const encrypt = (algorithm: string, data: Uint8Array): Buffer =>
    createCipheriv(algorithm, key, algorithm.endsWith('cbc') ? Buffer.alloc(BLOCK) : null)
      .setAutoPadding(false)
      .update(data);
  const once = doubled(encrypt('aes-128-ecb', Buffer.alloc(BLOCK)));
  const whole = message.length > 0 && message.length % BLOCK === 0;
  const padded = Buffer.alloc(Math.max(1, Math.ceil(message.length / BLOCK)) * BLOCK);
  padded.set(message);
  if (!whole) padded[message.length] = 0x80;
  const mask = whole ? once : doubled(once);
  const last = padded.length - BLOCK;
  for (let i = 0; i < BLOCK; i++) padded[last + i] = (padded[last + i] ?? 0) ^ (mask[i] ?? 0);
  return encrypt('aes-128-cbc', padded).subarray(last);
}
