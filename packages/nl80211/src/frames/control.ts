import { nameOf } from '../wire/named.js';
import { CONTROL_SUBTYPES, type ControlSubtype } from './names.js';
import { addressAt, addressOctets, joined, le16, le16Octets } from './octets.js';

/** A control frame: acknowledgements, RTS, block acknowledgements, ... */
export interface ControlFrame {
  readonly type: 'control';
  /** The number of one without a name. */
  readonly subtype: ControlSubtype | number;
  /** The second octet of frame control. */
  readonly flags?: number;
  /** Of `ps-poll` the association identifier with its two highest bits set, as on the air. */
  readonly durationUs?: number;
  readonly receiver: string;
  /** Acknowledgements and CTS have none. */
  readonly transmitter?: string;
  /** What comes after the addresses. */
  readonly body: Uint8Array;
}

const ONE_ADDRESS = 10;
const TWO_ADDRESSES = 16;
/** Those without a transmitter's address. Of the wrapper and the extension the next field is another. */
const WITHOUT_TRANSMITTER: ReadonlySet<ControlSubtype | number> = new Set([
  ...(['cts', 'ack', 'control-wrapper', 'control-frame-extension'] as const),
  ...[0, 1],
]);

/** undefined: it ends before its addresses do. */
export function readControl(frame: Uint8Array): ControlFrame | undefined {
  if (frame.length < ONE_ADDRESS) return undefined;
  const number = (frame[0] ?? 0) >> 4;
  const subtype = nameOf(CONTROL_SUBTYPES, number) ?? number;
  const head = {
    ...({ type: 'control', subtype, flags: frame[1] ?? 0, durationUs: le16(frame, 2) } as const),
    receiver: addressAt(frame, 4),
  };
  if (WITHOUT_TRANSMITTER.has(subtype)) return { ...head, body: frame.slice(ONE_ADDRESS) };
  if (frame.length < TWO_ADDRESSES) return undefined;
  return { ...head, transmitter: addressAt(frame, ONE_ADDRESS), body: frame.slice(TWO_ADDRESSES) };
}

export function writeControl(frame: ControlFrame): Uint8Array {
  const { subtype, flags = 0, durationUs = 0, receiver, transmitter, body } = frame;
  const number = typeof subtype === 'number' ? subtype : CONTROL_SUBTYPES[subtype];
  return joined(
    [(number << 4) | 0x04, flags, ...le16Octets(durationUs)],
    addressOctets(receiver),
    transmitter === undefined ? [] : addressOctets(transmitter),
    body,
  );
}
