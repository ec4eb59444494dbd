import { type SsidLike, ssidBytes } from '../wire/ssid.js';
import { type Country, country } from './country.js';
import { type EhtCapabilities, type EhtOperation, encodeEhtCapabilities, encodeEhtOperation } from './eht.js';
import { type Element, Elements } from './elements.js';
import type { AsItStood } from './faithful.js';
import { encodeHeCapabilities, encodeHeOperation, type HeCapabilities, type HeOperation } from './he.js';
import { encodeHtCapabilities, encodeHtOperation, type HtCapabilities, type HtOperationIn } from './ht.js';
import { ELEMENT, ELEMENT_EXTENSION, VENDOR } from './ids.js';
import { encodeRates, type MembershipSelector, type Rate, type RateOctets } from './rates.js';
import { type RsnIn, rsn, wpa } from './rsn.js';
import {
  type Erp,
  encodeExtendedCapabilities,
  erp,
  type MobilityDomain,
  mobilityDomain,
  type OperatingClasses,
  operatingClasses,
  type Tim,
  tim,
  type Wmm,
  wmm,
} from './small.js';
import { encodeVhtCapabilities, encodeVhtOperation, type VhtCapabilities, type VhtOperation } from './vht.js';

/** What a beacon, or a request, may be made of. Written in the order that the standard wants, whatever that of the object. */
export interface ElementsIn {
  readonly ssid?: SsidLike;
  readonly rates?: readonly Rate[];
  /** What a station must support to join besides basic rates. */
  readonly membershipSelectors?: readonly MembershipSelector[];
  /** The rates and selectors as they stood in a frame: written again while they say the same. */
  readonly rateOctets?: RateOctets;
  readonly dsChannel?: number;
  readonly tim?: Tim & AsItStood;
  readonly country?: Country & AsItStood;
  readonly erp?: Erp & AsItStood;
  readonly rsn?: RsnIn & AsItStood;
  readonly mobilityDomain?: MobilityDomain & AsItStood;
  readonly operatingClasses?: OperatingClasses & AsItStood;
  /** Bit numbers, or octets as they stand. */
  readonly extendedCapabilities?: readonly number[] | Uint8Array;
  readonly htCapabilities?: Pick<HtCapabilities, 'info' | 'ampdu' | 'mcsSet' | 'rest'>;
  readonly htOperation?: HtOperationIn;
  readonly vhtCapabilities?: Pick<VhtCapabilities, 'info' | 'mcsSet' | 'rest'>;
  readonly vhtOperation?: VhtOperation;
  readonly rsnxe?: { readonly bits: Uint8Array };
  readonly heCapabilities?: Pick<HeCapabilities, 'mac' | 'phy' | 'mcsSet' | 'ppe'>;
  readonly heOperation?: HeOperation;
  readonly ehtOperation?: EhtOperation;
  readonly ehtCapabilities?: EhtCapabilities;
  readonly wpa?: RsnIn & AsItStood;
  readonly wmm?: Pick<Wmm, 'subtype' | 'version' | 'info' | 'categories'> & AsItStood;
  /** Any other elements, after these. */
  readonly others?: Iterable<Element>;
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
  const rates = encodeRates(from.rates, from.membershipSelectors, from.rateOctets);
  if (from.ssid !== undefined) yield plain(ELEMENT.SSID, ssidBytes(from.ssid));
  if (rates.supported) yield plain(ELEMENT.SUPPORTED_RATES, rates.supported);
  if (from.dsChannel !== undefined) yield plain(ELEMENT.DS_PARAMETER_SET, [from.dsChannel]);
  if (from.tim) yield plain(ELEMENT.TIM, tim.write(from.tim));
  if (from.country) yield plain(ELEMENT.COUNTRY, country.write(from.country));
  if (from.erp) yield plain(ELEMENT.ERP, erp.write(from.erp));
  if (from.htCapabilities) yield plain(ELEMENT.HT_CAPABILITIES, encodeHtCapabilities(from.htCapabilities));
  if (from.rsn) yield plain(ELEMENT.RSN, rsn.write(from.rsn));
  if (rates.extended) yield plain(ELEMENT.EXTENDED_SUPPORTED_RATES, rates.extended);
  if (from.mobilityDomain) yield plain(ELEMENT.MOBILITY_DOMAIN, mobilityDomain.write(from.mobilityDomain));
  if (from.operatingClasses)
    yield plain(ELEMENT.OPERATING_CLASSES, operatingClasses.write(from.operatingClasses));
  if (from.htOperation) yield plain(ELEMENT.HT_OPERATION, encodeHtOperation(from.htOperation));
  if (from.extendedCapabilities)
    yield plain(ELEMENT.EXTENDED_CAPABILITIES, encodeExtendedCapabilities(from.extendedCapabilities));
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
  if (from.wpa) yield vendor(VENDOR.MICROSOFT, 1, wpa.write(from.wpa));
  if (from.wmm) yield vendor(VENDOR.MICROSOFT, 2, wmm.write(from.wmm));
  yield* from.others ?? [];
}

/**
 * Elements of what they say: `buildElements({ ssid: 'x', rates, rsn: { akms: ['PSK'] } })`. What was read from a frame is
 * written to the same octets. Throws EncodeError.
 */
export function buildElements(from: ElementsIn): Elements {
  return Elements.from(inOrder(from));
}
