/** The fields of a frame by name, each with where its octets are: what a person points at. */
import { KEY_INFORMATION, parseEapolKey } from '@vwifi/nl80211/capture';
import { Elements, macText, reasonWords, statusWords } from '@vwifi/nl80211/elements';
import type { PageField } from '@vwifi/view';
import { elementName } from './element-names.js';

/** Takes fields from octets one after the other; what is cut off has none. */
class Reader {
  readonly fields: PageField[] = [];
  at = 0;

  constructor(readonly octets: Buffer) {}

  get left(): number {
    return this.octets.length - this.at;
  }

  /** The next field, if it is whole; its octets. */
  take(name: string, length: number, text: (octets: Buffer) => string = hex): Buffer | undefined {
    if (length <= 0 || length > this.left) return undefined;
    const octets = this.octets.subarray(this.at, this.at + length);
    this.fields.push([name, text(octets), this.at, length]);
    this.at += length;
    return octets;
  }

  rest(name: string): void {
    this.take(name, this.left, (octets) => `${octets.length} octets`);
  }
}

const hex = (octets: Buffer): string => octets.toString('hex');
const address = (octets: Buffer): string => macText(octets);
const number = (octets: Buffer): string => String(octets.readUIntLE(0, octets.length));
const big = (octets: Buffer): string => String(octets.readUIntBE(0, octets.length));
const bits = (octets: Buffer): string => `0x${octets.readUIntLE(0, octets.length).toString(16)}`;
const coded = (words: (code: number) => string) => (octets: Buffer) => {
  const code = octets.readUInt16LE(0);
  return `${code}, ${words(code)}`;
};
const ALGORITHMS: Readonly<Record<number, string>> = {
  ...{ 0: 'open system', 1: 'shared key', 2: 'fast BSS transition', 3: 'SAE', 4: 'FILS' },
};
const algorithm = coded((code) => ALGORITHMS[code] ?? 'unknown');

type Row = readonly [name: string, length: number, text?: (octets: Buffer) => string];

/** What comes before the elements, by subtype (802.11-2020, 9.3.3). */
const BODIES: Readonly<Record<number, readonly Row[]>> = {
  0: [
    ['capability', 2, bits],
    ['listen interval', 2, number],
  ],
  1: [
    ['capability', 2, bits],
    ['status', 2, coded(statusWords)],
    ['association identifier', 2, (octets) => String(octets.readUInt16LE(0) & 0x3fff)],
  ],
  2: [
    ['capability', 2, bits],
    ['listen interval', 2, number],
    ['current access point', 6, address],
  ],
  4: [],
  5: [
    ['timestamp', 8, (octets) => `${octets.readBigUInt64LE(0)} us`],
    ['beacon interval', 2, number],
    ['capability', 2, bits],
  ],
  10: [['reason', 2, coded(reasonWords)]],
  11: [
    ['algorithm', 2, algorithm],
    ['transaction', 2, number],
    ['status', 2, coded(statusWords)],
  ],
  12: [['reason', 2, coded(reasonWords)]],
};
const SAME: Readonly<Record<number, number>> = { 3: 1, 8: 5 };
const AUTHENTICATION = 11;
const SAE = 3;
const ACTIONS = [13, 14];
const CATEGORIES: Readonly<Record<number, string>> = {
  ...{ 0: 'spectrum management', 3: 'block ack', 4: 'public', 5: 'radio measurement' },
  ...{ 6: 'fast BSS transition', 7: 'HT', 8: 'SA query', 9: 'protected public', 10: 'WNM' },
  ...{ 13: 'mesh', 15: 'self-protected', 21: 'VHT', 127: 'vendor' },
};

const FLAG = { toDs: 1, fromDs: 2, sealed: 0x40, htControl: 0x80 } as const;

/** The fields of a frame without radiotap header; its first ones where it is cut off. Never throws. */
export function frameFields(octets: Buffer): readonly PageField[] {
  const reader = new Reader(octets);
  const control = reader.take('frame control', 2, bits);
  if (!control) return reader.fields;
  const [first = 0, flags = 0] = control;
  const [type, subtype] = [(first >> 2) & 3, first >> 4];
  reader.take('duration', 2, (field) => `${number(field)} us`);
  reader.take('receiver', 6, address);
  reader.take('transmitter', 6, address);
  const readers = [management, undefined, data];
  reader.rest(readers[type]?.(reader, subtype, flags) ?? 'body');
  return reader.fields;
}

