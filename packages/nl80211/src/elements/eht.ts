import { ehtMac, ehtPhy } from './capability-fields.js';
import type { Fields } from './fields.js';
import { bit } from './read.js';

export interface EhtCapabilities {
  readonly mac: Fields<typeof ehtMac>;
  readonly phy: Fields<typeof ehtPhy>;
  /** How long the MCS and NSS sets are follows from the HE capabilities: they and the thresholds are as they stand. */
  readonly mcsAndPpe: Uint8Array;
}

const MAC = ehtMac.octets;
const PHY = ehtPhy.octets;

/** EHT capabilities element (IEEE 802.11be-2024, 9.4.2.323), after the extension number. */
export function parseEhtCapabilities(data: Uint8Array): EhtCapabilities | undefined {
  if (data.length < MAC + PHY) return undefined;
  return {
    mac: ehtMac.read(data),
    phy: ehtPhy.read(data.subarray(MAC)),
    mcsAndPpe: data.slice(MAC + PHY),
  };
}

/** The same octets again. */
export function encodeEhtCapabilities(value: EhtCapabilities): Uint8Array {
  return Uint8Array.from([...ehtMac.write(value.mac), ...ehtPhy.write(value.phy), ...value.mcsAndPpe]);
}

/** Most streams at each MCS: three octets a width, the low half receives, the high half sends. */
export interface EhtMcs {
  readonly mcs0To9: { readonly rx: number; readonly tx: number };
  readonly mcs10To11: { readonly rx: number; readonly tx: number };
  readonly mcs12To13: { readonly rx: number; readonly tx: number };
}

/** One width of a set whose widths are wider than 20 MHz. */
export function ehtMcs(set: Uint8Array, at = 0): EhtMcs | undefined {
  const [low, middle, high] = set.subarray(at, at + 3);
  if (low === undefined || middle === undefined || high === undefined) return undefined;
  const streams = (octet: number) => ({ rx: octet & 15, tx: octet >> 4 });
  return { mcs0To9: streams(low), mcs10To11: streams(middle), mcs12To13: streams(high) };
}

export interface EhtOperation {
  readonly width?: 20 | 40 | 80 | 160 | 320;
  readonly centerSegment0?: number;
  readonly centerSegment1?: number;
  /** Subchannels of 20 MHz that are left out, lowest first, a bit each. */
  readonly disabledSubchannels?: number;
  /** The first octet: which of them are told. */
  readonly parameters: number;
  readonly basicMcsSet: Uint8Array;
  /** What comes after the fields above. */
  readonly rest: Uint8Array;
}

const WIDTHS = [20, 40, 80, 160, 320] as const;

/** EHT operation element (9.4.2.321), after the extension number: parameters, basic MCS, then the channel where it is told. */
export function parseEhtOperation(data: Uint8Array): EhtOperation | undefined {
  const [parameters] = data;
  if (parameters === undefined || data.length < 5) return undefined;
  const basicMcsSet = data.slice(1, 5);
  const [control, centerSegment0, centerSegment1, low, high] = data.subarray(5);
  const told = bit(parameters, 0) && control !== undefined;
  if (!told || centerSegment0 === undefined || centerSegment1 === undefined)
    return { parameters, basicMcsSet, rest: data.slice(5) };
  const width = WIDTHS[control & 7];
  // A width that has no name leaves everything as it stands.
  if (!width || control > 7) return { parameters, basicMcsSet, rest: data.slice(5) };
  const channel = { width, centerSegment0, centerSegment1, parameters, basicMcsSet };
  const disabled = bit(parameters, 1) && low !== undefined && high !== undefined;
  return disabled
    ? { ...channel, disabledSubchannels: low | (high << 8), rest: data.slice(10) }
    : { ...channel, rest: data.slice(8) };
}

/** The same octets again. */
export function encodeEhtOperation(value: EhtOperation): Uint8Array {
  const { parameters, basicMcsSet, rest, width, centerSegment0, centerSegment1, disabledSubchannels } = value;
  const channel = width ? [WIDTHS.indexOf(width), centerSegment0 ?? 0, centerSegment1 ?? 0] : [];
  const disabled =
    disabledSubchannels === undefined ? [] : [disabledSubchannels & 0xff, disabledSubchannels >> 8];
  return Uint8Array.from([parameters, ...basicMcsSet, ...channel, ...disabled, ...rest]);
}
