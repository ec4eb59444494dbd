/** What protects a group frame (BIP, IEEE Std 802.11-2020, 12.5.4), calculated by OpenSSL. */
import { execFile } from 'node:child_process';
import { createCipheriv } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** As hostapd calls them; with the length of the MIC. */
export const BIP_CIPHERS = {
  'AES-128-CMAC': 8,
  'BIP-CMAC-256': 16,
  'BIP-GMAC-128': 16,
  'BIP-GMAC-256': 16,
} as const;
export type BipCipher = keyof typeof BIP_CIPHERS;

const HEADER = 24;
const TIMESTAMP = 8;
/** Retry, power management, more data: a repetition changes them. */
const FLAGS_THAT_CHANGE = 0x38;

export interface Protection {
  readonly keyId: number;
  readonly packetNumber: number;
  readonly mic: string;
}

/** What the element at the end of a frame says; undefined where there is none. */
export function protectionOf(cipher: BipCipher, frame: Buffer): Protection | undefined {
  const length = BIP_CIPHERS[cipher];
  const at = frame.length - length - 10;
  if (frame[at] !== 76 || frame[at + 1] !== length + 8) return undefined;
  return {
    keyId: frame.readUInt16LE(at + 2),
    packetNumber: frame.readUIntLE(at + 4, 6),
    mic: frame.subarray(at + 10).toString('hex'),
  };
}

/** The MIC that a beacon has to have. */
export async function beaconMic(cipher: BipCipher, key: Buffer, frame: Buffer): Promise<string> {
  const length = BIP_CIPHERS[cipher];
  const body = Buffer.from(frame.subarray(HEADER));
  body.fill(0, 0, TIMESTAMP);
  body.fill(0, body.length - length);
  const head = Buffer.concat([frame.subarray(0, 2), frame.subarray(4, 22)]);
  head[1] = (head[1] ?? 0) & ~FLAGS_THAT_CHANGE;
  const message = Buffer.concat([head, body]);
  if (cipher.startsWith('BIP-GMAC')) {
    const number = Buffer.from(frame.subarray(frame.length - length - 6, frame.length - length)).reverse();
    const nonce = Buffer.concat([frame.subarray(10, 16), number]);
    const gmac = createCipheriv(key.length === 32 ? 'aes-256-gcm' : 'aes-128-gcm', key, nonce);
    gmac.setAAD(message).final();
    return gmac.getAuthTag().toString('hex');
  }
  const folder = await mkdtemp(join(tmpdir(), 'vwifi-bip-'));
  try {
    await writeFile(join(folder, 'message'), message);
    const { stdout } = await promisify(execFile)('openssl', [
      ...['mac', '-cipher', key.length === 32 ? 'aes-256-cbc' : 'aes-128-cbc'],
      ...['-macopt', `hexkey:${key.toString('hex')}`, '-in', join(folder, 'message'), 'CMAC'],
    ]);
    return stdout
      .trim()
      .toLowerCase()
      .slice(0, 2 * length);
  } finally {
    await rm(folder, { recursive: true });
  }
}
