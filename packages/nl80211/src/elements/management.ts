import { nameOf } from '../wire/named.js';
import { mac } from '../wire/scalar.js';
import { viewOf, Writer } from '../wire/writer.js';
import { Elements } from './elements.js';
import { Cursor } from './read.js';

/** Subtypes of management frames, IEEE 802.11-2020 table 9-1. */
export const MANAGEMENT_SUBTYPES = {
  'association-request': 0,
  'association-response': 1,
  'reassociation-request': 2,
  'reassociation-response': 3,
  'probe-request': 4,
  'probe-response': 5,
  'timing-advertisement': 6,
  beacon: 8,
  atim: 9,
  disassociation: 10,
  authentication: 11,
  deauthentication: 12,
  action: 13,
  'action-no-ack': 14,
} as const;

export type ManagementSubtype = keyof typeof MANAGEMENT_SUBTYPES;

/** The first octet of frame control, which is what `frames()` is asked for: 0xb0 for authentication. */
export function frameType(subtype: ManagementSubtype): number {
  return MANAGEMENT_SUBTYPES[subtype] << 4;
}

/** The addresses of a frame; what a person leaves out is filled in by the radio. */
export interface ManagementHeader {
  readonly receiver: string;
  readonly transmitter: string;
  readonly bssid: string;
  /** The second octet of frame control: 0x08 is a retry, 0x10 the sender goes to sleep. */
  readonly flags?: number;
  readonly durationUs?: number;
  /** HT Control: the header is four octets longer, and bit 0x80 of the flags says so. */
  readonly htControl?: number;
  /** Fragment number in the lowest four bits, as on the air. */
  readonly sequenceControl?: number;
}

interface Beacon {
  readonly subtype: 'beacon' | 'probe-response';
  /** The sender's clock in microseconds. */
  readonly tsfUs: bigint;
  readonly beaconIntervalTu: number;
  readonly capability: number;
  readonly elements: Elements;
}

interface ProbeRequest {
  readonly subtype: 'probe-request';
  readonly elements: Elements;
}

interface Authentication {
  readonly subtype: 'authentication';
  /** 0: open system, 3: SAE. */
  readonly algorithm: number;
  readonly transaction: number;
  readonly status: number;
  /** Elements of most algorithms; SAE puts fields of its own in front, so look at its `bytes`. */
  readonly elements: Elements;
}

interface AssociationRequest {
  readonly subtype: 'association-request';
  readonly capability: number;
  readonly listenInterval: number;
  readonly elements: Elements;
}

interface ReassociationRequest extends Omit<AssociationRequest, 'subtype'> {
  readonly subtype: 'reassociation-request';
  readonly currentAccessPoint: string;
}

interface AssociationResponse {
  readonly subtype: 'association-response' | 'reassociation-response';
  readonly capability: number;
  readonly status: number;
  /** 1 to 2007; 0 where there is none. */
  readonly aid: number;
  /** The whole field, where its highest bits are not those of the standard. */
  readonly aidField?: number;
  readonly elements: Elements;
}

interface Farewell {
  readonly subtype: 'deauthentication' | 'disassociation';
  readonly reason: number;
  readonly elements: Elements;
}

interface Action {
  readonly subtype: 'action' | 'action-no-ack';
  readonly category: number;
  /** What comes after the category. */
  readonly body: Uint8Array;
}

/** A body that has no fields here, is cut off, or is encrypted. */
interface Other {
  readonly subtype: 'other';
  readonly number: number;
  readonly body: Uint8Array;
}

export type ManagementBody =
  | Beacon
  | ProbeRequest
  | Authentication
  | AssociationRequest
  | ReassociationRequest
  | AssociationResponse
  | Farewell
  | Action
  | Other;

/** A management frame: `switch (frame.subtype)` tells which fields it has. */
export type ManagementFrame = ManagementHeader & ManagementBody;

const HEADER = 24;
const PROTECTED = 0x40;
/** In a management frame: HT Control follows the addresses (9.2.4.1.10). */
const HT_CONTROL = 0x80;
const HT_CONTROL_LENGTH = 4;
/** Both highest bits of an association's number are set on the air (9.4.1.8). */
const AID_BITS = 0xc000;

const macText = (octets: Uint8Array): string => mac.decode(viewOf(octets), 0, 6);

function macOctets(address: string): Uint8Array {
  const writer = new Writer();
  mac.encode(address, writer);
  return writer.finish();
}

const aidOctets = (aid: number): number => (aid === 0 ? 0 : aid | AID_BITS);

