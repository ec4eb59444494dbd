/** Stations that always have something to send, beside the fixed point of Bianchi's model for the same parameters. */
import { goodput } from '../../lib/air.js';
import type { Context } from '../../lib/context.js';
import { beside, sum } from '../air/compare.js';
import { type Class, contend } from '../air/contention.js';
import { type Cell, cellOf, counted, failureChance, inContext, sendsAt } from '../air/network.js';
import { simulated } from '../air/simulation.js';
import { collisionUs, dsssPhy, erpPhy, PAYLOAD_BITS, type Phy, successUs } from '../air/standard.js';
import type { Part, Setting } from '../part.js';
import type { Row } from '../report.js';

/** Few stations collide seldom: they have so many times as long, that a thousand collisions are seen at least. */
const longer = (count: number): number => (count === 2 ? 40 : count < 10 ? 4 : 1);
const COUNTS = [1, 2, 5, 10, 20, 50];
const CW_MAX = 1023;
/** The model has no limit: as many as the driver takes. */
const TRIES = 255;
/** Octets in a sender's socket: a few frames, so that all end together. */
const BUFFER = 20_000;
const RTS_ALWAYS = 0;
const THROUGHPUT = 0.05;
const COLLISION = 0.1;
/** Beside every slot simulated, so many exchanges of them. */
const SIMULATED = 0.05;
const EXCHANGES = 400_000;

interface Case {
  readonly name: string;
  readonly phy: Phy;
  readonly mode: string;
  readonly mbps: number;
  readonly seconds: number;
}

const CASES: readonly Case[] = [
  { name: 'air-bianchi-b', phy: dsssPhy(11), mode: 'b', mbps: 11, seconds: 10 },
  { name: 'air-bianchi-g', phy: erpPhy(54), mode: 'g', mbps: 54, seconds: 3 },
];

const classOf = (phy: Phy, stations: number, rts: boolean): Class => ({
  ...{ stations, cwMin: phy.cwMin, cwMax: CW_MAX, tries: TRIES, later: 0 },
  ...{ successUs: successUs(phy, rts), collisionUs: collisionUs(phy, rts), payloadBits: PAYLOAD_BITS },
});

async function measure(
  context: Context,
  { progress }: Setting,
  { ap, stations, wifi }: Cell,
  { name, phy, seconds }: Case,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const rts of [false, true]) {
    await wifi.vwifi.medium.set({ rtsThreshold: rts ? RTS_ALWAYS : 'none' });
    for (const count of COUNTS) {
      const some = stations.slice(0, count);
      const before = await counted(wifi);
      const flows = some.map((from) => ({ from, to: ap, buffer: BUFFER }));
      const throughput = sum(await goodput(context, flows, longer(count) * seconds));
      const collision = failureChance(before, await counted(wifi), some);
      const [model] = contend([classOf(phy, count, rts)], phy.slotUs);
      const subject = `${count} ${count === 1 ? 'station' : 'stations'}, ${rts ? 'RTS/CTS' : 'basic'}`;
      progress(`${phy.name}, ${subject}: ${throughput.toFixed(2)} Mbit/s, ${collision.toFixed(4)}`);
      if (!model) continue;
      const head = { part: name, subject };
      rows.push(
        beside(
          { ...head, measure: 'goodput', unit: 'Mbit/s' },
          throughput,
          { name: 'Bianchi', value: model.throughputMbps },
          THROUGHPUT,
        ),
      );
      if (count > 1)
        rows.push(
          beside(
            { ...head, measure: 'collisions', unit: 'of 1' },
            collision,
            { name: 'Bianchi', value: model.collision },
            COLLISION,
          ),
        );
      // The model takes two for independent of each other, which they are not.
      if (count === 2)
        rows.push(
          beside(
            { ...head, measure: 'collisions', unit: 'of 1' },
            collision,
            {
              name: 'slots simulated',
              value: simulated([classOf(phy, count, rts)], phy.slotUs, EXCHANGES)[0]?.collision ?? Number.NaN,
            },
            SIMULATED,
          ),
        );
    }
  }
  return rows;
}

const partOf = (each: Case): Part => ({
  name: each.name,
  about: `${each.phy.name} at ${each.mbps} Mbit/s: 1 to ${COUNTS.at(-1)} stations in saturation, and Bianchi's model`,
  virtualTime: true,
  run: (setting) =>
    inContext(setting, async (context) => {
      const cell = await cellOf(context, Math.max(...COUNTS), { hw_mode: each.mode });
      await sendsAt(cell.stations, each.mbps, TRIES);
      return measure(context, setting, cell, each);
    }),
});

export const saturation: readonly Part[] = CASES.map(partOf);
