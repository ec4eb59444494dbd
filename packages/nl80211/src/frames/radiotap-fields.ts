/**
 * The fields of a radiotap header (https://www.radiotap.org/fields/defined): bit of the presence word, alignment, and
 * what each is made of, in little endian. Those with names of their own here are in the field's unit.
 */

/** Octets of a number, and whether it is signed; `rate` is in steps of 500 kbit/s; `octets4` are four octets as they stand. */
export const PARTS = {
  u8: 1,
  s8: 1,
  u16: 2,
  u32: 4,
  u64: 8,
  rate: 1,
  octets4: 4,
} as const;

export type PartKind = keyof typeof PARTS;

type Parts = Readonly<Record<string, PartKind>>;

export interface FieldShape<P extends Parts = Parts> {
  readonly bit: number;
  readonly align: number;
  readonly parts: P;
}

const field = <const P extends Parts>(bit: number, align: number, parts: P): FieldShape<P> => ({
  bit,
  align,
  parts,
});

export const RADIOTAP_FIELDS = {
  tsft: field(0, 8, { us: 'u64' }),
  flags: field(1, 1, { bits: 'u8' }),
  rate: field(2, 1, { mbps: 'rate' }),
  channel: field(3, 2, { frequencyMhz: 'u16', flags: 'u16' }),
  fhss: field(4, 1, { hopSet: 'u8', hopPattern: 'u8' }),
  signal: field(5, 1, { dbm: 's8' }),
  noise: field(6, 1, { dbm: 's8' }),
  lockQuality: field(7, 2, { value: 'u16' }),
  txAttenuation: field(8, 2, { value: 'u16' }),
  txAttenuationDb: field(9, 2, { db: 'u16' }),
  txPower: field(10, 1, { dbm: 's8' }),
  antenna: field(11, 1, { index: 'u8' }),
  signalDb: field(12, 1, { db: 'u8' }),
  noiseDb: field(13, 1, { db: 'u8' }),
  rxFlags: field(14, 2, { bits: 'u16' }),
  txFlags: field(15, 2, { bits: 'u16' }),
  rtsRetries: field(16, 1, { count: 'u8' }),
  dataRetries: field(17, 1, { count: 'u8' }),
  xchannel: field(18, 4, { flags: 'u32', frequencyMhz: 'u16', channel: 'u8', maxPowerDbm: 'u8' }),
  mcs: field(19, 1, { known: 'u8', flags: 'u8', mcs: 'u8' }),
  ampdu: field(20, 4, { reference: 'u32', flags: 'u16', crc: 'u8', reserved: 'u8' }),
  vht: field(21, 2, {
    known: 'u16',
    flags: 'u8',
    bandwidth: 'u8',
    /** Of four users: MCS in the upper four bits, number of streams in the lower. */
    mcsNss: 'octets4',
    coding: 'u8',
    groupId: 'u8',
    partialAid: 'u16',
  }),
  timestamp: field(22, 8, { value: 'u64', accuracy: 'u16', unit: 'u8', flags: 'u8' }),
  he: field(23, 2, { data1: 'u16', data2: 'u16', data3: 'u16', data4: 'u16', data5: 'u16', data6: 'u16' }),
  heMu: field(24, 2, { flags1: 'u16', flags2: 'u16', ruChannel1: 'octets4', ruChannel2: 'octets4' }),
  heMuOtherUser: field(25, 2, { perUser1: 'u16', perUser2: 'u16', position: 'u8', known: 'u8' }),
  zeroLengthPsdu: field(26, 1, { type: 'u8' }),
  lSig: field(27, 2, { data1: 'u16', data2: 'u16' }),
} satisfies Readonly<Record<string, FieldShape>>;

type PartValue<K extends PartKind> = K extends 'u64' ? bigint : K extends 'octets4' ? Uint8Array : number;

type Shapes = typeof RADIOTAP_FIELDS;
export type RadiotapFieldName = keyof Shapes;

/** A field by its name: `{ name: 'signal', dbm: -50 }`. */
export type RadiotapFieldOf<N extends RadiotapFieldName> = { readonly name: N } & {
  readonly [P in keyof Shapes[N]['parts']]: PartValue<Shapes[N]['parts'][P] & PartKind>;
};

/** Fields of a manufacturer's own. */
export interface RadiotapVendorField {
  readonly name: 'vendor';
  readonly organisation: number;
  readonly subNamespace: number;
  /** The presence words of its fields. */
  readonly present: readonly number[];
  readonly data: Uint8Array;
}

/** A field of the newer kind: type, length, value. */
export interface RadiotapTlvField {
  readonly name: 'tlv';
  readonly type: number;
  readonly data: Uint8Array;
}

export type RadiotapField =
  | { [N in RadiotapFieldName]: RadiotapFieldOf<N> }[RadiotapFieldName]
  | RadiotapVendorField
  | RadiotapTlvField;

/** Bits of the field `flags`. */
export const RADIOTAP_FLAGS = {
  shortPreamble: 0x02,
  wep: 0x04,
  fragmented: 0x08,
  fcs: 0x10,
  dataPad: 0x20,
  badFcs: 0x40,
} as const;

/** Bits of the field `txFlags`. */
export const RADIOTAP_TX_FLAGS = {
  failed: 0x01,
  cts: 0x02,
  rts: 0x04,
  noAck: 0x08,
  noSequence: 0x10,
} as const;
