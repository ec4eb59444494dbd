/** What a frame of the air says of itself before its body: the radiotap header, and the 802.11 header. */

import { addressAt, le16 } from '../frames/octets.js';
import { parseRadiotap } from '../frames/radiotap.js';

export interface AirFrame {
  /** 'beacon', 'QoS data', 'acknowledgement'. */
  readonly kind: string;
  readonly frequencyMhz?: number;
  readonly signalDbm?: number;
  /** Receiver address. */
  readonly ra?: string;
  /** Transmitter address; acknowledgements have none. */
  readonly ta?: string;
  readonly sequence?: number;
  readonly retry: boolean;
  /** The body is sealed with a key. */
  readonly protected: boolean;
  /** Octets of the 802.11 frame. */
  readonly bytes: number;
}

const MANAGEMENT = [
  ...['association request', 'association response', 'reassociation request', 'reassociation response'],
  ...['probe request', 'probe response', 'timing advertisement', '', 'beacon', 'ATIM', 'disassociation'],
  ...['authentication', 'deauthentication', 'action', 'action without acknowledgement'],
];
const CONTROL: Readonly<Record<number, string>> = {
  ...{ 2: 'trigger', 4: 'beamforming report poll', 5: 'NDP announcement', 7: 'control wrapper' },
  ...{ 8: 'block ack request', 9: 'block ack', 10: 'PS-poll', 11: 'RTS', 12: 'CTS', 13: 'acknowledgement' },
};
const DATA: Readonly<Record<number, string>> = { 0: 'data', 4: 'null', 8: 'QoS data', 12: 'QoS null' };

/** By type and subtype (802.11-2020, table 9-1). */
function kindOf(type: number, subtype: number): string {
  const named = type === 0 ? MANAGEMENT[subtype] : type === 1 ? CONTROL[subtype] : DATA[subtype];
  return named || `type ${type}, subtype ${subtype}`;
}

/** Reads both headers; undefined for what is too short to be a frame, or has no radiotap header. Never throws. */
export function airFrame(data: Uint8Array): AirFrame | undefined {
  const radio = parseRadiotap(data);
  if (!radio || data.length < radio.octets.length + 4) return undefined;
  const frame = data.subarray(radio.octets.length);
  const control = le16(frame, 0);
  const type = (control >> 2) & 3;
  const { frequencyMhz, signalDbm } = radio;
  const ra = frame.length < 10 ? undefined : addressAt(frame, 4);
  const ta = frame.length < 16 ? undefined : addressAt(frame, 10);
  return {
    kind: kindOf(type, (control >> 4) & 15),
    ...(frequencyMhz === undefined ? {} : { frequencyMhz }),
    ...(signalDbm === undefined ? {} : { signalDbm }),
    ...(ra === undefined ? {} : { ra }),
    ...(ta === undefined ? {} : { ta }),
    ...(type !== 1 && frame.length >= 24 ? { sequence: le16(frame, 22) >> 4 } : {}),
    retry: (control & 0x0800) !== 0,
    protected: (control & 0x4000) !== 0,
    bytes: frame.length,
  };
}

/** A frame on one line: '2437 MHz  -50 dBm  00:.. > ff:..  beacon 17, 112 octets'. */
export function frameText(frame: AirFrame): string {
  const { kind, frequencyMhz, signalDbm, ra, ta, sequence, bytes } = frame;
  const words = [
    `${kind}${sequence === undefined ? '' : ` ${sequence}`}`,
    `${bytes} octets`,
    frame.retry ? 'again' : '',
    frame.protected ? 'sealed' : '',
  ];
  return [
    frequencyMhz === undefined ? '' : `${frequencyMhz} MHz`,
    signalDbm === undefined ? '' : `${signalDbm} dBm`,
    `${ta ?? ''.padEnd(17)} > ${ra ?? ''}`,
    words.filter((word) => word !== '').join(', '),
  ]
    .filter((part) => part !== '')
    .join('  ');
}
