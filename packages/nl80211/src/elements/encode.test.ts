import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { ehtMac, ehtPhy, he6Ghz, heMac, hePhy, htAmpdu, htInfo, vhtInfo } from './capability-fields.js';
import { type Element, Elements } from './elements.js';
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

/** Every element that has a name: its number, and how long it may be for a reader to make something of it. */
const ELEMENTS = {
  ssid: [0, undefined, 32],
  dsChannel: [3, undefined, 3],
  tim: [5, undefined, 254],
  country: [7, undefined, 40],
  erp: [42, undefined, 4],
  htCapabilities: [45, undefined, 30],
  rsn: [48, undefined, 80],
  mobilityDomain: [54, undefined, 6],
  operatingClasses: [59, undefined, 12],
  htOperation: [61, undefined, 24],
  vhtCapabilities: [191, undefined, 16],
  vhtOperation: [192, undefined, 8],
  rsnxe: [244, undefined, 4],
  heCapabilities: [255, 35, 60],
  heOperation: [255, 36, 12],
  ehtOperation: [255, 106, 14],
  ehtCapabilities: [255, 108, 40],
} as const;

/** What an element says, built again; undefined where its reader makes nothing of it. */
function again(element: Element): Uint8Array | undefined {
  const read = Elements.from([element]);
  const { id, extension, data } = element;
  if (id === 1 || id === 50) {
    const { rates, membershipSelectors, rateOctets } = read;
    return buildElements({ rates, membershipSelectors, rateOctets }).bytes;
  }
  if (id === 127) return buildElements({ extendedCapabilities: data }).bytes;
  const names = Object.entries(ELEMENTS).filter(([, row]) => row[0] === id && row[1] === extension);
  for (const name of id === 221 ? ['wpa', 'wmm'] : names.map(([each]) => each)) {
    const value = read[name as keyof Elements];
    if (value !== undefined) return buildElements({ [name]: value }).bytes;
  }
  return undefined;
}

const octetsOf = (element: Element) => Elements.from([element]).bytes;

describe.each(Object.entries(ELEMENTS))('%s of any octets', (_name, [id, extension, max]) => {
  test('is written as it was read', () => {
    let read = 0;
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: extension === undefined ? 0 : 1, maxLength: max, size: 'max' }),
        (data) => {
          const element = { id, data, ...(extension === undefined ? {} : { extension }) };
          const built = again(element);
          if (built) read++;
          if (built) expect(built).toEqual(octetsOf(element));
        },
      ),
      { numRuns: 500 },
    );
    expect(read).toBeGreaterThan(50);
  });
});

test('rates, WPA, WMM and extended capabilities of any octets are written as they were read', () => {
  const any = fc.uint8Array({ maxLength: 30, size: 'max' });
  const vendor = fc.tuple(fc.constantFrom(1, 2), any);
  const elements = fc.oneof(
    fc.tuple(fc.constantFrom(1, 50, 127), any).map(([id, data]) => ({ id, data })),
    vendor.map(([type, data]) => ({ id: 221, data: Uint8Array.from([0, 0x50, 0xf2, type, ...data]) })),
  );
  let read = 0;
  fc.assert(
    fc.property(elements, (element) => {
      const built = again(element);
      if (built) read++;
      if (built) expect(built).toEqual(octetsOf(element));
    }),
    { numRuns: 2000 },
  );
  expect(read).toBeGreaterThan(1500);
});

test('every element of every capture is written as it was read', () => {
  const folder = new URL('../../fixtures/', import.meta.url);
  const captures = [...readdirSync(new URL('iw/', folder)).map((name) => `iw/${name}`), 'hwsim-6.1.txt'];
  const seen = new Map<number, number>();
  for (const name of captures) {
    // Elements stand in messages as a row of at least a name and rates.
    for (const [row = ''] of readFileSync(new URL(name, folder), 'utf8').matchAll(
      /00(04|07)[0-9a-f]{8,14}0108[0-9a-f]{16,}/g,
    )) {
      for (const element of new Elements(hex(row.slice(0, row.length & ~1)))) {
        const built = again(element);
        if (!built) continue;
        seen.set(element.id, (seen.get(element.id) ?? 0) + 1);
        expect(Buffer.from(built).toString('hex')).toBe(Buffer.from(octetsOf(element)).toString('hex'));
      }
    }
  }
  expect([...seen.keys()]).toEqual(expect.arrayContaining([0, 1, 3, 50]));
});

test('membership selectors are no rates, and are kept', () => {
  const octets = hex('0108 82848b960c1218fa 3204 24b0fbff');
  const read = new Elements(octets);
  expect(read.rates.map(({ mbps }) => mbps)).toEqual([1, 2, 5.5, 11, 6, 9, 12, 18, 24]);
  expect(read.membershipSelectors).toEqual(['HE', 'SAE-H2E', 'HT']);
  const { rates, membershipSelectors, rateOctets } = read;
  expect(buildElements({ rates, membershipSelectors, rateOctets }).bytes).toEqual(octets);
  // What was changed is written anew, in the order of rates, then selectors.
  const changed = buildElements({ rates: rates.slice(1), membershipSelectors, rateOctets });
  expect(Buffer.from(changed.bytes).toString('hex')).toBe('0108848b960c121824b03203fafbff');
  expect(() => buildElements({ rates: [{ mbps: 61, basic: true }] })).toThrow('61 Mbit/s');
});

test('what was read stays as it stood until one of its fields is another', () => {
  const short = hex('3002 0100');
  const { rsn } = new Elements(short);
  expect(rsn).toMatchObject({ groupCipher: 'CCMP-128', akms: ['802.1X'] });
  expect(buildElements({ rsn: { ...rsn } as never }).bytes).toEqual(short);
  expect(buildElements({ rsn: { ...rsn, akms: ['PSK'] } as never }).rsn).toMatchObject({ akms: ['PSK'] });
  const small = hex('0706 757320010b1e');
  expect(buildElements({ country: new Elements(small).country as never }).bytes).toEqual(small);
  // Access categories in an order of somebody's own.
  const wmm = hex('dd18 0050f202 0101 80 00 27a40000 03a40000 62322f00 42435e00');
  expect(buildElements({ wmm: new Elements(wmm).wmm as never }).bytes).toEqual(wmm);
  // Empty octets at the end of a map.
  const tim = hex('0507 0103 00 10000000');
  expect(new Elements(tim).tim?.buffered).toEqual([4]);
  expect(buildElements({ tim: new Elements(tim).tim as never }).bytes).toEqual(tim);
});

test('an RSN element that ends with an empty list of PMKIDs keeps it', () => {
  const octets = hex('301a 0100 000fac04 0100 000fac04 0100 000fac02 0000 0000 000fac06');
  const short = hex('3016 0100 000fac04 0100 000fac04 0100 000fac02 0000 0000');
  for (const each of [octets, short])
    expect(buildElements({ rsn: new Elements(each).rsn as never }).bytes).toEqual(each);
});
