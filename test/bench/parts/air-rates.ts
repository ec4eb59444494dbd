/** What is left of a rate: 802.11g at 20 dB beside the standard's arithmetic, A-MPDUs, and goodput over distance. */
import { goodput } from '../../lib/air.js';
import type { Context } from '../../lib/context.js';
import { stationsOf, VHT80 } from '../../lib/network.js';
import { beside } from '../air/compare.js';
import { cellOf, inContext } from '../air/network.js';
import { aloneMbps, erpPhy } from '../air/standard.js';
import type { Part, Setting } from '../part.js';
import type { Row } from '../report.js';

const PART = 'air-rates';
/** Thermal noise over 20 MHz with the medium's noise figure of 6 dB. */
const NOISE_DBM = -95;
const SNR_DB = 20;
const SECONDS = 2;
/** Where two rates are worth the same, every third frame of the faster one is lost: of 4000 frames chance is 1 %. */
const SECONDS_AT_A_PLACE = 10;
const CHANCE = 1.02;
/** Metres: with the medium's signal at 1 m and its exponent the last one is out of reach. */
const DISTANCES = Array.from({ length: 31 }, (_, index) => index + 1);

const HE80 = {
  ...VHT80,
  ...{ ieee80211ax: 1, he_oper_chwidth: 1, he_oper_centr_freq_seg0_idx: 42, he_su_beamformer: 0 },
};

async function legacy(context: Context, { progress }: Setting): Promise<Row[]> {
  const { ap, stations, wifi } = await cellOf(context, 1);
  const [station] = stations;
  if (!station) return [];
  const flows = [{ from: station, to: ap }];
  const both = [
    { receiver: ap.interface, sender: station.interface },
    { receiver: station.interface, sender: ap.interface },
  ];
  for (const pair of both) await wifi.vwifi.links.set(pair, { signalDbm: NOISE_DBM + SNR_DB });
  const [at20 = 0] = await goodput(context, flows, SECONDS);
  for (const pair of both) await wifi.vwifi.links.remove(pair);
  const rows = [
    beside(
      { part: PART, subject: `802.11g at ${SNR_DB} dB`, measure: 'goodput', unit: 'Mbit/s' },
      at20,
      { name: 'standard, 54 Mbit/s', value: aloneMbps(erpPhy(54)) },
      0.05,
    ),
  ];
  const place = { x: 0, y: 0, z: 0 };
  await wifi.vwifi.radios.set(ap.interface, { position: place });
  const figures: number[] = [];
  for (const x of DISTANCES) {
    await wifi.vwifi.radios.set(station.interface, { position: { ...place, x } });
    const [here = 0] = await goodput(context, flows, SECONDS_AT_A_PLACE);
    progress(`${x} m: ${here.toFixed(2)} Mbit/s`);
    figures.push(here);
    rows.push({ part: PART, subject: `802.11g at ${x} m`, measure: 'goodput', unit: 'Mbit/s', value: here });
  }
  const rises = figures.filter((here, index) => here > (figures[index - 1] ?? Infinity) * CHANCE);
  rows.push({
    ...{ part: PART, subject: `802.11g over ${DISTANCES.length} distances`, measure: 'rises', unit: 'times' },
    ...{ value: rises.length, target: { atMost: 0 } },
  });
  return rows;
}

async function aggregated(context: Context): Promise<Row[]> {
  const { ap, stations } = await cellOf(context, 1, HE80);
  const [station] = stations;
  if (!station) return [];
  await ap.iw('set', 'bitrates', 'he-mcs-5', '1:11');
  const [value = 0] = await goodput(context, [{ from: ap, to: station, buffer: 500_000 }], 0.5);
  const rows = stationsOf(await ap.iw('station', 'dump'))[0]?.rows ?? {};
  const rate = Number.parseFloat(rows['tx bitrate'] ?? '');
  return [
    {
      ...beside(
        { part: PART, subject: 'HE, 80 MHz, one stream, A-MPDU', measure: 'goodput', unit: 'Mbit/s' },
        value,
        { name: 'PHY rate', value: rate },
      ),
      target: { atLeast: 0.85 },
    },
  ];
}

export const rates: Part = {
  name: PART,
  about: '802.11g at 20 dB and the arithmetic of the standard, goodput over distance, A-MPDUs',
  virtualTime: true,
  run: async (setting) => [...(await inContext(setting, legacy)), ...(await inContext(setting, aggregated))],
};
