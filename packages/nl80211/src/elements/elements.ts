import { copyBytes } from '../wire/attribute.js';
import type { Codec } from '../wire/codec.js';
import { EncodeError } from '../wire/errors.js';
import { Ssid } from '../wire/ssid.js';
import { type Country, country } from './country.js';
import { type EhtCapabilities, type EhtOperation, parseEhtCapabilities, parseEhtOperation } from './eht.js';
import type { AsItStood } from './faithful.js';
import { type HeCapabilities, type HeOperation, parseHeCapabilities, parseHeOperation } from './he.js';
import { type HtCapabilities, type HtOperation, parseHtCapabilities, parseHtOperation } from './ht.js';
import { ELEMENT, ELEMENT_EXTENSION, VENDOR } from './ids.js';
import { type MembershipSelector, parseRates, parseSelectors, type Rate, type RateOctets } from './rates.js';
import { parseRsnxe, type Rsn, type Rsnxe, rsn, wpa } from './rsn.js';
import {
  type Erp,
  erp,
  type MobilityDomain,
  mobilityDomain,
  type OperatingClasses,
  operatingClasses,
  parseExtendedCapabilities,
  type Tim,
  tim,
  type Wmm,
  wmm,
} from './small.js';
import { parseVhtCapabilities, parseVhtOperation, type VhtCapabilities, type VhtOperation } from './vht.js';

/** One 802.11 element: number, extension number where the number is 255, and what it holds. */
export interface Element {
  readonly id: number;
  readonly extension?: number;
  readonly data: Uint8Array;
}

/**
 * The elements of a beacon, probe response or other frame (IEEE 802.11-2020, 9.4.2). Holds the bytes; each element is
 * read when it is asked for. Something unreadable or missing is `undefined`, never an error.
 */
export class Elements {
  private items: Element[] | undefined;

  constructor(readonly bytes: Uint8Array) {}

  /** Puts elements together. Throws EncodeError when one does not fit its length byte. */
  static from(items: Iterable<Element>): Elements {
    const parts: number[] = [];
    for (const { id, extension, data } of items) {
      const length = data.length + (extension === undefined ? 0 : 1);
      if (length > 255) throw new EncodeError(`element ${id} of ${length} bytes; 255 is the most`);
      parts.push(id, length, ...(extension === undefined ? [] : [extension]), ...data);
    }
    return new Elements(Uint8Array.from(parts));
  }

  /** In the order of the frame. Stops at the first one that is cut off. */
  *[Symbol.iterator](): Iterator<Element> {
    const { bytes } = this;
    for (let at = 0; at + 2 <= bytes.length; ) {
      const id = bytes[at] ?? 0;
      const end = at + 2 + (bytes[at + 1] ?? 0);
      if (end > bytes.length) return;
      const extension = id === ELEMENT.EXTENSION && end > at + 2 ? bytes[at + 2] : undefined;
      yield extension === undefined
        ? { id, data: bytes.subarray(at + 2, end) }
        : { id, extension, data: bytes.subarray(at + 3, end) };
      at = end;
    }
  }

  /** The first element of a number. */
  get(id: number, extension?: number): Uint8Array | undefined {
    this.items ??= [...this];
    return this.items.find((item) => item.id === id && item.extension === extension)?.data;
  }

  /** The first vendor element of an organisation and type, after those four bytes. */
  vendor(organisation: number, type: number): Uint8Array | undefined {
    this.items ??= [...this];
    for (const { id, data } of this.items) {
      if (id !== ELEMENT.VENDOR || data.length < 4) continue;
      const found = ((data[0] ?? 0) << 16) | ((data[1] ?? 0) << 8) | (data[2] ?? 0);
      if (found === organisation && data[3] === type) return data.subarray(4);
    }
    return undefined;
  }

  private read<T>(id: number, parse: (data: Uint8Array) => T | undefined, extension?: number): T | undefined {
    const data = this.get(id, extension);
    return data && parse(data);
  }

  get ssid(): Ssid | undefined {
    return this.read(ELEMENT.SSID, (data) => (data.length > 32 ? undefined : new Ssid(data.slice())));
  }

  /** Supported and extended supported rates, as they stand. */
  get rateOctets(): RateOctets {
    const supported = this.get(ELEMENT.SUPPORTED_RATES);
    const extended = this.get(ELEMENT.EXTENDED_SUPPORTED_RATES);
    return { ...(supported && { supported }), ...(extended && { extended }) };
  }

