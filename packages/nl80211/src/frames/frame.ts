/** Every frame of 802.11: read by name, and written to the same octets. */
import { buildManagementFrame, type ManagementFrame, parseManagementFrame } from '../elements/management.js';
import { type ControlFrame, readControl, writeControl } from './control.js';
import { type DataFrame, type DataFrameIn, readData, writeData } from './data.js';
import { joined, plainOctets } from './octets.js';

/** A frame of the fourth type: beacons of DMG and S1G, which have no fields here. */
export interface ExtensionFrame {
  readonly type: 'extension';
  readonly subtype: number;
  readonly flags?: number;
  /** What comes after frame control. */
  readonly body: Uint8Array;
}

/** `frame.type` tells which it is, `frame.subtype` which fields a management frame has. */
export type Frame =
  | ({ readonly type: 'management' } & ManagementFrame)
  | ControlFrame
  | DataFrame
  | ExtensionFrame;

/** What a frame is built of: a Frame, or with less that the radio or the standard fill in. */
export type FrameIn =
  | ({ readonly type: 'management' } & ManagementFrame)
  | ControlFrame
  | DataFrameIn
  | ExtensionFrame;

const VERSION = 0x03;

/** Reads a frame, without its checksum; undefined when it is shorter than its header, or of another version. Never throws. */
export function parseFrame(octets: Uint8Array): Frame | undefined {
  const frame = plainOctets(octets);
  const [first, flags] = frame;
  if (first === undefined || flags === undefined || (first & VERSION) !== 0) return undefined;
  switch ((first >> 2) & 3) {
    case 0: {
      const management = parseManagementFrame(frame);
      return management && { type: 'management', ...management };
    }
    case 1:
      return readControl(frame);
    case 2:
      return readData(frame);
    default:
      return { type: 'extension', subtype: first >> 4, flags, body: frame.slice(2) };
  }
}

/** The octets of a frame, without its checksum. Throws EncodeError. */
export function buildFrame(frame: FrameIn): Uint8Array {
  switch (frame.type) {
    case 'management':
      return buildManagementFrame(frame);
    case 'control':
      return writeControl(frame);
    case 'data':
      return writeData(frame);
    case 'extension':
      return joined([(frame.subtype << 4) | 0x0c, frame.flags ?? 0], frame.body);
  }
}