/** Reads a body; undefined when it ends too early. */
function readBody(subtype: ManagementSubtype, cursor: Cursor): ManagementBody | undefined {
  const elements = (): Elements => new Elements(cursor.take(cursor.left) ?? new Uint8Array());
  switch (subtype) {
    case 'beacon':
    case 'probe-response': {
      const [low, high, beaconIntervalTu, capability] = [
        cursor.u32(),
        cursor.u32(),
        cursor.u16(),
        cursor.u16(),
      ];
      if (
        low === undefined ||
        high === undefined ||
        beaconIntervalTu === undefined ||
        capability === undefined
      )
        return undefined;
      const tsfUs = (BigInt(high) << 32n) | BigInt(low);
      return { subtype, tsfUs, beaconIntervalTu, capability, elements: elements() };
    }
    case 'probe-request':
      return { subtype, elements: elements() };
    case 'authentication': {
      const [algorithm, transaction, status] = [cursor.u16(), cursor.u16(), cursor.u16()];
      if (algorithm === undefined || transaction === undefined || status === undefined) return undefined;
      return { subtype, algorithm, transaction, status, elements: elements() };
    }
    case 'association-request':
    case 'reassociation-request': {
      const [capability, listenInterval] = [cursor.u16(), cursor.u16()];
      if (capability === undefined || listenInterval === undefined) return undefined;
      if (subtype === 'association-request')
        return { subtype, capability, listenInterval, elements: elements() };
      const current = cursor.take(6);
      if (!current) return undefined;
      const currentAccessPoint = macText(current);
      return { subtype, capability, listenInterval, currentAccessPoint, elements: elements() };
    }
    case 'association-response':
    case 'reassociation-response': {
      const [capability, status, aid] = [cursor.u16(), cursor.u16(), cursor.u16()];
      if (capability === undefined || status === undefined || aid === undefined) return undefined;
      const number = aid & ~AID_BITS;
      const odd = aidOctets(number) === aid ? {} : { aidField: aid };
      return { subtype, capability, status, aid: number, ...odd, elements: elements() };
    }
    case 'deauthentication':
    case 'disassociation': {
      const reason = cursor.u16();
      return reason === undefined ? undefined : { subtype, reason, elements: elements() };
    }
    case 'action':
    case 'action-no-ack': {
      const category = cursor.u8();
      if (category === undefined) return undefined;
      return { subtype, category, body: cursor.take(cursor.left) ?? new Uint8Array() };
    }
    default:
      return undefined;
  }
}

/** Reads a management frame, without its checksum; undefined when it is none, or shorter than its header. */
export function parseManagementFrame(frame: Uint8Array): ManagementFrame | undefined {
  const [type, flags] = frame;
  if (type === undefined || flags === undefined || frame.length < HEADER || (type & 0x0f) !== 0)
    return undefined;
  const cursor = new Cursor(frame.subarray(2));
  const durationUs = cursor.u16() ?? 0;
  const address = (): string => macText(cursor.take(6) ?? new Uint8Array(6));
  const [receiver, transmitter, bssid] = [address(), address(), address()];
  const header = {
    receiver,
    transmitter,
    bssid,
    flags,
    durationUs,
    sequenceControl: cursor.u16() ?? 0,
  };
  const controlled = (flags & HT_CONTROL) !== 0 && frame.length >= HEADER + HT_CONTROL_LENGTH;
  const htControl = controlled ? { htControl: cursor.u32() ?? 0 } : {};
  const from = controlled ? HEADER + HT_CONTROL_LENGTH : HEADER;
  const number = type >> 4;
  const subtype = nameOf(MANAGEMENT_SUBTYPES, number);
  const read =
    subtype && (flags & PROTECTED) === 0 ? readBody(subtype, new Cursor(frame.subarray(from))) : undefined;
  const body = read ?? { subtype: 'other' as const, number, body: frame.slice(from) };
  return { ...header, ...htControl, ...body };
}

const le16 = (value: number): number[] => [value & 0xff, (value >> 8) & 0xff];

function bodyOctets(frame: ManagementBody): Iterable<number> {
  switch (frame.subtype) {
    case 'beacon':
    case 'probe-response': {
      const tsf = Array.from({ length: 8 }, (_, i) => Number((frame.tsfUs >> BigInt(8 * i)) & 0xffn));
      const { beaconIntervalTu, capability, elements } = frame;
      return [...tsf, ...le16(beaconIntervalTu), ...le16(capability), ...elements.bytes];
    }
    case 'probe-request':
      return frame.elements.bytes;
    case 'authentication': {
      const { algorithm, transaction, status, elements } = frame;
      return [...le16(algorithm), ...le16(transaction), ...le16(status), ...elements.bytes];
    }
    case 'association-request':
      return [...le16(frame.capability), ...le16(frame.listenInterval), ...frame.elements.bytes];
    case 'reassociation-request': {
      const { capability, listenInterval, currentAccessPoint, elements } = frame;
      return [
        ...le16(capability),
        ...le16(listenInterval),
        ...macOctets(currentAccessPoint),
        ...elements.bytes,
      ];
    }
    case 'association-response':
    case 'reassociation-response': {
      const { capability, status, aid, aidField = aidOctets(aid), elements } = frame;
      return [...le16(capability), ...le16(status), ...le16(aidField), ...elements.bytes];
    }
    case 'deauthentication':
    case 'disassociation':
      return [...le16(frame.reason), ...frame.elements.bytes];
    case 'action':
    case 'action-no-ack':
      return [frame.category, ...frame.body];
    case 'other':
      return frame.body;
  }
}

/** The octets of a management frame, without its checksum. What was read is written to the same octets. Throws EncodeError. */
export function buildManagementFrame(frame: ManagementFrame): Uint8Array {
  const { receiver, transmitter, bssid, durationUs = 0, sequenceControl = 0, htControl } = frame;
  const flags = (frame.flags ?? 0) | (htControl === undefined ? 0 : HT_CONTROL);
  const number = frame.subtype === 'other' ? frame.number : MANAGEMENT_SUBTYPES[frame.subtype];
  const addresses = [receiver, transmitter, bssid].flatMap((address) => [...macOctets(address)]);
  return Uint8Array.from([
    number << 4,
    flags,
    ...le16(durationUs),
    ...addresses,
    ...le16(sequenceControl),
    ...(htControl === undefined ? [] : [...le16(htControl), ...le16(htControl >>> 16)]),
    ...bodyOctets(frame),
  ]);
}
