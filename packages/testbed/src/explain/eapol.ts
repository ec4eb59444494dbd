/** Handshakes of four messages (802.11-2020, 12.7.6) as they were on the air, and whether the second one's MIC fits a passphrase. */
import { createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import type { FrameRecord } from '../record/record.js';

export interface EapolKey {
  readonly message: 1 | 2 | 3 | 4;
  /** From its version on. */
  readonly body: Buffer;
  readonly nonce: Buffer;
  readonly mic: Buffer;
  /** Which algorithm the MIC is of: 1: HMAC-MD5, 2: HMAC-SHA1, 0: what the AKM says. */
  readonly version: number;
}

/** LLC and SNAP of EAPOL. */
const SNAP = Buffer.from('aaaa03000000888e', 'hex');
const HEADER = 24;
const QOS = 0x80;
const KEY_PACKET = 3;
/** From the EAPOL version on: key information, nonce, MIC, length of the data after it. */
const AT = { information: 5, nonce: 17, mic: 81, dataLength: 97, data: 99 } as const;
const MIC_OCTETS = 16;
const INFORMATION = { version: 7, pairwise: 8, install: 0x40, ack: 0x80, mic: 0x100, secure: 0x200 } as const;

/** The message that a frame carries in the clear; undefined for any other frame. Never throws. */
export function eapolKey({ octets, sealed }: Pick<FrameRecord, 'octets' | 'sealed'>): EapolKey | undefined {
  if (sealed) return undefined;
  const frame = Buffer.from(octets, 'hex');
  const [control = 0, flags = 0] = frame;
  if (((control >> 2) & 3) !== 2) return undefined;
  const fourAddresses = (flags & 3) === 3 ? 6 : 0;
  const start = HEADER + fourAddresses + (control & QOS ? 2 : 0);
  if (!frame.subarray(start, start + SNAP.length).equals(SNAP)) return undefined;
  const body = frame.subarray(start + SNAP.length);
  if (body.length < AT.data || body[1] !== KEY_PACKET) return undefined;
  const information = body.readUInt16BE(AT.information);
  if (!(information & INFORMATION.pairwise)) return undefined;
  const acked = (information & INFORMATION.ack) !== 0;
  const message = acked
    ? information & INFORMATION.mic
      ? 3
      : 1
    : information & INFORMATION.secure || body.readUInt16BE(AT.dataLength) === 0
      ? 4
      : 2;
  return {
    ...{ message, body, version: information & INFORMATION.version },
    nonce: body.subarray(AT.nonce, AT.nonce + 32),
    mic: body.subarray(AT.mic, AT.mic + MIC_OCTETS),
  };
}

const octetsOf = (address: string): Buffer => Buffer.from(address.replaceAll(':', ''), 'hex');

const keys = new Map<string, Buffer>();
/** The pre-shared key of a passphrase (802.11-2020, J.4.1), or itself where it is one already. */
function pskOf(ssid: string, passphrase: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(passphrase)) return Buffer.from(passphrase, 'hex');
  const name = `${ssid}\0${passphrase}`;
  const known = keys.get(name) ?? pbkdf2Sync(passphrase, ssid, 4096, 32, 'sha1');
  keys.set(name, known);
  return known;
}

const sorted = (one: Buffer, other: Buffer): Buffer =>
  Buffer.concat(Buffer.compare(one, other) < 0 ? [one, other] : [other, one]);

/**
 * Whether the MIC of message 2 was made with a passphrase; undefined where that cannot be told: only WPA2 with SHA-1 is
 * known here.
 */
export function fits(
  first: EapolKey,
  second: EapolKey,
  [one, other]: readonly [string, string],
  { ssid, passphrase }: { readonly ssid: string; readonly passphrase: string },
): boolean | undefined {
  if (second.version !== 2) return undefined;
  const context = Buffer.concat([
    Buffer.from('Pairwise key expansion\0'),
    sorted(octetsOf(one), octetsOf(other)),
    sorted(first.nonce, second.nonce),
    Buffer.of(0),
  ]);
  // The first 128 bits of the PRF are the key of the MIC (12.7.1.3).
  const confirmation = createHmac('sha1', pskOf(ssid, passphrase)).update(context).digest().subarray(0, 16);
  const length = 4 + second.body.readUInt16BE(2);
  if (length > second.body.length || length < AT.data) return undefined;
  const blank = Buffer.from(second.body.subarray(0, length));
  blank.fill(0, AT.mic, AT.mic + MIC_OCTETS);
  const mic = createHmac('sha1', confirmation).update(blank).digest().subarray(0, MIC_OCTETS);
  return timingSafeEqual(mic, second.mic);
}

/** A message 2 and what its MIC says. */
export interface JudgedMessage {
  readonly record: FrameRecord;
  readonly fits: boolean | undefined;
}

/** Each message 2 of a station, with the last message 1 before it. */
export function secondMessages(
  frames: readonly FrameRecord[],
  station: string,
  network: { readonly ssid: string; readonly passphrase: string } | undefined,
): JudgedMessage[] {
  let first: EapolKey | undefined;
  const judged: JudgedMessage[] = [];
  for (const record of frames) {
    const key = record.from === station || record.to === station ? eapolKey(record) : undefined;
    if (key?.message === 1 && record.to === station) first = key;
    if (key?.message !== 2 || record.from !== station) continue;
    const ends = [station, record.to ?? ''] as const;
    judged.push({ record, fits: network && first ? fits(first, key, ends, network) : undefined });
  }
  return judged;
}
