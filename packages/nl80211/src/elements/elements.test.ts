import fc from 'fast-check';
import { Elements } from './elements.js';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

describe('elements of a WPA2/WPA3 beacon', () => {
  const elements = new Elements(
    hex(
      '0004 74657374' + // SSID
        '0108 82848b960c121824' + // rates
        '0301 06' + // DS
        '0504 01020005' + // TIM: group traffic no, AIDs 0 and 2
        '0706 44452001 0d14' + // country DE, channels 1 to 13, 20 dBm
        '3018 0100 000fac04 0100 000fac04 0200 000fac02 000fac08 8000' + // RSN, PSK and SAE
        '3204 3048606c' + // extended rates
        '3603 a1b2 01' + // mobility domain
        'f401 20' + // RSNX: hash to element
        'dd18 0050f202 0101 80 00 03a40000 27a40000 42435e00 62322f00', // WMM
    ),
  );

  test('are read by name', () => {
    expect(elements.ssid?.toString()).toBe('test');
    expect(elements.rates.filter(({ basic }) => basic).map(({ mbps }) => mbps)).toEqual([1, 2, 5.5, 11]);
    expect(elements.rates).toHaveLength(12);
    expect(elements.dsChannel).toBe(6);
    expect(elements.tim).toEqual({ dtimCount: 1, dtimPeriod: 2, groupTraffic: false, buffered: [0, 2] });
    expect(elements.country).toMatchObject({
      alpha2: 'DE',
      environment: 'any',
      ranges: [{ firstChannel: 1, channels: 13, maxPowerDbm: 20 }],
    });
    expect(elements.rsn).toMatchObject({
      groupCipher: 'CCMP-128',
      pairwiseCiphers: ['CCMP-128'],
      akms: ['PSK', 'SAE'],
      managementFrameProtection: 'capable',
    });
    expect(elements.mobilityDomain).toEqual({ mdid: 0xb2a1, ftOverDs: true, resourceRequest: false });
    expect(elements.rsnxe?.saeHashToElement).toBe(true);
    expect(elements.wmm?.uapsd).toBe(true);
    expect(elements.wmm?.categories[3]).toEqual({
      aifsn: 2,
      admissionControl: false,
      cwMin: 3,
      cwMax: 7,
      txopLimitUs: 1504,
    });
  });

  test('absent ones are undefined', () => {
    expect([elements.wpa, elements.htCapabilities, elements.heOperation]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('are put together again to the same bytes', () => {
    expect(Elements.from(elements).bytes).toEqual(elements.bytes);
  });
});

test('WPA version 1 is read with the names of version 2', () => {
  const elements = new Elements(hex('dd16 0050f201 0100 0050f202 0100 0050f202 0100 0050f202'));
  expect(elements.wpa).toMatchObject({ groupCipher: 'TKIP', pairwiseCiphers: ['TKIP'], akms: ['PSK'] });
});

test('an element that does not fit its length byte is refused', () => {
  expect(() => Elements.from([{ id: 221, data: new Uint8Array(256) }])).toThrow('256 bytes; 255 is the most');
});

test('random bytes: every getter answers, none throws, and nothing is read past the end', () => {
  const getters = Object.entries(Object.getOwnPropertyDescriptors(Elements.prototype)).filter(
    ([, { get }]) => get,
  );
  expect(getters.length).toBeGreaterThan(15);
  const ids = [0, 1, 3, 5, 7, 45, 48, 50, 54, 61, 191, 192, 221, 244, 255];
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...ids), fc.uint8Array({ maxLength: 60 }))), (items) => {
      const elements = Elements.from(items.map(([id, data]) => ({ id, data })));
      for (const [, { get }] of getters) get?.call(elements);
      for (const { data } of elements) expect(data.length).toBeLessThanOrEqual(60);
    }),
    { numRuns: 2000 },
  );
});
