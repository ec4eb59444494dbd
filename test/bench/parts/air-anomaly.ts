/**
 * One slow station among fast ones (M. Heusse, F. Rousseau, G. Berger-Sabbatel, A. Duda, Performance Anomaly of
 * 802.11b, 2003): as they send, each as often as any other one; and as their access point sends to them, each as long.
 */
import { goodput } from '../../lib/air.js';
import type { Context } from '../../lib/context.js';
import type { Node } from '../../lib/network.js';
import { beside, sum } from '../air/compare.js';
import { type Class, contend } from '../air/contention.js';
import { type Cell, cellOf, inContext, sendsAt } from '../air/network.js';
import { collisionUs, dsssPhy, ifsUs, PAYLOAD_BITS, type Phy, successUs } from '../air/standard.js';
import type { Part, Setting } from '../part.js';
import type { Row } from '../report.js';

const PART = 'air-anomaly';
const FAST = 11;
const SLOW = 1;
const COUNTS = [2, 4, 8];
const TRIES = 255;
const BUFFER = 20_000;
const SECONDS = 12;
/** At which 1 Mbit/s is read, and 11 are not. */
const FAR_DBM = -93;
const TOLERANCE = 0.05;

const classOf = (phy: Phy, stations: number): Class => ({
  ...{ stations, cwMin: phy.cwMin, cwMax: 1023, tries: TRIES, later: 0, payloadBits: PAYLOAD_BITS },
  ...{ successUs: successUs(phy, false), collisionUs: collisionUs(phy, false) },
});

/** An access point without WMM: hostapd's queue for best effort, which it has anyway (`tx_queue_data2`). */
const AP_AIFSN = 3;
const AP_CW_MIN = 15;

/** What a fast one of so many has, if all have equal airtime: backoff between exchanges is nobody's. */
function fairMbps(count: number): number {
  const [fast, slow] = [dsssPhy(FAST), dsssPhy(SLOW)].map((phy) => successUs(phy, false) - ifsUs(phy));
  const between = ifsUs(dsssPhy(FAST), AP_AIFSN) + (AP_CW_MIN / 2) * dsssPhy(FAST).slotUs;
  const time = (exchange = 0) => 1 + between / exchange;
  return PAYLOAD_BITS / (fast ?? 0) / ((count - 1) * time(fast) + time(slow));
}

/** Stations send: what each of them has. */
async function up(context: Context, { ap, stations }: Cell, count: number): Promise<Row[]> {
  const flows = stations.slice(0, count).map((from) => ({ from, to: ap, buffer: BUFFER }));
  const [slow = 0, ...fast] = await goodput(context, flows, SECONDS);
  const models = contend(
    [classOf(dsssPhy(SLOW), 1), classOf(dsssPhy(FAST), count - 1)],
    dsssPhy(FAST).slotUs,
  );
  const head = { part: PART, subject: `${count} stations send, one at ${SLOW} Mbit/s`, unit: 'Mbit/s' };
  const each = (index: number, stations: number) => (models[index]?.throughputMbps ?? 0) / stations;
  const name = 'model';
  return [
    beside({ ...head, measure: 'the slow one' }, slow, { name, value: each(0, 1) }, 2 * TOLERANCE),
    beside(
      { ...head, measure: 'a fast one' },
      sum(fast) / fast.length,
      { name, value: each(1, count - 1) },
      2 * TOLERANCE,
    ),
  ];
}

/** The access point sends: what the slow one and a fast one have, of goodput and of airtime. */
async function down(context: Context, { ap, stations, wifi }: Cell, fair: boolean): Promise<Row[]> {
  await wifi.vwifi.medium.set({ airtimeFairness: fair });
  const some = stations.slice(0, 4);
  const airtime = async () => {
    const all = await wifi.vwifi.links.used();
    return some.map(
      ({ index }) =>
        all.find(({ sender, receiver }) => sender === ap.index && receiver === index)?.airtimeUs ?? 0,
    );
  };
  const going = goodput(
    context,
    some.map((to: Node) => ({ from: ap, to, buffer: BUFFER })),
    SECONDS,
  );
  // While all go: they do not end at the same moment.
  await context.run('sleep 4');
  const before = await airtime();
  await context.run('sleep 6');
  const used = (await airtime()).map((at, index) => at - (before[index] ?? 0));
  const [slow = 0, ...fast] = await going;
  const subject = `an access point sends to ${some.length}, ${fair ? 'with' : 'without'} fairness`;
  const head = { part: PART, subject };
  const [slowUs = 0, ...fastUs] = used;
  if (fair)
    return [
      beside(
        { ...head, measure: 'airtime of the slow one', unit: 's' },
        slowUs / 1e6,
        { name: 'a fast one', value: sum(fastUs) / fastUs.length / 1e6 },
        TOLERANCE,
      ),
      beside(
        { ...head, measure: 'goodput of a fast one', unit: 'Mbit/s' },
        sum(fast) / fast.length,
        { name: 'equal airtime', value: fairMbps(some.length) },
        TOLERANCE,
      ),
    ];
  return [
    beside(
      { ...head, measure: 'goodput of the slow one', unit: 'Mbit/s' },
      slow,
      { name: 'a fast one', value: sum(fast) / fast.length },
      TOLERANCE,
    ),
  ];
}

async function measure(context: Context, { progress }: Setting): Promise<Row[]> {
  const cell = await cellOf(context, Math.max(...COUNTS), { hw_mode: 'b' });
  const [slow] = cell.stations;
  if (!slow) return [];
  await sendsAt(cell.stations, FAST, TRIES);
  await sendsAt([slow], SLOW, TRIES);
  const rows: Row[] = [];
  const add = (some: readonly Row[]) => {
    for (const { subject, measure, value, against } of some)
      progress(`${subject}: ${measure} ${value.toPrecision(4)}, ${against}`);
    rows.push(...some);
  };
  for (const count of COUNTS) add(await up(context, cell, count));
  // Far away at the one rate, near at the other one.
  await cell.ap.iw('set', 'bitrates', 'legacy-2.4', String(SLOW), String(FAST));
  await cell.wifi.vwifi.links.set(
    { receiver: slow.interface, sender: cell.ap.interface },
    { signalDbm: FAR_DBM },
  );
  for (const fair of [false, true]) add(await down(context, cell, fair));
  return rows;
}

export const anomaly: Part = {
  name: PART,
  about: 'one station at 1 Mbit/s among others at 11, with and without airtime fairness',
  virtualTime: true,
  run: (setting) => inContext(setting, measure),
};
