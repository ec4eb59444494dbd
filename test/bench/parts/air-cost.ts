/** What a frame costs in the honest medium: TCP by the host's clock, beside the ideal medium in the same guest. */
import assert from 'node:assert/strict';
import { honestAir } from '../../lib/air.js';
import type { Context } from '../../lib/context.js';
import { connected, hostapd, nodes, OPEN_NETWORK, supplicant, VHT80 } from '../../lib/network.js';
import { inContext } from '../air/network.js';
import { KINDS, load } from '../load.js';
import type { Part, Setting } from '../part.js';
import { type Row, rowOf } from '../report.js';
import { median } from '../statistics.js';

const PART = 'air-cost';
/** As many streams as both have. */
const HE80 = {
  ...VHT80,
  ...{ ieee80211ax: 1, he_oper_chwidth: 1, he_oper_centr_freq_seg0_idx: 42, he_su_beamformer: 0 },
};
const OCTETS = 1448;
const AIM_MBPS = 1000;

async function measure(context: Context, { turns, sliceMs, progress }: Setting): Promise<Row[]> {
  const [ap, station] = await nodes(context, 2);
  assert.ok(ap && station);
  const wifi = await honestAir(context);
  await wifi.vwifi.medium.set({ model: 'ideal' });
  await hostapd(context, ap, HE80);
  await connected(context, await supplicant(context, station, OPEN_NETWORK));
  const tcp = KINDS.find(({ kind }) => kind === 'tcp');
  assert.ok(tcp);
  const values: Record<'ideal' | 'dcf', number[]> = { ideal: [], dcf: [] };
  for (let turn = 0; turn < Math.max(2, turns / 4); turn++)
    for (const model of ['ideal', 'dcf'] as const) {
      await wifi.vwifi.medium.set({ model, rateControl: 'ideal' });
      const path = { name: model, from: ap, to: station };
      const [some = []] = await load(context, tcp, [path], { turns: 4, sliceMs });
      progress(`${model}: ${median(some).toFixed(0)} Mbit/s`);
      values[model].push(...some);
    }
  const head = { part: PART, subject: 'HE, 80 MHz' };
  const nanoseconds = (model: 'ideal' | 'dcf') => (OCTETS * 8 * 1000) / Math.max(median(values[model]), 1e-9);
  return [
    rowOf({ ...head, measure: 'TCP, ideal medium', unit: 'Mbit/s' }, values.ideal),
    rowOf({ ...head, measure: 'TCP, honest medium', unit: 'Mbit/s' }, values.dcf, undefined, {
      atLeast: AIM_MBPS,
    }),
    {
      ...{ ...head, measure: `${OCTETS} octets of it, beyond the ideal medium`, unit: 'ns' },
      value: nanoseconds('dcf') - nanoseconds('ideal'),
    },
  ];
}

export const cost: Part = {
  name: PART,
  about: "TCP in the honest medium by the host's clock, beside the ideal one",
  run: (setting) => inContext(setting, measure),
};
