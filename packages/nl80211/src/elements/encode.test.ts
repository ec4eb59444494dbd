import fc from 'fast-check';
import { ehtMac, ehtPhy, he6Ghz, heMac, hePhy, htAmpdu, htInfo, vhtInfo } from './capability-fields.js';
import { Elements } from './elements.js';
import { buildElements } from './encode.js';
import { bitFields } from './fields.js';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

/** A beacon with every element that has a name, in the order of the standard. */
const BEACON = [
  '0004 74657374',
  '0108 82848b960c121824',
  '0301 06',
  '0505 0102 03 0005', // group traffic; stations 24 and 26
  '0706 44452001 0d14',
  '2d1a ef19 1b ffffff00000000000000000000000000 0000 00000000 00',
  '3018 0100 000fac04 0100 000fac04 0200 000fac02 000fac08 8000',
  '3204 3048606c',
  '3603 a1b2 01',
  'bf0c b2798933 faff0000faff0020',
  'f401 20',
  'ff1a 23 0500080000 00 7030ce1b09bf0e006b0500 faff faff 3b1cc771',
  'ff12 6c 0300 e2ffdb0018360800 00 444444 222222',
  'dd16 0050f201 0100 0050f202 0100 0050f202 0100 0050f202',
  'dd18 0050f202 0101 80 00 03a40000 27a40000 42435e00 62322f00',
  'dd07 506f9a16030103',
];

describe('a beacon with every element', () => {
  const octets = hex(BEACON.join('').replaceAll(/[^0-9a-f]/g, ''));
  const read = new Elements(octets);

  test('is read by name', () => {
    expect(read.htCapabilities).toMatchObject({ width40: true, shortGi40: true, maxAmpduBytes: 65535 });
    expect(read.vhtCapabilities).toMatchObject({ maxMpduBytes: 11454, rxLdpc: true, suBeamformee: true });
    expect(read.heCapabilities?.mac).toMatchObject({ htcHe: true, twtResponder: true });
    expect(read.heCapabilities?.mcs80?.rx.slice(0, 3)).toEqual([11, 11, undefined]);
    expect(read.ehtCapabilities?.phy).toMatchObject({ width320In6Ghz: true, ndp4xLtf32Gi: false });
    expect(read.wpa?.akms).toEqual(['PSK']);
    expect(read.rsn?.akms).toEqual(['PSK', 'SAE']);
  });

  test('is built again of what was read, to the same octets', () => {
    const { ssid, rates, dsChannel, tim, country, rsn, mobilityDomain, rsnxe, wpa, wmm } = read;
    const { htCapabilities, vhtCapabilities, heCapabilities, ehtCapabilities } = read;
    const others = [...read].slice(-1);
    const parts = { ssid, rates, dsChannel, tim, country, rsn, mobilityDomain, rsnxe, wpa, wmm, others };
    const more = { htCapabilities, vhtCapabilities, heCapabilities, ehtCapabilities };
    const built = buildElements({ ...parts, ...more } as Parameters<typeof buildElements>[0]);
    expect(Buffer.from(built.bytes).toString('hex')).toBe(Buffer.from(octets).toString('hex'));
  });
});

test('what a person says becomes elements that are read as said', () => {
  const built = buildElements({
    ssid: 'laboratory',
    rates: [1, 2, 5.5, 11, 6, 9, 12, 18, 24].map((mbps) => ({ mbps, basic: mbps < 12 })),
    rsn: { akms: ['SAE'], capabilities: 0xc0, groupManagementCipher: 'BIP-CMAC-128' },
  });
  expect(built.ssid?.toString()).toBe('laboratory');
  expect(built.rates).toHaveLength(9);
  expect(built.rsn).toMatchObject({ akms: ['SAE'], managementFrameProtection: 'required' });
});

describe.each(Object.entries({ htInfo, htAmpdu, vhtInfo, heMac, hePhy, he6Ghz, ehtMac, ehtPhy }))(
  'the bits of %s',
  (_name, table) => {
    test('have one name each', () => {
      const bits = Object.values(table.table).flatMap(([bit, width = 1]: readonly [number, number?]) =>
        Array.from({ length: width }, (_, i) => bit + i),
      );
      expect(new Set(bits).size).toBe(bits.length);
      expect(Math.max(...bits)).toBeLessThan(table.octets * 8);
    });

    test('are written as they were read, those without a name too', () => {
      fc.assert(
        fc.property(fc.uint8Array({ minLength: table.octets, maxLength: table.octets }), (octets) => {
          const { read, write } = table as unknown as {
            read(b: Uint8Array): never;
            write(f: never): Uint8Array;
          };
          expect(write(read(octets))).toEqual(octets);
        }),
      );
    });
  },
);

test('a number that does not fit its field is refused', () => {
  const two = bitFields(1, { small: [0, 2], flag: [2] });
  expect(() => two.write({ small: 4, flag: false })).toThrow('small: 4 is not 0 to 3');
});

const ELEMENTS = {
  ssid: [0, undefined, 0, 32],
  country: [7, undefined, 3, 30],
  htCapabilities: [45, undefined, 26, 26],
  htOperation: [61, undefined, 22, 22],
  vhtCapabilities: [191, undefined, 12, 12],
  vhtOperation: [192, undefined, 5, 5],
  rsnxe: [244, undefined, 1, 4],
  heCapabilities: [255, 35, 21, 60],
  heOperation: [255, 36, 6, 12],
  ehtOperation: [255, 106, 5, 14],
  ehtCapabilities: [255, 108, 13, 40],
} as const;

describe.each(Object.entries(ELEMENTS))('%s of any octets', (name, [id, extension, min, max]) => {
  test('is written as it was read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: min, maxLength: max }), (data) => {
        // The letters of a country are letters.
        if (id === 7) data.set([0x44, 0x45]);
        const octets = Elements.from([{ id, data, ...(extension === undefined ? {} : { extension }) }]);
        const read = octets[name as keyof Elements];
        expect(read).toBeDefined();
        expect(buildElements({ [name]: read }).bytes).toEqual(octets.bytes);
      }),
    );
  });
});

test('an RSN element that ends with an empty list of PMKIDs keeps it', () => {
  const octets = hex('301a 0100 000fac04 0100 000fac04 0100 000fac02 0000 0000 000fac06');
  const short = hex('3016 0100 000fac04 0100 000fac04 0100 000fac02 0000 0000');
  for (const each of [octets, short])
    expect(buildElements({ rsn: new Elements(each).rsn as never }).bytes).toEqual(each);
});
