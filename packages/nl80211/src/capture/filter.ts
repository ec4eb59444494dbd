/** What of the air is wanted, as a program of the classic BPF that the kernel runs before it copies anything. */
import { MANAGEMENT_SUBTYPES, type ManagementSubtype } from '../elements/management.js';
import {
  CONTROL_SUBTYPES,
  type ControlSubtype,
  DATA_SUBTYPES,
  type DataSubtype,
  FRAME_TYPES,
  type FrameType,
} from '../frames/names.js';
import { addressOctets } from '../frames/octets.js';
import { VWifiError } from '../wire/errors.js';
import { LITTLE_ENDIAN, viewOf } from '../wire/writer.js';

/** A type of frames, or one subtype: 'management', 'beacon', 'qos-data'. 'data' are all of that type. */
export type FrameKind = FrameType | ManagementSubtype | ControlSubtype | DataSubtype;

export interface CaptureFilter {
  /** Only frames of these kinds. */
  readonly kinds?: readonly FrameKind[];
  /** Only frames of which one of these is an address: receiver, transmitter, or the third one. 16 are the most. */
  readonly addresses?: readonly string[];
}

/** Instructions of linux/bpf_common.h that are needed here. */
const LOAD_OCTET = 0x30;
const LOAD_OCTET_X = 0x50;
const LOAD_HALF_X = 0x48;
const LOAD_WORD_X = 0x40;
const SHIFT_LEFT = 0x64;
const AND = 0x54;
const OR_X = 0x4c;
const TO_X = 0x07;
const JUMP_EQUAL = 0x15;
const RETURN = 0x06;

interface Instruction {
  readonly code: number;
  readonly k: number;
  /** Where a jump goes: 'taken' ends this part of the program, otherwise so many instructions are left out. */
  readonly yes?: 'taken' | number;
  readonly no?: number;
}

const WHOLE_FRAME = 0x4_0000;
const MOST_ADDRESSES = 16;
/** Where addresses stand in a frame; a frame that ends before one is not wanted, so the first is looked at first. */
const ADDRESS_PLACES = [4, 10, 16];

/** X is how long the radiotap header is, whose length is the only little-endian number of it all. */
const AFTER_RADIOTAP: readonly Instruction[] = [
  { code: LOAD_OCTET, k: 3 },
  { code: SHIFT_LEFT, k: 8 },
  { code: TO_X, k: 0 },
  { code: LOAD_OCTET, k: 2 },
  { code: OR_X, k: 0 },
  { code: TO_X, k: 0 },
];

/** The bits of the first octet that tell a kind, and what they are. */
function octetOf(kind: FrameKind): readonly [mask: number, value: number] {
  if (Object.hasOwn(FRAME_TYPES, kind)) return [0x0c, FRAME_TYPES[kind as FrameType] << 2];
  const tables = [MANAGEMENT_SUBTYPES, CONTROL_SUBTYPES, DATA_SUBTYPES] as readonly Readonly<
    Record<string, number>
  >[];
  for (const [type, table] of tables.entries())
    if (Object.hasOwn(table, kind)) return [0xfc, ((table[kind] ?? 0) << 4) | (type << 2)];
  const known = [FRAME_TYPES, ...tables].flatMap((table) => Object.keys(table));
  throw new VWifiError('BAD_ARGUMENT', `capture: ${JSON.stringify(kind)} is none of ${known.join(', ')}`);
}

const kindPart = (kinds: readonly FrameKind[]): Instruction[] =>
  kinds.map(octetOf).flatMap(([mask, value]) => [
    { code: LOAD_OCTET_X, k: 0 },
    { code: AND, k: mask },
    { code: JUMP_EQUAL, k: value, yes: 'taken', no: 0 },
  ]);

const addressPart = (addresses: readonly string[]): Instruction[] =>
  ADDRESS_PLACES.flatMap((place) =>
    addresses.map(addressOctets).flatMap((octets): Instruction[] => [
      { code: LOAD_WORD_X, k: place },
      { code: JUMP_EQUAL, k: viewOf(octets).getUint32(0, false), yes: 0, no: 2 },
      { code: LOAD_HALF_X, k: place + 4 },
      { code: JUMP_EQUAL, k: viewOf(octets).getUint16(4, false), yes: 'taken', no: 0 },
    ]),
  );

/** The program, as the kernel takes it; empty where everything is wanted. Throws VWifiError `BAD_ARGUMENT`. */
export function filterProgram({ kinds = [], addresses = [] }: CaptureFilter): Uint8Array {
  const most = Object.keys(CONTROL_SUBTYPES).length + Object.keys(DATA_SUBTYPES).length;
  if (kinds.length > most || addresses.length > MOST_ADDRESSES)
    throw new VWifiError(
      'BAD_ARGUMENT',
      `capture: ${kinds.length} kinds and ${addresses.length} addresses; ${most} and ${MOST_ADDRESSES} are the most`,
    );
  const parts = [kindPart(kinds), addressPart(addresses)].filter((part) => part.length > 0);
  if (parts.length === 0) return new Uint8Array();
  const program: Instruction[] = [...AFTER_RADIOTAP];
  for (const part of parts) {
    for (const [index, instruction] of part.entries()) {
      // Behind a part stands the end of what it does not take.
      const taken = part.length - index;
      program.push(instruction.yes === 'taken' ? { ...instruction, yes: taken } : instruction);
    }
    program.push({ code: RETURN, k: 0 });
  }
  program.push({ code: RETURN, k: WHOLE_FRAME });
  const octets = new Uint8Array(8 * program.length);
  const view = viewOf(octets);
  for (const [index, { code, k, yes = 0, no = 0 }] of program.entries()) {
    view.setUint16(8 * index, code, LITTLE_ENDIAN);
    view.setUint8(8 * index + 2, Number(yes));
    view.setUint8(8 * index + 3, no);
    view.setUint32(8 * index + 4, k, LITTLE_ENDIAN);
  }
  return octets;
}

/** Takes nothing: of a socket that only sends. */
export const nothing = (): Uint8Array => {
  const octets = new Uint8Array(8);
  viewOf(octets).setUint16(0, RETURN, LITTLE_ENDIAN);
  return octets;
};
