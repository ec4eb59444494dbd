import type { Decryptor, Handshake } from '../decrypt/decryptor.js';
import type { SealName } from '../decrypt/seal.js';
import { type Frame, parseFrame } from '../frames/frame.js';
import { type Msdu, msdusOf } from '../frames/msdu.js';
import { type Packet, packetOf } from '../frames/packet.js';
import { parseRadiotap, type Radiotap } from '../frames/radiotap.js';
import { RADIOTAP_FLAGS } from '../frames/radiotap-fields.js';

/** A frame of the air, and what is to be read in it. */
export interface HeardFrame {
  readonly name: 'frame';
  /** Nanoseconds since 1970. */
  readonly time: bigint;
  /** All that was captured, the radiotap header in front. */
  readonly octets: Uint8Array;
  /** Absent where the capture has none. */
  readonly radiotap?: Radiotap;
  readonly frequencyMhz?: number;
  readonly signalDbm?: number;
  /** Absent of what is too short to be a frame, or whose checksum the radio found wrong. */
  readonly frame?: Frame;
  /** The frame in the clear, where a key opened it; `cipher` is what had sealed it. */
  readonly plain?: Frame;
  readonly cipher?: SealName;
  /** What it carries: of data in the clear, or that was opened. Of an A-MSDU there are several. */
  readonly msdus: readonly Msdu[];
  /** The same, read: who, to whom, what. */
  readonly packets: readonly Packet[];
  /** Which message about keys it is. */
  readonly handshake?: Handshake;
}

const CHECKSUM = 4;

/** The 802.11 frame behind a radiotap header, without its checksum. */
function frameOctets(octets: Uint8Array, radiotap: Radiotap): Uint8Array | undefined {
  const bits = radiotap.get('flags')?.bits ?? 0;
  if (bits & RADIOTAP_FLAGS.badFcs) return undefined;
  const frame = octets.subarray(radiotap.octets.length);
  return bits & RADIOTAP_FLAGS.fcs ? frame.subarray(0, Math.max(0, frame.length - CHECKSUM)) : frame;
}

/** Reads what was captured with a radiotap header; with a Decryptor what its keys open, too. Never throws. */
export function hear(octets: Uint8Array, time: bigint, decryptor?: Decryptor): HeardFrame {
  const radiotap = parseRadiotap(octets);
  const whole = radiotap && frameOctets(octets, radiotap);
  const frame = whole && parseFrame(whole);
  const opened = whole && frame && decryptor?.read(whole, frame);
  const msdus = opened?.msdus ?? (frame?.type === 'data' ? msdusOf(frame) : []);
  const { frequencyMhz, signalDbm } = radiotap ?? {};
  return {
    ...({ name: 'frame', time, octets } as const),
    ...(radiotap ? { radiotap } : {}),
    ...(frequencyMhz === undefined ? {} : { frequencyMhz }),
    ...(signalDbm === undefined ? {} : { signalDbm }),
    ...(frame ? { frame } : {}),
    ...opened,
    msdus,
    packets: msdus.map(packetOf),
  };
}
