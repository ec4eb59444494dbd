import type { Radio } from '../radio.js';
import { personaOf } from './persona.js';
import { personaOfIw } from './persona-iw.js';
import { PERSONAS } from './personas.js';

const LAPTOP = `Wiphy phy0
	wiphy index: 0
	max # scan SSIDs: 20
	Supported Ciphers:
		* WEP40 (00-0f-ac:1)
		* CCMP-128 (00-0f-ac:4)
		* CMAC (00-0f-ac:6)
		* GMAC-256 (00-0f-ac:12)
		* something (00-40-96:255)
	Available Antennas: TX 0x3 RX 0x3
	Supported interface modes:
		 * managed
		 * AP
		 * P2P-device
		 * outside context of a BSS
	Band 1:
		Capabilities: 0x19ef
			RX LDPC
			HT20/HT40
		HT TX/RX MCS rate indexes supported: 0-15
		HE Iftypes: managed
			HE PHY Capabilities: (0x0):
				HE40/2.4GHz
			HE RX MCS and NSS set <= 80 MHz
				1 streams: MCS 0-11
				2 streams: MCS 0-11
				3 streams: not supported
		EHT Iftypes: managed
			EHT MCS/NSS: (0x):
		Bitrates (non-HT):
			* 1.0 Mbps
		Frequencies:
			* 2412.0 MHz [1] (22.0 dBm)
			* 2417.0 MHz [2] (22.0 dBm)
	Band 2:
		Capabilities: 0x19ef
			HT20/HT40
		HT TX/RX MCS rate indexes supported: 0-15
		VHT Capabilities (0x039071f6):
			Supported Channel Width: 160 MHz
		VHT RX MCS set:
			1 streams: MCS 0-9
			2 streams: MCS 0-9
			3 streams: not supported
		HE Iftypes: managed
			HE PHY Capabilities: (0x0):
				HE40/HE80/5GHz
				HE160/5GHz
		Frequencies:
			* 5180 MHz [36] (22.0 dBm)
	Supported commands:
		 * new_interface
Wiphy phy1
	Band 1:
		Frequencies:
			* 2412 MHz [1] (20.0 dBm)
`;

describe('a persona by what iw prints', () => {
  it('is of the newest, the most and the widest of any band', () => {
    expect(personaOfIw(LAPTOP)).toEqual({
      bands: ['2.4 GHz', '5 GHz'],
      personality: 'he',
      streams: 2,
      widthMhz: 160,
      interfaceTypes: ['station', 'ap', 'p2p-device'],
      ciphers: ['WEP-40', 'CCMP-128', 'BIP-CMAC-128', 'BIP-GMAC-256'],
    });
  });

  it('of a card of long ago is of one stream and 20 MHz', () => {
    const old = LAPTOP.slice(LAPTOP.indexOf('Wiphy phy1'));
    expect(personaOfIw(old)).toMatchObject({
      bands: ['2.4 GHz'],
      personality: 'legacy',
      streams: 1,
      widthMhz: 20,
    });
  });

  it.each([
    ['nothing of iw', 'hello', /no line begins with 'Wiphy'/],
    [
      'a card of 60 GHz alone',
      'Wiphy phy0\n\tBand 3:\n\t\tFrequencies:\n\t\t\t* 58320 MHz [1]\n',
      /needs a band/,
    ],
  ])('says of %s what is missing', (_, text, message) => {
    expect(() => personaOfIw(text)).toThrow(message);
  });
});

describe('a persona by what a radio tells', () => {
  const frequencies = [{ frequencyMhz: 5180, disabled: false, noInitiate: false, radar: false }];
  const radio = {
    bands: [
      {
        ...{ name: '5ghz', frequencies, rates: [6], capabilities: [] },
        ht: { width40: true, rxMcs: [0, 7, 8, 15, 32] },
        // As JSON has what is not there.
        vht: { supportedWidth: 80, rxMaxMcs: [9, 9, 9, null, null, null, null, null] },
      },
      { name: '60ghz', frequencies, rates: [], capabilities: [] },
    ],
    interfaceTypes: ['station', 99],
    cipherSuites: ['CCMP-128', 0x000fac02, 0x00409601],
  } as unknown as Radio;

  it('has the bands that there are here, and suites by number, too', () => {
    expect(personaOf(radio)).toEqual({
      bands: ['5 GHz'],
      personality: 'vht',
      streams: 3,
      widthMhz: 80,
      interfaceTypes: ['station'],
      ciphers: ['TKIP', 'CCMP-128'],
    });
  });
});

describe('a device whose firmware connects', () => {
  /** The first card, with these commands besides. */
  const able = (...commands: string[]) =>
    LAPTOP.replace(' * new_interface\n', (line) =>
      [line, ...commands.map((each) => `\t\t * ${each}\n`)].join(''),
    );

  it('is told by the commands that iw prints', () => {
    expect(personaOfIw(LAPTOP)).not.toHaveProperty('driverSme');
    expect(personaOfIw(able('connect'))).toMatchObject({ driverSme: true });
    expect(personaOfIw(able('connect', 'authenticate'))).not.toHaveProperty('driverSme');
  });
});

describe('the known personas', () => {
  it.each(Object.entries(PERSONAS))('%s is one that the driver can make', (_, persona) => {
    expect([20, 40, 80, 160, 320]).toContain(persona.widthMhz);
    expect(persona.streams).toBeGreaterThanOrEqual(1);
    expect(persona.streams).toBeLessThanOrEqual(4);
    expect(persona.interfaceTypes).toContain('station');
    expect(persona.ciphers).toContain('CCMP-128');
    if (persona.bands.includes('6 GHz')) expect(['he', 'eht']).toContain(persona.personality);
  });
});