  /** Supported and extended supported rates. */
  get rates(): Rate[] {
    return parseRates(this.rateOctets);
  }

  /** What a station must support to join besides basic rates: 'HT', 'VHT', 'HE', 'SAE-H2E', ... */
  get membershipSelectors(): MembershipSelector[] {
    return parseSelectors(this.rateOctets);
  }

  /** The channel number in the DS parameter set. */
  get dsChannel(): number | undefined {
    return this.read(ELEMENT.DS_PARAMETER_SET, (data) => (data.length === 1 ? data[0] : undefined));
  }

  get tim(): (Tim & AsItStood) | undefined {
    return this.read(ELEMENT.TIM, tim.read);
  }

  get country(): (Country & AsItStood) | undefined {
    return this.read(ELEMENT.COUNTRY, country.read);
  }

  get erp(): (Erp & AsItStood) | undefined {
    return this.read(ELEMENT.ERP, erp.read);
  }

  get operatingClasses(): (OperatingClasses & AsItStood) | undefined {
    return this.read(ELEMENT.OPERATING_CLASSES, operatingClasses.read);
  }

  /** Bit numbers of the extended capabilities that are set. */
  get extendedCapabilities(): number[] | undefined {
    return this.read(ELEMENT.EXTENDED_CAPABILITIES, parseExtendedCapabilities);
  }

  get rsn(): (Rsn & AsItStood) | undefined {
    return this.read(ELEMENT.RSN, rsn.read);
  }

  get rsnxe(): Rsnxe | undefined {
    return this.read(ELEMENT.RSNX, parseRsnxe);
  }

  /** The element of WPA version 1. */
  get wpa(): (Rsn & AsItStood) | undefined {
    const data = this.vendor(VENDOR.MICROSOFT, 1);
    return data && wpa.read(data);
  }

  get wmm(): (Wmm & AsItStood) | undefined {
    const data = this.vendor(VENDOR.MICROSOFT, 2);
    return data && wmm.read(data);
  }

  /** Whether the network offers Wi-Fi Protected Setup. */
  get wps(): boolean {
    return this.vendor(VENDOR.MICROSOFT, 4) !== undefined;
  }

  get mobilityDomain(): (MobilityDomain & AsItStood) | undefined {
    return this.read(ELEMENT.MOBILITY_DOMAIN, mobilityDomain.read);
  }

  get htCapabilities(): HtCapabilities | undefined {
    return this.read(ELEMENT.HT_CAPABILITIES, parseHtCapabilities);
  }

  get htOperation(): HtOperation | undefined {
    return this.read(ELEMENT.HT_OPERATION, parseHtOperation);
  }

  get vhtCapabilities(): VhtCapabilities | undefined {
    return this.read(ELEMENT.VHT_CAPABILITIES, parseVhtCapabilities);
  }

  get vhtOperation(): VhtOperation | undefined {
    return this.read(ELEMENT.VHT_OPERATION, parseVhtOperation);
  }

  get heCapabilities(): HeCapabilities | undefined {
    return this.read(ELEMENT.EXTENSION, parseHeCapabilities, ELEMENT_EXTENSION.HE_CAPABILITIES);
  }

  get heOperation(): HeOperation | undefined {
    return this.read(ELEMENT.EXTENSION, parseHeOperation, ELEMENT_EXTENSION.HE_OPERATION);
  }

  get ehtCapabilities(): EhtCapabilities | undefined {
    return this.read(ELEMENT.EXTENSION, parseEhtCapabilities, ELEMENT_EXTENSION.EHT_CAPABILITIES);
  }

  get ehtOperation(): EhtOperation | undefined {
    return this.read(ELEMENT.EXTENSION, parseEhtOperation, ELEMENT_EXTENSION.EHT_OPERATION);
  }

  toJSON(): { id: number; extension?: number; data: string }[] {
    return [...this].map(({ data, ...rest }) => ({ ...rest, data: Buffer.from(data).toString('hex') }));
  }
}

/** Elements, or their octets. */
export type ElementsLike = Elements | Uint8Array;

export const elements: Codec<Elements, ElementsLike> = {
  decode: (view, at, length) => new Elements(copyBytes(view, at, length)),
  encode(value, writer) {
    const bytes = value instanceof Elements ? value.bytes : value;
    if (!(bytes instanceof Uint8Array))
      throw new EncodeError(`${String(value)} is neither Elements nor bytes`);
    writer.raw(bytes);
  },
};
