import { EncodeError } from '../wire/errors.js';
import { faithful } from './faithful.js';
import { bit, Cursor, field } from './read.js';

const LAST_AID = 2007;

export interface Tim {
  readonly dtimCount: number;
  readonly dtimPeriod: number;
  /** Group frames follow this beacon. */
  readonly groupTraffic: boolean;
  /** Association identifiers with frames waiting. */
  readonly buffered: readonly number[];
}

function readTim(data: Uint8Array): Tim | undefined {
  const [dtimCount, dtimPeriod, control = 0, ...bitmap] = data;
  if (dtimCount === undefined || dtimPeriod === undefined) return undefined;
  const first = (control & 0xfe) * 8;
  const buffered: number[] = [];
  bitmap.forEach((byte, index) => {
    for (let i = 0; i < 8; i++) if (bit(byte, i)) buffered.push(first + index * 8 + i);
  });
  return { dtimCount, dtimPeriod, groupTraffic: bit(control, 0), buffered };
}

function writeTim({ dtimCount, dtimPeriod, groupTraffic, buffered }: Tim): number[] {
  const wrong = buffered.find((aid) => !Number.isInteger(aid) || aid < 0 || aid > LAST_AID);
  if (wrong !== undefined)
    throw new EncodeError(`tim: ${wrong} is no association identifier, 0 to ${LAST_AID}`);
  const lowest = Math.min(...buffered, LAST_AID);
  const first = buffered.length === 0 ? 0 : (lowest >> 3) & ~1;
  const last = Math.max(first, ...buffered.map((aid) => aid >> 3));
  const bitmap = Array<number>(last - first + 1).fill(0);
  for (const aid of buffered)
    bitmap[(aid >> 3) - first] = (bitmap[(aid >> 3) - first] ?? 0) | (1 << (aid & 7));
  // The offset counts pairs of octets, and the lowest bit beside it is for group frames.
  return [dtimCount, dtimPeriod, first | (groupTraffic ? 1 : 0), ...bitmap];
}

/** Traffic indication map (9.4.2.5). */
export const tim = faithful<Tim, Tim>(readTim, writeTim);

export interface Wmm {
  /** 0: information element; 1: parameter element. */
  readonly subtype: number;
  readonly version: number;
  readonly uapsd: boolean;
  /** The quality of service information as it stands. */
  readonly info: number;
  /** Access category parameters, where the element carries them: best effort, background, video, voice. */
  readonly categories: readonly {
    readonly aifsn: number;
    readonly admissionControl: boolean;
    readonly cwMin: number;
    readonly cwMax: number;
    /** Microseconds. */
    readonly txopLimitUs: number;
  }[];
}

function readWmm(data: Uint8Array): Wmm | undefined {
  const cursor = new Cursor(data);
  const subtype = cursor.u8();
  const version = cursor.u8();
  const info = cursor.u8();
  if (subtype === undefined || version === undefined || info === undefined) return undefined;
  const categories = [];
  cursor.u8();
  while (subtype === 1 && cursor.left >= 4) {
    const aci = cursor.u8() ?? 0;
    const ecw = cursor.u8() ?? 0;
    const txop = cursor.u16() ?? 0;
    categories.push({
      aifsn: field(aci, 0, 4),
      admissionControl: bit(aci, 4),
      cwMin: 2 ** field(ecw, 0, 4) - 1,
      cwMax: 2 ** field(ecw, 4, 4) - 1,
      txopLimitUs: txop * 32,
    });
  }
  return { subtype, version, uapsd: bit(info, 7), info, categories };
}

type WmmIn = Pick<Wmm, 'subtype' | 'version' | 'info' | 'categories'>;

function writeWmm({ subtype, version, info, categories }: WmmIn): number[] {
  const exponent = (window: number): number => {
    const power = Math.log2(window + 1);
    if (!Number.isInteger(power) || power < 0 || power > 15)
      throw new EncodeError(`wmm: a contention window of ${window} is no power of two less one`);
    return power;
  };
  const parameters = categories.flatMap(({ aifsn, admissionControl, cwMin, cwMax, txopLimitUs }, index) => {
    const txop = Math.round(txopLimitUs / 32);
    const aci = (aifsn & 15) | (admissionControl ? 16 : 0) | (index << 5);
    return [aci, exponent(cwMin) | (exponent(cwMax) << 4), txop & 0xff, txop >> 8];
  });
  return [subtype, version, info, ...(subtype === 1 ? [0, ...parameters] : [])];
}

/** WMM information and parameter elements, from the subtype on. */
export const wmm = faithful<Wmm, WmmIn>(readWmm, writeWmm);

export interface MobilityDomain {
  readonly mdid: number;
  readonly ftOverDs: boolean;
  readonly resourceRequest: boolean;
}

function readMobilityDomain(data: Uint8Array): MobilityDomain | undefined {
  const cursor = new Cursor(data);
  const mdid = cursor.u16();
  const policy = cursor.u8();
  if (mdid === undefined || policy === undefined) return undefined;
  return { mdid, ftOverDs: bit(policy, 0), resourceRequest: bit(policy, 1) };
}

/** Mobility domain element (9.4.2.46). */
export const mobilityDomain = faithful<MobilityDomain, MobilityDomain>(
  readMobilityDomain,
  ({ mdid, ftOverDs, resourceRequest }) => [
    mdid & 0xff,
    mdid >> 8,
    (ftOverDs ? 1 : 0) | (resourceRequest ? 2 : 0),
  ],
);

export interface Erp {
  readonly nonErpPresent: boolean;
  readonly useProtection: boolean;
  readonly barkerPreamble: boolean;
}

function readErp(data: Uint8Array): Erp | undefined {
  const [bits] = data;
  if (bits === undefined) return undefined;
  return { nonErpPresent: bit(bits, 0), useProtection: bit(bits, 1), barkerPreamble: bit(bits, 2) };
}

/** ERP element (9.4.2.11). */
export const erp = faithful<Erp, Erp>(readErp, ({ nonErpPresent, useProtection, barkerPreamble }) => [
  (nonErpPresent ? 1 : 0) | (useProtection ? 2 : 0) | (barkerPreamble ? 4 : 0),
]);

export interface OperatingClasses {
  readonly current: number;
  readonly others: readonly number[];
}

/** Supported operating classes element (9.4.2.53). */
export const operatingClasses = faithful<OperatingClasses, OperatingClasses>(
  ([current, ...others]) => (current === undefined ? undefined : { current, others }),
  ({ current, others }) => [current, ...others],
);

/** Extended capabilities (9.4.2.26): the numbers of the bits that are set. */
export function parseExtendedCapabilities(data: Uint8Array): number[] {
  return [...data].flatMap((octet, index) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((shift) => bit(octet, shift)).map((shift) => index * 8 + shift),
  );
}

/** In as few octets as they need; octets as they stand. */
export function encodeExtendedCapabilities(bits: readonly number[] | Uint8Array): Uint8Array {
  if (bits instanceof Uint8Array) return bits;
  const wrong = bits.find((each) => !Number.isInteger(each) || each < 0 || each >= 255 * 8);
  if (wrong !== undefined) throw new EncodeError(`extendedCapabilities: there is no bit ${wrong}`);
  const octets = new Uint8Array(bits.length === 0 ? 0 : (Math.max(...bits) >> 3) + 1);
  for (const each of bits) octets[each >> 3] = (octets[each >> 3] ?? 0) | (1 << (each & 7));
  return octets;
}
