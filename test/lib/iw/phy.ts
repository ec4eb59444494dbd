/** A radio as `iw phy P info` prints it. */
import type { Band, Nl80211, Radio, VWifi } from '@vwifi/nl80211';
import { nl80211 } from '@vwifi/nl80211/netlink';
import { htLines, mcsLines, vhtLines } from './ht.js';
import { CIPHERS, FEATURES, hex, INTERFACE_TYPES, snake, WIDTHS } from './words.js';

const type = (name: string | number): string => INTERFACE_TYPES[name] ?? String(name);
const asHex = (value = 0): string => (value === 0 ? '0' : `0x${value.toString(16)}`);
const signed = (value = 0): number => value | 0;

type WiphyBand = NonNullable<Nl80211['wiphyBands']>[number];

function frequencyLine({ frequencyMhz, channel, ...rest }: Band['frequencies'][number]): string {
  // Outside of the bands that have channel numbers iw counts on from that of 2.4 GHz.
  const number = channel ?? Math.trunc((frequencyMhz - 2407) / 5);
  const head = `* ${frequencyMhz} MHz [${number}]`;
  if (rest.disabled) return `${head} (disabled)`;
  const power = `(${(rest.maxTxPowerDbm ?? 0).toFixed(1)} dBm)`;
  return [head, power, rest.noInitiate && '(no IR)', rest.radar && '(radar detection)']
    .filter(Boolean)
    .join(' ');
}

/** 16-bit words, as iw prints a MAC bitmap. */
const words = (bytes: Uint8Array): string =>
  hex(Array.from({ length: bytes.length }, (_, index) => bytes[index ^ 1] ?? 0));

function heLines(band: Band, raw: WiphyBand): string[] {
  return (raw.iftypeData ?? []).flatMap((each, index) => {
    const types = (each.iftypes ?? []).map(type).join(', ');
    const { he } = band.capabilities[index] ?? {};
    if (!he || !each.heCapMac || !each.heCapPhy) return [];
    return [
      `HE Iftypes: ${types}`,
      `HE MAC Capabilities (0x${words(each.heCapMac)}):`,
      `HE PHY Capabilities: (0x${hex(each.heCapPhy)}):`,
      ...((he.phy.width40In2Ghz || he.phy.width40And80) && he.mcs80
        ? [
            ...mcsLines('HE RX MCS and NSS set <= 80 MHz', he.mcs80.rx, 'not supported'),
            ...mcsLines('HE TX MCS and NSS set <= 80 MHz', he.mcs80.tx, 'not supported'),
          ]
        : []),
      ...(he.mcs160
        ? [
            ...mcsLines('HE RX MCS and NSS set 160 MHz', he.mcs160.rx, 'not supported'),
            ...mcsLines('HE TX MCS and NSS set 160 MHz', he.mcs160.tx, 'not supported'),
          ]
        : []),
    ];
  });
}

function bandLines(band: Band, raw: WiphyBand, key: number): string[] {
  return [
    `Band ${key + 1}:`,
    ...(band.ht ? htLines(band.ht, raw.htCapa ?? 0) : []),
    ...(band.vht ? vhtLines(band.vht, raw.vhtCapa ?? 0) : []),
    ...heLines(band, raw),
    ...(raw.rates ? ['Bitrates (non-HT):'] : []),
    ...(raw.rates ?? []).map(
      ({ rate = 0, shortPreamble2Ghz }) =>
        `* ${(rate / 10).toFixed(1)} Mbps${shortPreamble2Ghz ? ' (short preamble supported)' : ''}`,
    ),
    'Frequencies:',
    ...band.frequencies.map(frequencyLine),
  ];
}

function combinationLine(raw: NonNullable<Nl80211['interfaceCombinations']>[number]): string {
  const limits = (raw.limits ?? []).map(
    ({ types = [], max = 0 }) => `#{ ${types.map(type).join(', ')} } <= ${max}`,
  );
  const radar = (raw.radarDetectWidths ?? []).map((width) => WIDTHS[width]);
  return [
    `* ${limits.join(', ')}`,
    `total <= ${raw.maxnum}`,
    `#channels <= ${raw.numChannels}`,
    ...(raw.staApBiMatch ? ['STA/AP BI must match'] : []),
    ...(radar.length > 0 ? [`radar detect widths: { ${radar.join(', ')} }`] : []),
  ].join(', ');
}

