import { nameOf } from '../wire/named.js';
import { DATA_SUBTYPES, type DataSubtype, FRAME_FLAGS } from './names.js';
import { addressAt, addressOctets, joined, le16, le16Octets } from './octets.js';

/** Which way a frame goes, by the bits To DS (1) and From DS (2) of frame control. */
const DIRECTIONS = { direct: 0, 'to-ap': 1, 'from-ap': 2, 'four-address': 3 } as const;
export type Direction = keyof typeof DIRECTIONS;

/** What the addresses are, in their order (802.11-2020, table 9-30). */
const ADDRESSES = {
  direct: ['destination', 'source', 'bssid'],
  'to-ap': ['bssid', 'source', 'destination'],
  'from-ap': ['destination', 'bssid', 'source'],
  'four-address': ['receiver', 'transmitter', 'destination', 'source'],
} as const;
const RECEIVER = 4;
const TRANSMITTER = 10;
const PLACES = [RECEIVER, TRANSMITTER, 16, 24] as const;
const HEADER = 24;
const QOS = 0x80;

/** A data frame, or one that could carry data. */
export interface DataFrame {
  readonly type: 'data';
  readonly subtype: DataSubtype;
  readonly direction: Direction;
  /** Who hears it on the air; a group for frames to all. */
  readonly receiver: string;
  /** Who sent it on the air. */
  readonly transmitter: string;
  /** Where it goes in the end, and whence it came; of an A-MSDU each part says its own. */
  readonly destination: string;
  readonly source: string;
  /** Absent with four addresses. */
  readonly bssid?: string;
  /** The second octet of frame control, To DS and From DS included. */
  readonly flags: number;
  readonly durationUs: number;
  /** Fragment number in the lowest four bits, as on the air. */
  readonly sequenceControl: number;
  /** The QoS Control field of QoS frames: the traffic identifier in the lowest four bits, 0x80 an A-MSDU. */
  readonly qosControl?: number;
  readonly htControl?: number;
  readonly body: Uint8Array;
}

/** What a data frame is built of: receiver and transmitter follow from the others, unless there are four addresses. */
export interface DataFrameIn
  extends Omit<DataFrame, 'receiver' | 'transmitter' | 'flags' | 'durationUs' | 'sequenceControl'> {
  readonly receiver?: string;
  readonly transmitter?: string;
  readonly flags?: number;
  readonly durationUs?: number;
  readonly sequenceControl?: number;
}

/** undefined: it ends before its header does. */
export function readData(frame: Uint8Array): DataFrame | undefined {
  if (frame.length < HEADER) return undefined;
  const control = frame[0] ?? 0;
  const flags = frame[1] ?? 0;
  const subtype = nameOf(DATA_SUBTYPES, control >> 4);
  const direction = nameOf(DIRECTIONS, flags & 3);
  if (subtype === undefined || direction === undefined) return undefined;
  const four = direction === 'four-address' ? 6 : 0;
  const qos = control & QOS ? 2 : 0;
  const ht = qos && flags & FRAME_FLAGS.htControl ? 4 : 0;
  const from = HEADER + four + qos + ht;
  if (frame.length < from) return undefined;
  const named: Partial<Record<(typeof ADDRESSES)[Direction][number], string>> = {};
  for (const [index, name] of ADDRESSES[direction].entries())
    named[name] = addressAt(frame, PLACES[index] ?? 0);
  const { destination = '', source = '', bssid } = named;
  const field = HEADER + four;
  return {
    ...({ type: 'data', subtype, direction } as const),
    receiver: addressAt(frame, RECEIVER),
    transmitter: addressAt(frame, TRANSMITTER),
    destination,
    source,
    ...(bssid === undefined ? {} : { bssid }),
    ...{ flags, durationUs: le16(frame, 2), sequenceControl: le16(frame, 22) },
    ...(qos ? { qosControl: le16(frame, field) } : {}),
    ...(ht ? { htControl: (le16(frame, field + 2) | (le16(frame, field + 4) << 16)) >>> 0 } : {}),
    body: frame.slice(from),
  };
}

export function writeData(frame: DataFrameIn): Uint8Array {
  const { subtype, direction, qosControl, htControl, durationUs = 0, sequenceControl = 0 } = frame;
  const number = DATA_SUBTYPES[subtype];
  const kept = (frame.flags ?? 0) & ~(FRAME_FLAGS.toDs | FRAME_FLAGS.fromDs);
  const flags = kept | DIRECTIONS[direction] | (htControl === undefined ? 0 : FRAME_FLAGS.htControl);
  const named = { receiver: frame.destination, transmitter: frame.source, bssid: '', ...frame };
  const [first, second, third, fourth] = ADDRESSES[direction].map((name) => addressOctets(named[name]));
  const qos = number & 8 ? le16Octets(qosControl ?? 0) : [];
  const ht = htControl === undefined ? [] : [...le16Octets(htControl), ...le16Octets(htControl >>> 16)];
  return joined(
    [(number << 4) | 0x08, flags, ...le16Octets(durationUs)],
    ...[first ?? [], second ?? [], third ?? [], le16Octets(sequenceControl), fourth ?? []],
    ...[qos, ht, frame.body],
  );
}
