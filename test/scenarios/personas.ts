import assert from 'node:assert/strict';
import type { VWifi } from '@vwifi/nl80211';
import { PERSONAS, type Persona, type PersonaName, personaOf, personaOfIw } from '@vwifi/nl80211/vwifi';
import { openClient } from '../lib/client.js';
import { hostapd, node, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** An access point that can do more than any of the devices: they are what limits the rate. */
const AP = {
  ...{ ...OPEN, hw_mode: 'a', channel: 36, country_code: 'US', wmm_enabled: 1 },
  ...{ ieee80211n: 1, ht_capab: '[HT40+][SHORT-GI-20][SHORT-GI-40]' },
  ...{ ieee80211ac: 1, vht_oper_chwidth: 1, vht_oper_centr_freq_seg0_idx: 42, vht_capab: '[SHORT-GI-80]' },
  ...{ ieee80211ax: 1, he_oper_chwidth: 1, he_oper_centr_freq_seg0_idx: 42 },
};

/** By the standard's tables, for the device's streams and width and a signal of -50 dBm. */
const RATES: readonly (readonly [name: PersonaName, rate: RegExp])[] = [
  ['ar9280', /^300\.0 MBit\/s MCS 15 40MHz short GI$/],
  ['raspberry-pi-4', /^433\.3 MBit\/s VHT-MCS 9 80MHz short GI VHT-NSS 1$/],
  ['intel-ax210', /^960\.7 MBit\/s 80MHz HE-MCS 9 HE-NSS 2 HE-GI 0 HE-DCM 0$/],
];

const GENERATIONS = ['legacy', 'ht', 'vht', 'he', 'eht'];

/** With which preambles and how wide a device can measure distances: VHT is of 5 GHz and begins at 80 MHz, 160 is the most. */
function measuresWith({ bands, personality, widthMhz }: Persona): [preambles: string[], widths: string[]] {
  const knows = (generation: string) => GENERATIONS.indexOf(personality) >= GENERATIONS.indexOf(generation);
  const wide = knows('vht') && widthMhz >= 80 && bands.some((band) => band !== '2.4 GHz');
  return [
    [
      'legacy',
      ...(knows('ht') ? ['ht'] : []),
      ...(wide && bands.includes('5 GHz') ? ['vht'] : []),
      ...(knows('he') ? ['he'] : []),
    ],
    [
      ...['20-noht', '20'],
      ...(knows('ht') && widthMhz >= 40 ? ['40'] : []),
      ...(wide ? ['80'] : []),
      ...(wide && widthMhz >= 160 ? ['160'] : []),
    ],
  ];
}

/** What a radio says of the same. */
async function saidToMeasureWith(wifi: VWifi, wiphyName: string): Promise<unknown[]> {
  const items = await wifi.raw('getWiphy', { splitWiphyDump: true }, { dump: true });
  const told = items.find((each) => each.wiphyName === wiphyName && each.peerMeasurements);
  const [ftm] = Object.values(told?.peerMeasurements?.typeCapa ?? {});
  return [ftm?.preambles, ftm?.bandwidths];
}

export default scenario(
  'radios like real devices say of themselves what those do, and connect as fast as those could',
  { debug: true, nightly: 'debug' },
  async (context) => {
    const [ap] = await nodes(context, 1);
    assert.ok(ap);
    const wifi = await openClient(context);
    const { radios } = wifi.vwifi;
    for (const [name, persona] of Object.entries(PERSONAS)) {
      const radio = await radios.add(persona);
      const { streams, widthMhz } = await radios.get(radio.id);
      assert.deepEqual([streams, widthMhz], [persona.streams, persona.widthMhz], name);
      // In any order: a radio lists them in its own.
      const sorted = (seen: typeof persona) => ({
        ...seen,
        interfaceTypes: [...seen.interfaceTypes].sort(),
        ciphers: [...seen.ciphers].sort(),
      });
      const text = await context.run(['iw', 'phy', radio.wiphyName, 'info']);
      assert.deepEqual(sorted(personaOfIw(text)), sorted(persona), `${name}, by iw:\n${text}`);
      const told = (await wifi.radios()).find((each) => each.name === radio.wiphyName);
      assert.ok(told);
      assert.deepEqual(sorted(personaOf(told)), sorted(persona), `${name}, by the library`);
      assert.deepEqual(await saidToMeasureWith(wifi, radio.wiphyName), measuresWith(persona), name);
      await radios.remove(radio.id);
    }
    await assert.rejects(radios.add({ widthMhz: 60 }), /no such width/);
    await assert.rejects(radios.add({ interfaceTypes: ['ap'] }), /its first interface is a station/);
    await assert.rejects(radios.add({ ciphers: ['SMS4'] }), /not a cipher suite of ours/);

    await hostapd(context, ap, AP);
    for (const [index, [name, rate]] of RATES.entries()) {
      await radios.add({ ...PERSONAS[name], ifname: `vw${index + 1}` });
      const station = await node(context, index + 1);
      assert.ok(await station.connects('test', '5180'), name);
      await station.pings(ap);
      for (const side of [station, ap]) {
        const dump = await side.iw('station', 'get', side === ap ? station.mac : ap.mac);
        for (const [, shown = ''] of dump.matchAll(/^\s+[rt]x bitrate:\s+(.*)$/gm))
          assert.match(shown, rate, `${name}, of ${side.interface}`);
      }
    }
  },
);
