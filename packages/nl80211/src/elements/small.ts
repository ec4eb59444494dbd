import { bit, Cursor, field } from './read.js';

export interface Tim {
  readonly dtimCount: number;
  readonly dtimPeriod: number;
  /** Group frames follow this beacon. */
  readonly groupTraffic: boolean;
  /** Association identifiers with frames waiting. */
  readonly buffered: readonly number[];
}

/** Traffic indication map (9.4.2.5). */
export function parseTim(data: Uint8Array): Tim | undefined {
  const [dtimCount, dtimPeriod, control = 0, ...bitmap] = data;
  if (dtimCount === undefined || dtimPeriod === undefined) return undefined;
  const first = (control & 0xfe) * 8;
  const buffered: number[] = [];
  bitmap.forEach((byte, index) => {
    for (let i = 0; i < 8; i++) if (bit(byte, i)) buffered.push(first + index * 8 + i);
  });
  return { dtimCount, dtimPeriod, groupTraffic: bit(control, 0), buffered };
}

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

/** WMM information and parameter elements, from the subtype on. */
export function parseWmm(data: Uint8Array): Wmm | undefined {
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

export interface MobilityDomain {
  readonly mdid: number;
  readonly ftOverDs: boolean;
  readonly resourceRequest: boolean;
}

/** Mobility domain element (9.4.2.46). */
export function parseMobilityDomain(data: Uint8Array): MobilityDomain | undefined {
  const cursor = new Cursor(data);
  const mdid = cursor.u16();
  const policy = cursor.u8();
  if (mdid === undefined || policy === undefined) return undefined;
  return { mdid, ftOverDs: bit(policy, 0), resourceRequest: bit(policy, 1) };
}

export interface Erp {
  readonly nonErpPresent: boolean;
  readonly useProtection: boolean;
  readonly barkerPreamble: boolean;
}

/** ERP element (9.4.2.11). */
export function parseErp(data: Uint8Array): Erp | undefined {
  const [bits] = data;
  if (bits === undefined) return undefined;
  return { nonErpPresent: bit(bits, 0), useProtection: bit(bits, 1), barkerPreamble: bit(bits, 2) };
}

export interface OperatingClasses {
  readonly current: number;
  readonly others: readonly number[];
}

/** Supported operating classes element (9.4.2.53). */
export function parseOperatingClasses(data: Uint8Array): OperatingClasses | undefined {
  const [current, ...others] = data;
  return current === undefined ? undefined : { current, others };
}

/** Extended capabilities (9.4.2.26): the numbers of the bits that are set. */
export function parseExtendedCapabilities(data: Uint8Array): number[] {
  return [...data].flatMap((octet, index) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((shift) => bit(octet, shift)).map((shift) => index * 8 + shift),
  );
}
