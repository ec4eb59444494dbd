/** Radiotap headers: read with their fields in order, and written. Every length in them comes from outside. */
import { EncodeError } from '../wire/errors.js';
import { viewOf } from '../wire/writer.js';
import { plainOctets } from './octets.js';
import {
  type FieldShape,
  PARTS,
  type PartKind,
  RADIOTAP_FIELDS,
  type RadiotapField,
  type RadiotapFieldName,
  type RadiotapFieldOf,
} from './radiotap-fields.js';

const HEADER = 8;
const TLV = 28;
const RADIOTAP_NAMESPACE = 29;
const VENDOR_NAMESPACE = 30;
const MORE_WORDS = 31;
const VENDOR_HEADER = 6;
const TLV_HEADER = 4;

const NAMES = new Map<number, RadiotapFieldName>(
  Object.entries(RADIOTAP_FIELDS).map(([name, { bit }]) => [bit, name as RadiotapFieldName]),
);

const aligned = (at: number, align: number): number => Math.ceil(at / align) * align;
const isSet = (word: number, bit: number): boolean => ((word >>> bit) & 1) === 1;

type Value = number | bigint | Uint8Array;

function readPart(view: DataView, at: number, kind: PartKind): Value {
  switch (kind) {
    case 'u8':
      return view.getUint8(at);
    case 's8':
      return view.getInt8(at);
    case 'u16':
      return view.getUint16(at, true);
    case 'u32':
      return view.getUint32(at, true);
    case 'u64':
      return view.getBigUint64(at, true);
    case 'rate':
      return view.getUint8(at) / 2;
    case 'octets4':
      return new Uint8Array(view.buffer, view.byteOffset + at, 4).slice();
  }
}

function writePart(view: DataView, at: number, kind: PartKind, value: Value): void {
  const number = (): number => (kind === 'rate' ? Number(value) * 2 : Number(value));
  switch (kind) {
    case 'u64':
      view.setBigUint64(at, BigInt(value as bigint), true);
      break;
    case 'octets4':
      for (let i = 0; i < 4; i++) view.setUint8(at + i, (value as Uint8Array)[i] ?? 0);
      break;
    case 's8':
      view.setInt8(at, number());
      break;
    case 'u16':
      view.setUint16(at, number(), true);
      break;
    case 'u32':
      view.setUint32(at, number(), true);
      break;
    default:
      view.setUint8(at, number());
  }
}

const sizeOf = ({ parts }: FieldShape): number =>
  Object.values(parts).reduce((sum, kind) => sum + PARTS[kind], 0);

/** What a radio says of a frame beside the frame. */
export class Radiotap {
  constructor(
    /** In the order in which they stand. With several antennas some come several times. */
    readonly fields: readonly RadiotapField[],
    /** The whole header. */
    readonly octets: Uint8Array,
    /** Whether all of its fields are known here; after one that is not, none can be read. */
    readonly complete: boolean,
  ) {}

  /** The first field of a name. */
  get<N extends RadiotapFieldName>(name: N): RadiotapFieldOf<N> | undefined {
    return this.fields.find((field): field is RadiotapFieldOf<N> & RadiotapField => field.name === name);
  }

  get frequencyMhz(): number | undefined {
    return (this.get('channel') ?? this.get('xchannel'))?.frequencyMhz;
  }

  get signalDbm(): number | undefined {
    return this.get('signal')?.dbm;
  }

  /** Of rates before 802.11n; the others have `mcs`, `vht`, `he`. */
  get rateMbps(): number | undefined {
    return this.get('rate')?.mbps;
  }
}

/** A walk over the fields of a header. */
class Reader {
  readonly fields: RadiotapField[] = [];
  private readonly view: DataView;

  constructor(
    private readonly octets: Uint8Array,
    private at: number,
  ) {
    this.view = viewOf(octets);
  }

  /** Whether it could be read. */
  field(bit: number): boolean {
    const name = NAMES.get(bit);
    if (name === undefined) return false;
    const shape: FieldShape = RADIOTAP_FIELDS[name];
    let at = aligned(this.at, shape.align);
    if (at + sizeOf(shape) > this.octets.length) return false;
    const values: Record<string, Value> = {};
    for (const [part, kind] of Object.entries(shape.parts)) {
      values[part] = readPart(this.view, at, kind);
      at += PARTS[kind];
    }
    this.fields.push({ name, ...values } as RadiotapField);
    this.at = at;
    return true;
  }

  vendor(present: readonly number[]): boolean {
    const at = aligned(this.at, 2);
    if (at + VENDOR_HEADER > this.octets.length) return false;
    const organisation = (this.view.getUint16(at, false) << 8) | this.view.getUint8(at + 2);
    const end = at + VENDOR_HEADER + this.view.getUint16(at + 4, true);
    if (end > this.octets.length) return false;
    const data = this.octets.slice(at + VENDOR_HEADER, end);
    this.fields.push({
      name: 'vendor',
      organisation,
      subNamespace: this.view.getUint8(at + 3),
      present,
      data,
    });
    this.at = end;
    return true;
  }

  /** The rest of the header. */
  tlvs(): boolean {
    for (let at = aligned(this.at, 4); at < this.octets.length; at = aligned(this.at, 4)) {
      if (at + TLV_HEADER > this.octets.length) return false;
      const end = at + TLV_HEADER + this.view.getUint16(at + 2, true);
      if (end > this.octets.length) return false;
      const type = this.view.getUint16(at, true);
      this.fields.push({ name: 'tlv', type, data: this.octets.slice(at + TLV_HEADER, end) });
      this.at = end;
    }
    return true;
  }
}

