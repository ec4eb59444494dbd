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

export interface FieldShape {
  readonly bit: number;
  readonly align: number;
  readonly parts: Readonly<Record<string, PartKind>>;
}

export const RADIOTAP_FIELDS = {
  tsft: { bit: 0, align: 8, parts: { us: 'u64' } },
  flags: { bit: 1, align: 1, parts: { bits: 'u8' } },
  rate: { bit: 2, align: 1, parts: { mbps: 'rate' } },
  channel: { bit: 3, align: 2, parts: { frequencyMhz: 'u16', flags: 'u16' } },
  fhss: { bit: 4, align: 1, parts: { hopSet: 'u8', hopPattern: 'u8' } },
  signal: { bit: 5, align: 1, parts: { dbm: 's8' } },
  noise: { bit: 6, align: 1, parts: { dbm: 's8' } },
  lockQuality: { bit: 7, align: 2, parts: { value: 'u16' } },
  txAttenuation: { bit: 8, align: 2, parts: { value: 'u16' } },
  txAttenuationDb: { bit: 9, align: 2, parts: { db: 'u16' } },
  txPower: { bit: 10, align: 1, parts: { dbm: 's8' } },
  antenna: { bit: 11, align: 1, parts: { index: 'u8' } },
  signalDb: { bit: 12, align: 1, parts: { db: 'u8' } },
  noiseDb: { bit: 13, align: 1, parts: { db: 'u8' } },
  rxFlags: { bit: 14, align: 2, parts: { bits: 'u16' } },
  txFlags: { bit: 15, align: 2, parts: { bits: 'u16' } },
  rtsRetries: { bit: 16, align: 1, parts: { count: 'u8' } },
  dataRetries: { bit: 17, align: 1, parts: { count: 'u8' } },
  xchannel: {
    bit: 18,
    align: 4,
    parts: { flags: 'u32', frequencyMhz: 'u16', channel: 'u8', maxPowerDbm: 'u8' },
  },
  mcs: { bit: 19, align: 1, parts: { known: 'u8', flags: 'u8', mcs: 'u8' } },
  ampdu: { bit: 20, align: 4, parts: { reference: 'u32', flags: 'u16', crc: 'u8', reserved: 'u8' } },
  vht: {
    bit: 21,
    align: 2,
    parts: {
      known: 'u16',
      flags: 'u8',
      bandwidth: 'u8',
      /** Of four users: MCS in the upper four bits, number of streams in the lower. */
      mcsNss: 'octets4',
      coding: 'u8',
      groupId: 'u8',
      partialAid: 'u16',
    },
  },
  timestamp: { bit: 22, align: 8, parts: { value: 'u64', accuracy: 'u16', unit: 'u8', flags: 'u8' } },
  he: {
    bit: 23,
    align: 2,
    parts: { data1: 'u16', data2: 'u16', data3: 'u16', data4: 'u16', data5: 'u16', data6: 'u16' },
  },
  heMu: {
    bit: 24,
    align: 2,
    parts: { flags1: 'u16', flags2: 'u16', ruChannel1: 'octets4', ruChannel2: 'octets4' },
  },
  heMuOtherUser: {
    bit: 25,
    align: 2,
    parts: { perUser1: 'u16', perUser2: 'u16', position: 'u8', known: 'u8' },
  },
  zeroLengthPsdu: { bit: 26, align: 1, parts: { type: 'u8' } },
  lSig: { bit: 27, align: 2, parts: { data1: 'u16', data2: 'u16' } },
} as const satisfies Readonly<Record<string, FieldShape>>;

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
