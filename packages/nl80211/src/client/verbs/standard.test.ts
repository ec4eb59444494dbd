import { parseEhtCapabilities } from '../../elements/eht.js';
import { buildElements } from '../../elements/encode.js';
import { readHeCapabilities } from '../../elements/he.js';
import { parseHtCapabilities } from '../../elements/ht.js';
import { parseVhtCapabilities } from '../../elements/vht.js';
import type { Band, Radio } from '../radio.js';
import { type StandardSettings, standardElements } from './standard.js';

const zeros = (n: number): Uint8Array => new Uint8Array(n);

/** With HE of 160 MHz, whose radio tells the sets of three widths. */
function band(name: string, newer = true): Band {
  const phy = zeros(11);
  phy[0] = 0x0c;
  const he = readHeCapabilities(
    zeros(6),
    phy,
    Uint8Array.from([...Array(8).fill(0xaa), ...Array(4).fill(0xff)]),
    zeros(0),
  );
  const ht = parseHtCapabilities(zeros(19));
  const vht = parseVhtCapabilities(zeros(12));
  const eht = parseEhtCapabilities(Uint8Array.from([...zeros(11), ...Array(9).fill(0x44)]));
  return {
    ...{ name, frequencies: [], rates: [] },
    ...(name !== '6ghz' && ht ? { ht } : {}),
    ...(name === '5ghz' && vht ? { vht } : {}),
    capabilities: newer ? [{ interfaceTypes: ['ap'], he, ...(eht && { eht }) }] : [],
  };
}

const radio = (...bands: Band[]) => ({ name: 'phy0', bands }) as unknown as Radio;
const read = (settings: StandardSettings, ...bands: Band[]) =>
  buildElements(standardElements(radio(...bands), settings));

test('320 MHz are told by EHT, and HE tells the half of them', () => {
  const said = read({ standard: 'be', frequencyMhz: 5975, width: '320MHz' }, band('6ghz'));
  expect(said.ehtOperation).toMatchObject({ width: 320, centerSegment0: 15, centerSegment1: 31 });
  // Basic set, primary channel, width, segments, lowest rate.
  expect([...(said.heOperation?.rest ?? [])]).toEqual([0xfc, 0xff, 5, 3, 7, 15, 6]);
  expect(said.heOperation?.parameters[2]).toBe(2);
  expect(said.heCapabilities?.mcsSet).toHaveLength(8);
  expect(said.htOperation).toBeUndefined();
});

test('of a channel with a hole the older ones have what is whole around the primary channel', () => {
  const hole = { frequencyMhz: 5180, width: '80MHz', punctured: 0b1000 } as const;
  const said = read({ standard: 'be', ...hole }, band('5ghz'));
  expect(said.ehtOperation).toMatchObject({ width: 80, centerSegment0: 42, disabledSubchannels: 8 });
  expect(said.vhtOperation).toMatchObject({ width: 0, centerSegment0: 0, centerSegment1: 0 });
  expect(said.htOperation).toMatchObject({ primaryChannel: 36, secondaryChannel: 'above' });
  const near = read({ standard: 'be', ...hole, punctured: 0b0010 }, band('5ghz'));
  expect(near.htOperation).toMatchObject({ secondaryChannel: 'none' });
});

test.each([
  ['n', '40', { secondaryChannel: 'below', anyWidth: true }, undefined],
  ['ac', '160', { secondaryChannel: 'above' }, { width: 1, centerSegment0: 42, centerSegment1: 50 }],
] as const)('%s at %s MHz', (standard, mhz, ht, vht) => {
  const settings =
    mhz === '40'
      ? { frequencyMhz: 5200, width: 'HT40-' as const }
      : { frequencyMhz: 5180, width: '160MHz' as const };
  const said = read({ standard, ...settings }, band('5ghz'));
  expect(said.htOperation).toMatchObject(ht);
  if (vht) expect(said.vhtOperation).toMatchObject(vht);
  else expect(said.vhtOperation).toBeUndefined();
  expect(said.heCapabilities).toBeUndefined();
  expect(said.wmm?.categories).toHaveLength(4);
});

test.each([
  [{ standard: 'ax', frequencyMhz: 5975, width: '320MHz' }, '320 MHz are of be alone'],
  [
    { standard: 'ax', frequencyMhz: 5180, width: '80MHz', punctured: 8 },
    'holes in a channel are of be alone',
  ],
  [{ standard: 'ac', frequencyMhz: 5975 }, 'there is nothing older than ax at 6 GHz'],
  [{ standard: 'be', frequencyMhz: 2437 }, 'phy0 has no band of 2437 MHz'],
  [{ standard: 'b', frequencyMhz: 5180 }, '"b" is none of n, ac, ax, be'],
] as const)('%j is refused', (settings, words) => {
  expect(() => read(settings as StandardSettings, band('5ghz'), band('6ghz'))).toThrow(words);
});

test('a radio that does not know it is told', () => {
  expect(() => read({ standard: 'ax', frequencyMhz: 5180 }, band('5ghz', false))).toThrow(
    'phy0 does not know it at 5180 MHz',
  );
});

test('without a standard nothing is said', () => {
  expect(standardElements(radio(), { frequencyMhz: 2437 })).toEqual({});
});
