/**
 * Common devices, from what their makers and their drivers in Linux say of them in public: bands, the newest
 * standard, spatial streams, the widest channel, and what they can be.
 */
import type { Persona } from './persona.js';
import type { RadioBand } from './radios.js';

const WPA2 = ['WEP-40', 'WEP-104', 'TKIP', 'CCMP-128'] as const;
const PMF = [...WPA2, 'BIP-CMAC-128'] as const;
const WPA3 = [...PMF, 'GCMP-128', 'GCMP-256', 'BIP-GMAC-128', 'BIP-GMAC-256'] as const;
const SUITE_B = [...WPA3, 'CCMP-256', 'BIP-CMAC-256'] as const;

const CLIENT = ['station', 'ap'] as const;
const P2P = [...CLIENT, 'p2p-client', 'p2p-go', 'p2p-device'] as const;
const CARD = ['adhoc', ...P2P, 'ap-vlan', 'monitor'] as const;
const ROUTER = ['adhoc', ...CLIENT, 'ap-vlan', 'monitor', 'mesh-point', 'p2p-client', 'p2p-go'] as const;

const LOW: readonly RadioBand[] = ['2.4 GHz'];
const BOTH: readonly RadioBand[] = ['2.4 GHz', '5 GHz'];
const ALL: readonly RadioBand[] = ['2.4 GHz', '5 GHz', '6 GHz'];

/** Bands, newest standard, streams, MHz, types of interfaces, ciphers, whether it has the SME. */
type Row = readonly [
  bands: Persona['bands'],
  personality: Persona['personality'],
  streams: number,
  widthMhz: number,
  types: Persona['interfaceTypes'],
  ciphers: Persona['ciphers'],
  driverSme?: true,
];

const ROWS = {
  /** Espressif ESP32: ESP-IDF's Wi-Fi guide. */
  esp32: [LOW, 'ht', 1, 40, CLIENT, PMF],
  /** Espressif ESP32-C6: 802.11ax for 20 MHz alone, 802.11n for 40. */
  'esp32-c6': [LOW, 'he', 1, 40, CLIENT, PMF],
  /** Raspberry Pi 3 Model B, BCM43438: brcmfmac. */
  'raspberry-pi-3': [LOW, 'ht', 1, 20, P2P, WPA2, true],
  /** Raspberry Pi 3 Model B+, 4 and 5, BCM43455: brcmfmac. */
  'raspberry-pi-4': [BOTH, 'vht', 1, 80, P2P, PMF, true],
  /** Raspberry Pi Pico W, CYW43439. */
  'raspberry-pi-pico-w': [LOW, 'ht', 1, 20, CLIENT, WPA2, true],
  /** Realtek RTL8188EUS, the small USB stick: rtl8xxxu. */
  rtl8188eu: [LOW, 'ht', 1, 40, ['station', 'ap', 'monitor'], WPA2],
  /** Realtek RTL8822BE: rtw88. */
  rtl8822be: [BOTH, 'vht', 2, 80, ['adhoc', 'station', 'ap', 'monitor'], PMF],
  /** Atheros AR9271, the USB stick of those who listen: ath9k_htc. */
  ar9271: [LOW, 'ht', 1, 40, ROUTER, PMF],
  /** Atheros AR9280: ath9k. */
  ar9280: [BOTH, 'ht', 2, 40, ROUTER, PMF],
  /** Qualcomm QCA9880, the access point of Wi-Fi 5: ath10k. */
  qca9880: [BOTH, 'vht', 3, 80, ROUTER, PMF],
  /** MediaTek MT7612E: mt76x2. */
  mt7612e: [BOTH, 'vht', 2, 80, ROUTER, WPA3],
  /** MediaTek MT7921: mt7921e. */
  mt7921: [ALL, 'he', 2, 80, CARD, SUITE_B],
  /** MediaTek MT7915, the access point of Wi-Fi 6: mt7915e. */
  mt7915: [BOTH, 'he', 4, 80, ROUTER, SUITE_B],
  /** Intel 8265: iwlwifi. */
  'intel-8265': [BOTH, 'vht', 2, 80, CARD, PMF],
  /** Intel AX200: iwlwifi. */
  'intel-ax200': [BOTH, 'he', 2, 160, CARD, WPA3],
  /** Intel AX210, Wi-Fi 6E: iwlwifi. */
  'intel-ax210': [ALL, 'he', 2, 160, CARD, WPA3],
  /** Intel BE200, Wi-Fi 7: iwlwifi. */
  'intel-be200': [ALL, 'eht', 2, 320, CARD, WPA3],
} satisfies Readonly<Record<string, Row>>;

/** Names of the devices that are known without a file. */
export type PersonaName = keyof typeof ROWS;

export const PERSONAS: Readonly<Record<PersonaName, Persona>> = Object.fromEntries(
  Object.entries<Row>(ROWS).map(
    ([name, [bands, personality, streams, widthMhz, interfaceTypes, ciphers, driverSme]]) => [
      name,
      {
        ...{ bands, personality, streams, widthMhz, interfaceTypes, ciphers },
        ...(driverSme ? { driverSme } : {}),
      },
    ],
  ),
) as Record<PersonaName, Persona>;