/** Reads the fields of all presence words; false at the first that is not known, or ends too early. */
function readFields(reader: Reader, words: readonly number[]): boolean {
  let vendor = false;
  let tlvs = false;
  for (const [index, word] of words.entries()) {
    if (!vendor)
      for (let bit = 0; bit < RADIOTAP_NAMESPACE; bit++) {
        if (!isSet(word, bit)) continue;
        if (bit === TLV) tlvs = true;
        else if (!reader.field(bit)) return false;
      }
    if (isSet(word, VENDOR_NAMESPACE)) {
      // Its words go on until one says which namespace is next.
      const rest = words.slice(index + 1);
      const last = rest.findIndex((each) => isSet(each, RADIOTAP_NAMESPACE) || isSet(each, VENDOR_NAMESPACE));
      if (!reader.vendor(last < 0 ? rest : rest.slice(0, last + 1))) return false;
      vendor = true;
    } else if (isSet(word, RADIOTAP_NAMESPACE)) vendor = false;
    // Bits from 32 on of the same namespace: none are defined.
    else if (!vendor && isSet(word, MORE_WORDS)) return false;
  }
  return !tlvs || reader.tlvs();
}

/** Reads the header in front of a frame. undefined: there is none, or it is longer than all of it. Never throws. */
export function parseRadiotap(data: Uint8Array): Radiotap | undefined {
  if (data.length < HEADER || data[0] !== 0) return undefined;
  const length = viewOf(data).getUint16(2, true);
  if (length < HEADER || length > data.length) return undefined;
  const octets = plainOctets(data).slice(0, length);
  const view = viewOf(octets);
  const words: number[] = [];
  for (let at = 4; ; at += 4) {
    if (at + 4 > length) return new Radiotap([], octets, false);
    const word = view.getUint32(at, true);
    words.push(word);
    if (!isSet(word, MORE_WORDS)) break;
  }
  const reader = new Reader(octets, 4 + 4 * words.length);
  const complete = readFields(reader, words);
  return new Radiotap(reader.fields, octets, complete);
}

/** Presence words of fields in their order: one that comes again, or out of order, begins another word. */
function presence(fields: readonly RadiotapField[]): number[] {
  const words = [0];
  let last = -1;
  let vendor = false;
  const next = (namespace: number): void => {
    const before = words.length - 1;
    words[before] = ((words[before] ?? 0) | (1 << namespace) | (1 << MORE_WORDS)) >>> 0;
    words.push(0);
    last = -1;
  };
  for (const field of fields) {
    const at = words.length - 1;
    if (field.name === 'vendor') {
      words[at] =
        ((words[at] ?? 0) | (1 << VENDOR_NAMESPACE) | (field.present.length ? 1 << MORE_WORDS : 0)) >>> 0;
      words.push(...field.present);
      vendor = true;
      continue;
    }
    // A vendor's last word says by itself that radiotap's are next.
    if (vendor) words.push(0);
    if (vendor) last = -1;
    vendor = false;
    const bit = field.name === 'tlv' ? TLV : RADIOTAP_FIELDS[field.name].bit;
    if (bit < last || (bit === last && bit !== TLV)) next(RADIOTAP_NAMESPACE);
    words[words.length - 1] = ((words[words.length - 1] ?? 0) | (1 << bit)) >>> 0;
    last = bit;
  }
  return words;
}

/** The octets of a header with these fields, in this order. Throws EncodeError above 65535 octets. */
export function buildRadiotap(fields: readonly RadiotapField[]): Uint8Array {
  const words = presence(fields);
  const most = fields.reduce(
    (sum, field) => sum + 24 + ('data' in field ? field.data.length : 0),
    4 + 4 * words.length,
  );
  if (most > 0xffff) throw new EncodeError(`radiotap: ${fields.length} fields are more than a header holds`);
  const octets = new Uint8Array(most);
  const view = viewOf(octets);
  for (const [index, word] of words.entries()) view.setUint32(4 + 4 * index, word, true);
  let at = 4 + 4 * words.length;
  for (const field of fields) {
    if (field.name === 'vendor') {
      at = aligned(at, 2);
      view.setUint16(at, field.organisation >>> 8, false);
      view.setUint8(at + 2, field.organisation & 0xff);
      view.setUint8(at + 3, field.subNamespace);
      view.setUint16(at + 4, field.data.length, true);
      octets.set(field.data, at + VENDOR_HEADER);
      at += VENDOR_HEADER + field.data.length;
    } else if (field.name === 'tlv') {
      at = aligned(at, 4);
      view.setUint16(at, field.type, true);
      view.setUint16(at + 2, field.data.length, true);
      octets.set(field.data, at + TLV_HEADER);
      at += TLV_HEADER + field.data.length;
    } else {
      const shape: FieldShape = RADIOTAP_FIELDS[field.name];
      at = aligned(at, shape.align);
      const values = field as unknown as Readonly<Record<string, Value>>;
      for (const [part, kind] of Object.entries(shape.parts)) {
        writePart(view, at, kind, values[part] ?? 0);
        at += PARTS[kind];
      }
    }
  }
  view.setUint16(2, at, true);
  return octets.slice(0, at);
}
