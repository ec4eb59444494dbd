/** A persona by what `iw phy` prints of a card: its lines, as iw 4 to 6 write them. */
import { CIPHER_SUITES, type CipherSuiteName } from '../../elements/suites.js';
import { VWifiError } from '../../wire/errors.js';
import { type BandAbility, type Persona, personaOfBands } from './persona.js';
import type { RadioBand } from './radios.js';

/** As iw calls types of interfaces. */
const TYPES: Readonly<Record<string, string>> = {
  IBSS: 'adhoc',
  managed: 'station',
  AP: 'ap',
  'AP/VLAN': 'ap-vlan',
  monitor: 'monitor',
  'mesh point': 'mesh-point',
  'P2P-client': 'p2p-client',
  'P2P-GO': 'p2p-go',
  'P2P-device': 'p2p-device',
};

/** The lines below a heading that are further in than it; none where it is not there. */
function below(lines: readonly string[], heading: RegExp): string[] {
  const at = lines.findIndex((line) => heading.test(line));
  if (at < 0) return [];
  const depth = /^\s*/.exec(lines[at] ?? '')?.[0].length ?? 0;
  const end = lines.findIndex((line, index) => index > at && /^\s*/.exec(line)?.[0].length === depth);
  const rest = lines.slice(at + 1, end < 0 ? undefined : end);
  const out = rest.findIndex((line) => (/^\s*/.exec(line)?.[0].length ?? 0) < depth);
  return rest.slice(0, out < 0 ? undefined : out);
}

const items = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => /^\s*\* (.+?)\s*$/.exec(line)?.[1] ?? []);

/** '2 streams: MCS 0-9': the most of those lines that say an MCS. */
const streamsIn = (lines: readonly string[]): number =>
  Math.max(
    1,
    ...lines.flatMap((line) => {
      const said = /^\s*(\d+) streams: MCS/.exec(line)?.[1];
      return said ? [Number(said)] : [];
    }),
  );

const bandOf = (mhz: number): RadioBand | undefined =>
  mhz > 2400 && mhz < 2500
    ? '2.4 GHz'
    : mhz > 4900 && mhz < 5925
      ? '5 GHz'
      : mhz > 5925 && mhz < 7130
        ? '6 GHz'
        : undefined;

/** 'HT TX/RX MCS rate indexes supported: 0-15, 32'. */
function htStreams(lines: readonly string[]): number {
  const said =
    lines.find((line) => /HT (TX\/)?RX MCS rate indexes supported:/.test(line))?.split(':')[1] ?? '';
  const indices = said.split(',').map((part) => Number(part.trim().split('-').at(-1)));
  return Math.max(1, ...indices.filter((mcs) => mcs < 32).map((mcs) => (mcs >> 3) + 1));
}

function abilityOf(lines: readonly string[]): BandAbility | undefined {
  const frequency = items(below(lines, /^\s*Frequencies:/))[0];
  const band = frequency ? bandOf(Number.parseFloat(frequency)) : undefined;
  if (!band) return undefined;
  const has = (what: RegExp) => lines.some((line) => what.test(line));
  // iw has a heading for EHT where there is HE alone: then with no set of streams.
  const eht = has(/^\s*EHT MCS\/NSS: \(0x[0-9a-f]+\)/);
  const he = has(/^\s*HE Iftypes:/);
  const vht = has(/^\s*VHT Capabilities \(/);
  const ht = has(/^\s*HT (TX\/)?RX MCS rate indexes supported:/);
  const wide: readonly (readonly [can: boolean, mhz: number])[] = [
    [has(/320MHz in 6GHz Supported/), 320],
    [has(/HE160\/5GHz/) || (vht && has(/Supported Channel Width: 160 MHz/)), 160],
    [has(/HE40\/HE80\/5GHz/) || vht, 80],
    [has(/HE40\/2\.4GHz/) || has(/^\s*HT20\/HT40\s*$/), 40],
  ];
  return {
    band,
    generation: eht ? 'eht' : he ? 'he' : vht ? 'vht' : ht ? 'ht' : 'legacy',
    streams: Math.max(
      htStreams(lines),
      streamsIn(below(lines, /VHT RX MCS set:/)),
      streamsIn(below(lines, /HE RX MCS and NSS set <= 80 MHz/)),
    ),
    widthMhz: wide.find(([can]) => can)?.[1] ?? 20,
  };
}

/** 'GMAC-256 (00-0f-ac:12)': the last number is a decimal one. */
function cipherOf(item: string): CipherSuiteName[] {
  const [, oui = '', type = ''] = /\(([0-9a-f]{2}-[0-9a-f]{2}-[0-9a-f]{2}):(\d+)\)/i.exec(item) ?? [];
  const selector = Number.parseInt(oui.replaceAll('-', ''), 16) * 256 + Number(type);
  return (Object.keys(CIPHER_SUITES) as CipherSuiteName[]).filter((name) => CIPHER_SUITES[name] === selector);
}

/** A persona like the first card in the text. Errors: `NO_BAND`. */
export function personaOfIw(text: string): Persona {
  const all = text.split('\n');
  const start = all.findIndex((line) => line.startsWith('Wiphy '));
  if (start < 0)
    throw new VWifiError('NO_BAND', "this is not what `iw phy` prints: no line begins with 'Wiphy'");
  const next = all.findIndex((line, index) => index > start && line.startsWith('Wiphy '));
  const lines = all.slice(start, next < 0 ? undefined : next);
  const bands = lines.flatMap((line, index) =>
    /^\s*Band \d+:/.test(line) ? (abilityOf([...below(lines.slice(index), /^\s*Band \d+:/)]) ?? []) : [],
  );
  const commands = items(below(lines, /^\s*Supported commands:/));
  return personaOfBands(
    bands,
    items(below(lines, /^\s*Supported interface modes:/)).map((item) => TYPES[item] ?? item),
    items(below(lines, /^\s*Supported Ciphers:/)).flatMap(cipherOf),
    commands.includes('connect') && !commands.includes('authenticate'),
  );
}
