/** What devices with several links say of them: Multi-Link elements and neighbour reports (IEEE Std 802.11be-2024, 9.4.2.321). */
import { type Element, Elements, macText } from '@vwifi/nl80211/elements';

const EXTENSION = 255;
const MULTI_LINK = 107;
const NON_INHERITANCE = 56;
const FRAGMENT = 242;
const REDUCED_NEIGHBOUR_REPORT = 201;
const PROFILE = 0;
const PROFILE_FRAGMENT = 254;
/** What an element holds, besides its extension where it has one. */
const ROOM = 255;

/** Presence of the link's number, its change counter, and what the MLD is capable of. */
const POINT_PRESENT = 0x0130;
const COMPLETE_PROFILE = 0x10;
const HAS_ADDRESS = 0x20;
/** One address and its own length. */
const STATION_INFO = 7;

/** Of a neighbour: its offset, address, short name, parameters, power, and its MLD. */
const NEIGHBOUR_LENGTH = 16;
const UNKNOWN_OFFSET = 255;
/** Of the same name, and in the same device. */
const SAME_SSID_AND_PLACE = 0x42;
const NO_POWER_LIMIT = 0x7f;

export interface LinkAddress {
  readonly id: number;
  readonly mac: string;
}

/** Where a neighbour is: numbers of annex E. */
export interface Neighbour extends LinkAddress {
  readonly operatingClass: number;
  readonly channel: number;
}

/** A link in an answer, and what of it differs from the frame around it. */
export interface LinkProfile extends LinkAddress {
  readonly capability: number;
  readonly elements: Elements;
}

export const octetsOf = (mac: string): Uint8Array => Buffer.from(mac.replaceAll(':', ''), 'hex');
export const le16 = (value: number): number[] => [value & 0xff, value >> 8];
const at16 = (data: Uint8Array, at: number): number => (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8);

/** As many elements as it takes (802.11-2020, 10.28.11). */
function fragmented(extension: number, data: Uint8Array): Element[] {
  const parts: Element[] = [{ id: EXTENSION, extension, data: data.subarray(0, ROOM - 1) }];
  for (let at = ROOM - 1; at < data.length; at += ROOM)
    parts.push({ id: FRAGMENT, data: data.subarray(at, at + ROOM) });
  return parts;
}

/** The same for what stands in an element. */
function subelement(id: number, data: readonly number[]): number[] {
  const out: number[] = [];
  for (let at = 0, each = id; at === 0 || at < data.length; at += ROOM, each = PROFILE_FRAGMENT) {
    const part = data.slice(at, at + ROOM);
    out.push(each, part.length, ...part);
  }
  return out;
}

/**
 * The basic Multi-Link element of an access point, on the link of that number; `links`: how many it has. With `profiles`
 * in an answer to who asked for those links.
 */
export function pointElement(
  mld: string,
  id: number,
  links: number,
  profiles: readonly LinkProfile[] = [],
): Element[] {
  const common = [...octetsOf(mld), id, 0, ...le16(links - 1)];
  const told = profiles.flatMap((each) =>
    subelement(PROFILE, [
      ...le16(each.id | COMPLETE_PROFILE | HAS_ADDRESS),
      ...[STATION_INFO, ...octetsOf(each.mac)],
      ...[...le16(each.capability), ...le16(0), ...each.elements.bytes],
    ]),
  );
  const data = [...le16(POINT_PRESENT), common.length + 1, ...common, ...told];
  return fragmented(MULTI_LINK, Uint8Array.from(data));
}

/** The other links, for who hears this one (9.4.2.170). */
export function neighbourReport(neighbours: readonly Neighbour[], shortSsid: number): Element[] {
  if (neighbours.length === 0) return [];
  const name = [0, 8, 16, 24].map((shift) => (shortSsid >>> shift) & 0xff);
  const data = neighbours.flatMap(({ id, mac, operatingClass, channel }) => [
    ...[0, NEIGHBOUR_LENGTH, operatingClass, channel],
    ...[UNKNOWN_OFFSET, ...octetsOf(mac), ...name, SAME_SSID_AND_PLACE, NO_POWER_LIMIT],
    ...[0, id, 0],
  ]);
  return [{ id: REDUCED_NEIGHBOUR_REPORT, data: Uint8Array.from(data) }];
}

/** What a station asks for. */
export interface Asked {
  /** Its own address. */
  readonly mld: string;
  /** Its other links, and what it says of each: in its profile, else of all of them in the frame. */
  readonly links: ReadonlyMap<
    number,
    { readonly mac: string; readonly get: (id: number, extension?: number) => Uint8Array | undefined }
  >;
}

/** An element and its fragments. */
function whole(elements: Elements, extension: number): Uint8Array | undefined {
  let parts: Uint8Array[] | undefined;
  for (const each of elements) {
    if (parts && each.id !== FRAGMENT) break;
    if (parts) parts.push(each.data);
    else if (each.id === EXTENSION && each.extension === extension) parts = [each.data];
  }
  return parts && Buffer.concat(parts);
}

/** Parts of an element's body, with their fragments. */
function* subelements(data: Uint8Array): Generator<{ id: number; data: Uint8Array }> {
  let last: { id: number; data: Uint8Array } | undefined;
  for (let at = 0; at + 2 <= data.length; at += 2 + (data[at + 1] ?? 0)) {
    const [id, length] = [data[at] ?? 0, data[at + 1] ?? 0];
    const body = data.subarray(at + 2, at + 2 + length);
    if (body.length < length) break;
    if (id === PROFILE_FRAGMENT && last) last = { id: last.id, data: Buffer.concat([last.data, body]) };
    else {
      if (last) yield last;
      last = { id, data: body };
    }
  }
  if (last) yield last;
}

/** Reads the Multi-Link element of a request; undefined when there is none, or it says no address. Never throws. */
export function readAsked(said: Elements): Asked | undefined {
  const data = whole(said, MULTI_LINK);
  const common = data?.[2] ?? 0;
  if (!data || common < 7 || data.length < 2 + common) return undefined;
  const links: [number, { mac: string; get: (id: number, extension?: number) => Uint8Array | undefined }][] =
    [];
  for (const { id, data: profile } of subelements(data.subarray(2 + common))) {
    const control = at16(profile, 0);
    const info = profile[2] ?? 0;
    if (id !== PROFILE || profile.length < 2 + info + 2 || info < 7 || !(control & HAS_ADDRESS)) continue;
    const own = new Elements(profile.slice(2 + info + 2));
    const without = own.get(EXTENSION, NON_INHERITANCE) ?? new Uint8Array();
    const plain = without.subarray(1, 1 + (without[0] ?? 0));
    const extended = without.subarray(2 + plain.length, 2 + plain.length + (without[1 + plain.length] ?? 0));
    const inherits = (each: number, extension?: number): boolean =>
      extension === undefined ? !plain.includes(each) : !extended.includes(extension);
    links.push([
      control & 0xf,
      {
        mac: macText(profile.subarray(3, 9)),
        get: (each, extension) =>
          own.get(each, extension) ?? (inherits(each, extension) ? said.get(each, extension) : undefined),
      },
    ]);
  }
  return { mld: macText(data.subarray(3, 9)), links: new Map(links) };
}