const sequence = (octets: Buffer): string => {
  const value = octets.readUInt16LE(0);
  return `${value >> 4}${value & 15 ? `, fragment ${value & 15}` : ''}`;
};

/** Reads fields; what to call that which is left. */
function management(reader: Reader, subtype: number, flags: number): string {
  reader.take('BSSID', 6, address);
  reader.take('sequence', 2, sequence);
  if (flags & FLAG.htControl) reader.take('HT control', 4);
  if (flags & FLAG.sealed) return 'sealed body';
  if (ACTIONS.includes(subtype)) {
    reader.take('category', 1, (octets) => CATEGORIES[octets[0] ?? 0] ?? String(octets[0]));
    reader.take('action', 1, number);
    return 'body';
  }
  const rows = BODIES[SAME[subtype] ?? subtype];
  if (!rows) return 'body';
  let sae = false;
  for (const [name, length, text] of rows) {
    const field = reader.take(name, length, text);
    if (subtype === AUTHENTICATION && name === 'algorithm') sae = field?.readUInt16LE(0) === SAE;
  }
  // SAE has fields of its own there, whose lengths its group says (9.4.1.38 to 9.4.1.42).
  if (sae) return 'SAE commit or confirm';
  return elements(reader);
}

function elements(reader: Reader): string {
  while (reader.left >= 2) {
    const length = 2 + (reader.octets[reader.at + 1] ?? 0);
    const id = reader.octets[reader.at] ?? 0;
    const name = elementName(id, reader.octets[reader.at + 2]);
    if (reader.take(name, length, elementText) === undefined) break;
  }
  return 'cut off';
}

function elementText(octets: Buffer): string {
  const read = new Elements(octets);
  const { ssid, rsn, country } = read;
  if (octets[0] === 0 && ssid) return ssid.toString() || 'hidden';
  if (octets[0] === 1 || octets[0] === 50)
    return `${read.rates.map(({ mbps, basic }) => `${mbps}${basic ? '*' : ''}`).join(' ')} Mbit/s`;
  if (octets[0] === 3) return `channel ${octets[2]}`;
  if (rsn)
    return [
      `group ${rsn.groupCipher}`,
      `pairwise ${rsn.pairwiseCiphers.join(' ')}`,
      `key management ${rsn.akms.join(' ')}`,
      `protected management frames: ${rsn.managementFrameProtection}`,
    ].join('; ');
  if (octets[0] === 7 && country) return octets.subarray(2, 4).toString('latin1');
  return hex(octets.subarray(2));
}

const SNAP = 'aaaa03000000888e';
const QOS = 8;

function data(reader: Reader, subtype: number, flags: number): string {
  const bothWays = (flags & (FLAG.toDs | FLAG.fromDs)) === (FLAG.toDs | FLAG.fromDs);
  reader.take(flags & FLAG.toDs ? 'destination' : 'source or BSSID', 6, address);
  reader.take('sequence', 2, sequence);
  if (bothWays) reader.take('source', 6, address);
  if (subtype & QOS) {
    reader.take('QoS control', 2, bits);
    if (flags & FLAG.htControl) reader.take('HT control', 4);
  }
  if (flags & FLAG.sealed) return 'sealed body';
  const eapol = hex(reader.octets.subarray(reader.at, reader.at + SNAP.length / 2)) === SNAP;
  reader.take('LLC, SNAP', 8);
  if (!eapol) return 'body';
  const key = parseEapolKey(reader.octets.subarray(reader.at));
  reader.take('EAPOL version', 1, number);
  reader.take('EAPOL type', 1, (octets) => (octets[0] === 3 ? 'key' : number(octets)));
  reader.take('EAPOL length', 2, big);
  if (!key) return 'EAPOL body';
  reader.take('key descriptor', 1, (octets) => (octets[0] === 2 ? 'RSN' : number(octets)));
  reader.take('key information', 2, () => informationText(key.information));
  reader.take('key length', 2, big);
  reader.take('key replay counter', 8);
  reader.take('key nonce', 32);
  reader.take('key IV', 16);
  reader.take('key RSC', 8);
  reader.take('reserved', 8);
  reader.take('key MIC', key.mic.length);
  reader.take('key data length', 2, big);
  if (key.information & KEY_INFORMATION.encrypted) return 'key data, sealed';
  return elements(reader);
}

function informationText(information: number): string {
  const named = Object.entries(KEY_INFORMATION).filter(
    ([name, bit]) => name !== 'version' && (information & bit) !== 0,
  );
  return [`version ${information & KEY_INFORMATION.version}`, ...named.map(([name]) => name)].join(', ');
}
