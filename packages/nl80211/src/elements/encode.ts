import { EncodeError } from '../wire/errors.js';
import { type SsidLike, ssidBytes } from '../wire/ssid.js';
import type { Country } from './country.js';
import { type EhtCapabilities, type EhtOperation, encodeEhtCapabilities, encodeEhtOperation } from './eht.js';
import { type Element, Elements } from './elements.js';
import { encodeHeCapabilities, encodeHeOperation, type HeCapabilities, type HeOperation } from './he.js';
import { encodeHtCapabilities, encodeHtOperation, type HtCapabilities, type HtOperationIn } from './ht.js';
import { ELEMENT, ELEMENT_EXTENSION, VENDOR } from './ids.js';
import type { Rate } from './rates.js';
import { encodeRsn, encodeWpa, type RsnIn } from './rsn.js';
import type { MobilityDomain, Tim, Wmm } from './small.js';
import { encodeVhtCapabilities, encodeVhtOperation, type VhtCapabilities, type VhtOperation } from './vht.js';

/** What a beacon, or a request, may be made of. Written in the order that the standard wants, whatever that of the object. */
export interface ElementsIn {
  readonly ssid?: SsidLike;
  readonly rates?: readonly Rate[];
  readonly dsChannel?: number;
  readonly tim?: Tim;
  readonly country?: Country;
  readonly rsn?: RsnIn;
  readonly mobilityDomain?: MobilityDomain;
  readonly htCapabilities?: Pick<HtCapabilities, 'info' | 'ampdu' | 'mcsSet' | 'rest'>;
  readonly htOperation?: HtOperationIn;
  readonly vhtCapabilities?: Pick<VhtCapabilities, 'info' | 'mcsSet'>;
  readonly vhtOperation?: VhtOperation;
  readonly rsnxe?: { readonly bits: Uint8Array };
  readonly heCapabilities?: Pick<HeCapabilities, 'mac' | 'phy' | 'mcsSet' | 'ppe'>;
  readonly heOperation?: HeOperation;
  readonly ehtOperation?: EhtOperation;
  readonly ehtCapabilities?: EhtCapabilities;
  readonly wpa?: RsnIn;
  readonly wmm?: Pick<Wmm, 'subtype' | 'version' | 'info' | 'categories'>;
  /** Any other elements, after these. */
  readonly others?: Iterable<Element>;
}

/** The first eight rates have an element of their own. */
const RATES_IN_FIRST = 8;

const ENVIRONMENTS: Readonly<Record<string, number>> = { any: 32, indoor: 73, outdoor: 79 };

function rateOctet({ mbps, basic }: Rate): number {
  const units = mbps * 2;
  if (!Number.isInteger(units) || units < 1 || units > 0x7f)
    throw new EncodeError(`rates: ${mbps} Mbit/s is no multiple of 0.5 up to 63.5`);
  return units | (basic ? 0x80 : 0);
}

function encodeTim({ dtimCount, dtimPeriod, groupTraffic, buffered }: Tim): number[] {
  const lowest = Math.min(...buffered, 2007);
  const first = buffered.length === 0 ? 0 : (lowest >> 3) & ~1;
  const last = Math.max(first, ...buffered.map((aid) => aid >> 3));
  const bitmap = Array<number>(last - first + 1).fill(0);
  for (const aid of buffered)
    bitmap[(aid >> 3) - first] = (bitmap[(aid >> 3) - first] ?? 0) | (1 << (aid & 7));
  // The offset counts pairs of octets, and the lowest bit beside it is for group frames.
  return [dtimCount, dtimPeriod, first | (groupTraffic ? 1 : 0), ...bitmap];
}

function encodeCountry({ alpha2, environment, ranges, triplets: whole }: Country): number[] {
  if (!/^[A-Z0-9]{2}$/.test(alpha2))
    throw new EncodeError(`country: ${JSON.stringify(alpha2)} is not two letters`);
  const where = typeof environment === 'number' ? environment : (ENVIRONMENTS[environment] ?? 32);
  const triplets = ranges.flatMap(({ firstChannel, channels, maxPowerDbm }) => [
    firstChannel,
    channels,
    maxPowerDbm & 0xff,
  ]);
  if (whole) return [alpha2.charCodeAt(0), alpha2.charCodeAt(1), where, ...whole];
  const octets = [alpha2.charCodeAt(0), alpha2.charCodeAt(1), where, ...triplets];
  // The element's length is even (9.4.2.8).
  return octets.length % 2 === 0 ? octets : [...octets, 0];
}

