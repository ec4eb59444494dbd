/** The frames of a trace as a pcapng file, and what opens those that are sealed. */
import { pbkdf2Sync } from 'node:crypto';
import { buildRadiotap, interfaceBlock, packetBlock, sectionBlock } from '@vwifi/nl80211/capture';
import { isAccessPoint, type Lab } from '../lab/lab.js';
import type { FrameRecord, LabRecord } from '../record/record.js';
import { FILES } from './manifest.js';

/** Radiotap: nobody acknowledged it (bit 0 of txFlags). */
const FAILED = 1;

function packet(record: FrameRecord): Buffer {
  const { us, frequencyMhz, retries, acknowledged, bytes } = record;
  const header = buildRadiotap([
    { name: 'tsft', us: BigInt(Math.max(0, Math.round(us))) },
    ...(frequencyMhz === undefined ? [] : [{ name: 'channel', frequencyMhz, flags: 0 } as const]),
    { name: 'txFlags', bits: acknowledged === false ? FAILED : 0 },
    ...(retries === undefined ? [] : [{ name: 'dataRetries', count: Math.min(retries, 255) } as const]),
  ]);
  const octets = Buffer.from(record.octets, 'hex');
  return packetBlock({
    interface: 0,
    // The laboratory's own time, as records have it: it begins with its machine, not in 1970.
    time: BigInt(Math.max(0, Math.round(us))) * 1000n,
    frame: Buffer.concat([header, octets]),
    length: header.length + Math.max(bytes, octets.length),
    ...(record.node === undefined ? {} : { comment: `sent by ${record.node}, record ${record.id}` }),
  });
}

/** All frames of a trace, and a word on how sealed ones are read. */
export function framesFile(records: readonly LabRecord[], decrypt: string | undefined): Buffer {
  const frames = records.filter((record): record is FrameRecord => record.kind === 'frame');
  return Buffer.concat([
    sectionBlock('testbed trace'),
    interfaceBlock('air', 'radiotap', decrypt),
    ...frames.map(packet),
  ]);
}

/** The key of a passphrase (802.11-2020, J.4.1), or itself where it is one already. */
const pskOf = (ssid: string, passphrase: string): string =>
  /^[0-9a-f]{64}$/i.test(passphrase)
    ? passphrase.toLowerCase()
    : pbkdf2Sync(passphrase, ssid, 4096, 32, 'sha1').toString('hex');

/**
 * Keys of a laboratory's networks that are known beforehand, those of WPA2 by passphrase; others are new in each
 * association. pcapng has no block for keys of 802.11, so they lie beside the file in Wireshark's own form.
 */
export function keysOf({ nodes }: Lab): readonly string[] {
  const keys = nodes
    .filter(isAccessPoint)
    .flatMap(({ ssid, security }) =>
      security.type === 'wpa2-psk' || security.type === 'wpa2-wpa3' ? [pskOf(ssid, security.passphrase)] : [],
    );
  return [...new Set(keys)];
}

/** Wireshark's table of keys. */
export const keysFile = (keys: readonly string[]): string =>
  keys.map((key) => `"wpa-psk","${key}"\n`).join('');

/** The command that reads the file with them. */
export const decryptCommand = (keys: readonly string[]): string | undefined =>
  keys.length === 0
    ? undefined
    : [
        'tshark -o wlan.enable_decryption:TRUE',
        ...keys.map((key) => `-o 'uat:80211_keys:"wpa-psk","${key}"'`),
        `-r ${FILES.frames}`,
      ].join(' ');
