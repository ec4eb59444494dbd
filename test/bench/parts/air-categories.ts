/** Access categories against each other, beside the model with one class for each. */
import { goodput } from '../../lib/air.js';
import type { Context } from '../../lib/context.js';
import type { Node } from '../../lib/network.js';
import { beside, sum } from '../air/compare.js';
import { type Class, contend } from '../air/contention.js';
import { type Cell, cellOf, counted, failureChance, inContext, sendsAt } from '../air/network.js';
import { simulated } from '../air/simulation.js';
import { collisionUs, erpPhy, PAYLOAD_BITS, QOS_MPDU, successUs } from '../air/standard.js';
import type { Part, Setting } from '../part.js';
import type { Row } from '../report.js';

const PART = 'air-categories';
const PHY = erpPhy(54);
const TRIES = 255;
const BUFFER = 20_000;
/** Windows are up to 1024 slots wide: who has a wide one keeps it for long. */
const SECONDS = 60;
/** Of the simulation. */
const EXCHANGES = 400_000;
const THROUGHPUT = 0.05;
const COLLISION = 0.1;

interface Category {
  readonly name: string;
  /** The IP type of service. */
  readonly tos: number;
  readonly aifsn: number;
  readonly cwMin: number;
  readonly cwMax: number;
}

/** What stations are told by hostapd, as the standard has it (802.11-2020, table 9-155). */
const BACKGROUND: Category = { name: 'background', tos: 0x20, aifsn: 7, cwMin: 15, cwMax: 1023 };
const BEST_EFFORT: Category = { name: 'best effort', tos: 0, aifsn: 3, cwMin: 15, cwMax: 1023 };
const VIDEO: Category = { name: 'video', tos: 0xa0, aifsn: 2, cwMin: 7, cwMax: 15 };
const VOICE: Category = { name: 'voice', tos: 0xc0, aifsn: 2, cwMin: 3, cwMax: 7 };

/** Nobody has more than one exchange at a time: the model knows no TXOP. */
const CONF = {
  ...{ wmm_enabled: 1, wmm_ac_vi_txop_limit: 0, wmm_ac_vo_txop_limit: 0 },
  ...{ wmm_ac_bk_aifs: 7, wmm_ac_bk_cwmin: 4, wmm_ac_bk_cwmax: 10, wmm_ac_bk_txop_limit: 0 },
  ...{ wmm_ac_be_aifs: 3, wmm_ac_be_cwmin: 4, wmm_ac_be_cwmax: 10, wmm_ac_be_txop_limit: 0 },
  ...{ wmm_ac_vi_aifs: 2, wmm_ac_vi_cwmin: 3, wmm_ac_vi_cwmax: 4 },
  ...{ wmm_ac_vo_aifs: 2, wmm_ac_vo_cwmin: 2, wmm_ac_vo_cwmax: 3 },
};

type Group = readonly [category: Category, stations: number];
const CASES: readonly (readonly [Group, Group])[] = [
  [
    [BEST_EFFORT, 5],
    [BACKGROUND, 5],
  ],
  [
    [VIDEO, 2],
    [BEST_EFFORT, 5],
  ],
  [
    [VOICE, 1],
    [BEST_EFFORT, 5],
  ],
  [
    [VOICE, 2],
    [VIDEO, 2],
  ],
];
const MOST = 10;

function classesOf(groups: readonly Group[]): Class[] {
  const least = Math.min(...groups.map(([{ aifsn }]) => aifsn));
  return groups.map(([{ aifsn, cwMin, cwMax }, stations]) => ({
    ...{ stations, cwMin, cwMax, tries: TRIES, later: aifsn - least, payloadBits: PAYLOAD_BITS },
    successUs: successUs(PHY, false, QOS_MPDU, least),
    collisionUs: collisionUs(PHY, false, QOS_MPDU, least),
  }));
}

async function one(
  context: Context,
  { ap, stations, wifi }: Cell,
  groups: readonly [Group, Group],
): Promise<Row[]> {
  let next = 0;
  const placed = groups.map(([category, count]) => {
    const some: readonly Node[] = stations.slice(next, next + count);
    next += count;
    return { category, some };
  });
  const before = await counted(wifi);
  const flows = placed.flatMap(({ category, some }) =>
    some.map((from) => ({ from, to: ap, tos: category.tos, buffer: BUFFER })),
  );
  const shares = await goodput(context, flows, SECONDS);
  const after = await counted(wifi);
  const models = contend(classesOf(groups), PHY.slotUs);
  const slots = simulated(classesOf(groups), PHY.slotUs, EXCHANGES);
  let from = 0;
  return placed.flatMap(({ category, some }, index) => {
    const other = groups[1 - index];
    const got = sum(shares.slice(from, from + some.length));
    from += some.length;
    const head = {
      part: PART,
      subject: `${some.length} ${category.name} beside ${other?.[1]} ${other?.[0].name}`,
    };
    const failed = failureChance(before, after, some);
    // The mean field is far off where one station is most of the traffic: the simulation is what is aimed at.
    return [
      { name: 'slots simulated', share: slots[index], aims: true },
      { name: 'mean field', share: models[index], aims: false },
    ].flatMap(({ name, share, aims }) => [
      beside(
        { ...head, measure: 'goodput', unit: 'Mbit/s' },
        got,
        { name, value: share?.throughputMbps ?? Number.NaN },
        aims ? THROUGHPUT : undefined,
      ),
      beside(
        { ...head, measure: 'collisions', unit: 'of 1' },
        failed,
        { name, value: share?.collision ?? Number.NaN },
        aims ? COLLISION : undefined,
      ),
    ]);
  });
}

async function measure(context: Context, setting: Setting): Promise<Row[]> {
  const cell = await cellOf(context, MOST, CONF);
  await sendsAt(cell.stations, 54, TRIES);
  const rows: Row[] = [];
  for (const groups of CASES) {
    const some = await one(context, cell, groups);
    for (const { subject, measure, value, against } of some)
      setting.progress(`${subject}: ${measure} ${value.toPrecision(4)}, ${against}`);
    rows.push(...some);
  }
  return rows;
}

export const categories: Part = {
  name: PART,
  about: 'access categories against each other, and the model of EDCA',
  virtualTime: true,
  run: (setting) => inContext(setting, measure),
};
