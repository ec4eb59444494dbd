/** What a real device can do, as far as a radio of the driver can be made like it. */
import { CIPHER_SUITES, type CipherSuiteName } from '../../elements/suites.js';
import type { InterfaceType } from '../../spec/nl80211/messages.js';
import { INTERFACE_TYPES } from '../../spec/nl80211/values.js';
import { VWifiError } from '../../wire/errors.js';
import type { Band, Radio } from '../radio.js';
import type { NewRadio, Personality, RadioBand } from './radios.js';

/** Given to {@link VirtualRadios.add}, with a name and a place beside it. */
export type Persona = Required<
  Pick<NewRadio, 'bands' | 'personality' | 'streams' | 'widthMhz' | 'interfaceTypes' | 'ciphers'>
> &
  Pick<NewRadio, 'driverSme'>;

const GENERATIONS: readonly Personality[] = ['legacy', 'ht', 'vht', 'he', 'eht'];
const BAND_NAMES: Readonly<Record<string, RadioBand>> = {
  '2ghz': '2.4 GHz',
  '5ghz': '5 GHz',
  '6ghz': '6 GHz',
};
/** The driver's most. */
const MOST_STREAMS = 4;
const SUITE_NAMES = Object.keys(CIPHER_SUITES) as CipherSuiteName[];

/** What one band says: how modern it is, for how many streams, how wide. */
export interface BandAbility {
  readonly band: RadioBand;
  readonly generation: Personality;
  readonly streams: number;
  readonly widthMhz: number;
}

/** A device of those bands; the newest, the most and the widest of any of them are the device's. */
export function personaOfBands(
  bands: readonly BandAbility[],
  interfaceTypes: readonly string[],
  ciphers: readonly string[],
  driverSme = false,
): Persona {
  if (bands.length === 0)
    throw new VWifiError('NO_BAND', 'a persona needs a band of 2.4, 5 or 6 GHz: none is told of');
  const most = (of: (band: BandAbility) => number): number => Math.max(...bands.map(of));
  return {
    bands: bands.map(({ band }) => band),
    personality: GENERATIONS[most(({ generation }) => GENERATIONS.indexOf(generation))] ?? 'legacy',
    streams: Math.min(
      MOST_STREAMS,
      most(({ streams }) => streams),
    ),
    widthMhz: most(({ widthMhz }) => widthMhz),
    interfaceTypes: interfaceTypes.filter((type): type is InterfaceType =>
      Object.hasOwn(INTERFACE_TYPES, type),
    ),
    ciphers: SUITE_NAMES.filter((name) => ciphers.includes(name)),
    ...(driverSme ? { driverSme } : {}),
  };
}

/** The last of them that is there; in JSON what is undefined becomes null. */
const streamsOf = (most: readonly (number | null | undefined)[] = []): number =>
  most.findLastIndex((mcs) => mcs !== undefined && mcs !== null) + 1;

function abilityOf(band: Band): BandAbility | undefined {
  const name = BAND_NAMES[band.name];
  if (!name) return undefined;
  const { ht, vht } = band;
  const he = band.capabilities.find((each) => each.he)?.he;
  const eht = band.capabilities.find((each) => each.eht)?.eht;
  const wide: readonly (readonly [can: boolean | undefined, mhz: number])[] = [
    [eht?.phy.width320In6Ghz, 320],
    [he?.phy.width160 || (vht && vht.supportedWidth !== 80), 160],
    [he?.phy.width40And80 || vht !== undefined, 80],
    [he?.phy.width40In2Ghz || ht?.width40, 40],
  ];
  return {
    band: name,
    generation: eht ? 'eht' : he ? 'he' : vht ? 'vht' : ht ? 'ht' : 'legacy',
    streams: Math.max(
      1,
      // Four sets of eight; above them are unequal modulations.
      ...(ht?.rxMcs ?? []).filter((mcs) => mcs < 32).map((mcs) => (mcs >> 3) + 1),
      streamsOf(vht?.rxMaxMcs),
      streamsOf(he?.mcs80?.rx),
    ),
    widthMhz: wide.find(([can]) => can)?.[1] ?? 20,
  };
}

/** A persona like a real card, by what {@link VWifi.radios} tells of it. */
export function personaOf(radio: Radio): Persona {
  const suites = radio.cipherSuites.map((suite) =>
    typeof suite === 'number' ? (SUITE_NAMES.find((name) => CIPHER_SUITES[name] === suite) ?? '') : suite,
  );
  // What was written down of a card may be less than a radio.
  const commands = radio.commands ?? [];
  return personaOfBands(
    radio.bands.flatMap((band) => abilityOf(band) ?? []),
    radio.interfaceTypes.map(String),
    suites,
    commands.includes('connect') && !commands.includes('authenticate'),
  );
}