const frameTypes = (types: Nl80211['txFrameTypes']): string[] =>
  Object.entries(types ?? {})
    .filter(([, list]) => list.length > 0)
    .map(([key, list]) => {
      const name = nl80211TypeName(Number(key));
      return `* ${type(name)}: ${list.map((each) => `0x${each.toString(16).padStart(2, '0')}`).join(' ')}`;
    });

const TYPE_NAMES = ['unspecified', ...Object.keys(INTERFACE_TYPES)];
const nl80211TypeName = (number: number): string => TYPE_NAMES[number] ?? String(number);

export async function phyLines(wifi: VWifi, radio: Radio): Promise<string[]> {
  const parts = [...(await wifi.dumps.getWiphy({ splitWiphyDump: true }))].filter(
    ({ wiphy }) => wiphy === radio.index,
  );
  const raw = parts.reduce((before, part) => nl80211.message.merge?.(before, part) ?? part) as Nl80211;
  const bands = Object.entries(raw.wiphyBands ?? {});
  const features: readonly (string | number)[] = raw.featureFlags ?? [];
  return [
    `Wiphy ${radio.name}`,
    `wiphy index: ${radio.index}`,
    `max # scan SSIDs: ${radio.maxScanSsids}`,
    `max scan IEs length: ${radio.maxScanElementsBytes} bytes`,
    `max # sched scan SSIDs: ${raw.maxNumSchedScanSsids}`,
    `max # match sets: ${raw.maxMatchSets}`,
    `Retry short limit: ${radio.retryShort}`,
    `Retry long limit: ${radio.retryLong}`,
    `Coverage class: ${raw.wiphyCoverageClass} (up to ${450 * (raw.wiphyCoverageClass ?? 0)}m)`,
    ...(raw.supportIbssRsn ? ['Device supports RSN-IBSS.'] : []),
    ...(raw.supportApUapsd ? ['Device supports AP-side u-APSD.'] : []),
    ...(raw.tdlsSupport ? ['Device supports T-DLS.'] : []),
    'Supported Ciphers:',
    ...radio.cipherSuites.map((suite) => `* ${CIPHERS[suite] ?? suite}`),
    `Available Antennas: TX ${asHex(raw.wiphyAntennaAvailTx)} RX ${asHex(raw.wiphyAntennaAvailRx)}`,
    'Supported interface modes:',
    ...radio.interfaceTypes.map((each) => `* ${type(each)}`),
    ...bands.flatMap(([key, each], index) => {
      const band = radio.bands[index];
      return band ? bandLines(band, each, Number(key)) : [];
    }),
    'Supported commands:',
    ...radio.commands.map((each) => `* ${snake(String(each))}`),
    'software interface modes (can always be added):',
    ...(raw.softwareIftypes ?? []).map((each) => `* ${type(each)}`),
    ...(raw.interfaceCombinations ? ['valid interface combinations:'] : []),
    ...(raw.interfaceCombinations ?? []).map(combinationLine),
    ...FEATURES.filter(([name]) => features.includes(name)).map(([, sentence]) => sentence),
    ...(raw.maxNumSchedScanPlans === undefined
      ? []
      : [
          `max # scan plans: ${signed(raw.maxNumSchedScanPlans)}`,
          `max scan plan interval: ${signed(raw.maxScanPlanInterval)}`,
          `max scan plan iterations: ${signed(raw.maxScanPlanIterations)}`,
        ]),
    'Supported TX frame types:',
    ...frameTypes(raw.txFrameTypes),
    'Supported RX frame types:',
    ...frameTypes(raw.rxFrameTypes),
    'Supported extended features:',
    // Those that iw 5.19 has a name for.
    ...radio.extendedFeatures
      .filter((each) => !['powered-addr-change', 'punct'].includes(String(each)))
      .map((each) => `* [ ${String(each).toUpperCase().replaceAll('-', '_')} ]`),
  ];
}

/** Lines of iw that are not compared, each with its reason. */
export const PHY_UNCOMPARED: readonly RegExp[] = [
  // The bits of HE and EHT are compared as octets, in the line above them: iw 5.19 says some of them in other words.
  /^\t{4}(?!\t| *\d streams)/,
  /^\t{2,3}EHT /,
  // Masks of HT and VHT that a connection may override: octets in the library.
  /^\tV?HT Capability overrides:/,
  /^\t\t \* (MCS: ff|maximum A-MSDU|supported channel|short GI for|max A-MPDU|min MPDU)/,
];