function encodeWmm({ subtype, version, info, categories }: NonNullable<ElementsIn['wmm']>): number[] {
  const exponent = (window: number): number => Math.round(Math.log2(window + 1));
  const parameters = categories.flatMap(({ aifsn, admissionControl, cwMin, cwMax, txopLimitUs }, index) => {
    const txop = Math.round(txopLimitUs / 32);
    const aci = (aifsn & 15) | (admissionControl ? 16 : 0) | (index << 5);
    return [aci, exponent(cwMin) | (exponent(cwMax) << 4), txop & 0xff, txop >> 8];
  });
  return [subtype, version, info, ...(subtype === 1 ? [0, ...parameters] : [])];
}

const vendor = (organisation: number, type: number, octets: Iterable<number>): Element => ({
  id: ELEMENT.VENDOR,
  data: Uint8Array.from([
    organisation >> 16,
    (organisation >> 8) & 0xff,
    organisation & 0xff,
    type,
    ...octets,
  ]),
});

function* inOrder(from: ElementsIn): Iterable<Element> {
  const plain = (id: number, octets: Iterable<number>): Element => ({ id, data: Uint8Array.from(octets) });
  const extended = (extension: number, octets: Iterable<number>): Element => ({
    id: ELEMENT.EXTENSION,
    extension,
    data: Uint8Array.from(octets),
  });
  const octets = from.rates?.map(rateOctet) ?? [];
  if (from.ssid !== undefined) yield plain(ELEMENT.SSID, ssidBytes(from.ssid));
  if (octets.length > 0) yield plain(ELEMENT.SUPPORTED_RATES, octets.slice(0, RATES_IN_FIRST));
  if (from.dsChannel !== undefined) yield plain(ELEMENT.DS_PARAMETER_SET, [from.dsChannel]);
  if (from.tim) yield plain(ELEMENT.TIM, encodeTim(from.tim));
  if (from.country) yield plain(ELEMENT.COUNTRY, encodeCountry(from.country));
  if (from.htCapabilities) yield plain(ELEMENT.HT_CAPABILITIES, encodeHtCapabilities(from.htCapabilities));
  if (from.rsn) yield plain(ELEMENT.RSN, encodeRsn(from.rsn));
  if (octets.length > RATES_IN_FIRST)
    yield plain(ELEMENT.EXTENDED_SUPPORTED_RATES, octets.slice(RATES_IN_FIRST));
  if (from.mobilityDomain) {
    const { mdid, ftOverDs, resourceRequest } = from.mobilityDomain;
    const policy = (ftOverDs ? 1 : 0) | (resourceRequest ? 2 : 0);
    yield plain(ELEMENT.MOBILITY_DOMAIN, [mdid & 0xff, mdid >> 8, policy]);
  }
  if (from.htOperation) yield plain(ELEMENT.HT_OPERATION, encodeHtOperation(from.htOperation));
  if (from.vhtCapabilities)
    yield plain(ELEMENT.VHT_CAPABILITIES, encodeVhtCapabilities(from.vhtCapabilities));
  if (from.vhtOperation) yield plain(ELEMENT.VHT_OPERATION, encodeVhtOperation(from.vhtOperation));
  if (from.rsnxe) yield plain(ELEMENT.RSNX, from.rsnxe.bits);
  if (from.heCapabilities)
    yield extended(ELEMENT_EXTENSION.HE_CAPABILITIES, encodeHeCapabilities(from.heCapabilities));
  if (from.heOperation) yield extended(ELEMENT_EXTENSION.HE_OPERATION, encodeHeOperation(from.heOperation));
  if (from.ehtOperation)
    yield extended(ELEMENT_EXTENSION.EHT_OPERATION, encodeEhtOperation(from.ehtOperation));
  if (from.ehtCapabilities)
    yield extended(ELEMENT_EXTENSION.EHT_CAPABILITIES, encodeEhtCapabilities(from.ehtCapabilities));
  if (from.wpa) yield vendor(VENDOR.MICROSOFT, 1, encodeWpa(from.wpa));
  if (from.wmm) yield vendor(VENDOR.MICROSOFT, 2, encodeWmm(from.wmm));
  yield* from.others ?? [];
}

/**
 * Elements of what they say: `buildElements({ ssid: 'x', rates, rsn: { akms: ['PSK'] } })`. What was read from a frame is
 * written to the same octets. Throws EncodeError.
 */
export function buildElements(from: ElementsIn): Elements {
  return Elements.from(inOrder(from));
}
