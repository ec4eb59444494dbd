/** What a frame of the air says of itself before its body: the radiotap header, and the 802.11 header. */

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

/** The radiotap fields up to the signal: octets, alignment. They stand in the order of their bits. */
const FIELDS = [
  ...[
    { size: 8, align: 8 },
    { size: 1, align: 1 },
    { size: 1, align: 1 },
    { size: 4, align: 2 },
  ],
  ...[
    { size: 2, align: 2 },
    { size: 1, align: 1 },
  ],
] as const;
const CHANNEL = 3;
const SIGNAL = 5;
const MORE_WORDS = 0x8000_0000;

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

interface Radio {
  readonly length: number;
  readonly frequencyMhz?: number;
  readonly signalDbm?: number;
}

function radiotap(data: Buffer): Radio | undefined {
  if (data.length < 8 || data[0] !== 0) return undefined;
  const length = data.readUInt16LE(2);
  if (length < 8 || length > data.length) return undefined;
  const present = data.readUInt32LE(4);
  let at = 8;
  for (let word = present; word & MORE_WORDS && at + 4 <= length; at += 4) word = data.readUInt32LE(at);
  let radio: Radio = { length };
  for (const [bit, { size, align }] of FIELDS.entries()) {
    if (!(present & (1 << bit))) continue;
    at = Math.ceil(at / align) * align;
    if (at + size > length) return radio;
    if (bit === CHANNEL) radio = { ...radio, frequencyMhz: data.readUInt16LE(at) };
    if (bit === SIGNAL) radio = { ...radio, signalDbm: data.readInt8(at) };
    at += size;
  }
  return radio;
}

const address = (data: Buffer, at: number): string | undefined =>
  data.length < at + 6
    ? undefined
    : [...data.subarray(at, at + 6)].map((octet) => octet.toString(16).padStart(2, '0')).join(':');

/** Reads both headers; undefined for what is too short to be a frame, or has no radiotap header. Never throws. */
export function airFrame(data: Buffer): AirFrame | undefined {
  const radio = radiotap(data);
  if (!radio || data.length < radio.length + 4) return undefined;
  const { length, ...heard } = radio;
  const frame = data.subarray(length);
  const control = frame.readUInt16LE(0);
  const type = (control >> 2) & 3;
  const ra = address(frame, 4);
  const ta = address(frame, 10);
  return {
    kind: kindOf(type, (control >> 4) & 15),
    ...heard,
    ...(ra === undefined ? {} : { ra }),
    ...(ta === undefined ? {} : { ta }),
    ...(type !== 1 && frame.length >= 24 ? { sequence: frame.readUInt16LE(22) >> 4 } : {}),
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
