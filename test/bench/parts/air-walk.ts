/** The same walk from one access point to another one in guests of their own, and whether its events are the same. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../../lib/context.js';
import { street, walkOver } from '../../lib/walk.js';
import { inContext } from '../air/network.js';
import { bootRealTime } from '../boot.js';
import type { Part, Setting } from '../part.js';
import { type Row, rowOf } from '../report.js';

const PART = 'air-walk';
const RUNS = 10;

/** One walk in a guest that has just been booted: its events, and for how long the station had no access point. */
async function once(setting: Setting): Promise<{ list: string; gapMs: number }> {
  const directory = await mkdtemp(join(tmpdir(), 'vwifi-bench-'));
  const { machine, module } = await bootRealTime(setting.kernelName, directory, { virtualTime: true });
  let found = { list: '', gapMs: Number.NaN };
  const walk = async (context: Context): Promise<Row[]> => {
    const { events, gapMs, daemon } = await walkOver(context, await street(context));
    found = { list: events.map(({ text }) => text).join('\n'), gapMs };
    await daemon.program.stop();
    return [];
  };
  try {
    await inContext({ ...setting, machine, module, directory }, walk);
  } finally {
    await machine.close();
    await rm(directory, { recursive: true, force: true });
  }
  return found;
}

async function measure(setting: Setting): Promise<Row[]> {
  const walks: { list: string; gapMs: number }[] = [];
  for (let run = 0; run < RUNS; run++) {
    const walk = await once(setting);
    setting.progress(`walk ${run}: ${walk.list.split('\n').length} events, a gap of ${walk.gapMs} ms`);
    walks.push(walk);
  }
  const others = walks.filter(({ list }) => list !== walks[0]?.list);
  const head = { part: PART, subject: `one walk in ${RUNS} guests` };
  return [
    {
      ...{ ...head, measure: 'other lists of events than the first', unit: 'times' },
      ...{ value: others.length, target: { atMost: 0 } },
    },
    rowOf(
      { ...head, measure: 'without an access point', unit: 'ms' },
      walks.map(({ gapMs }) => gapMs),
    ),
  ];
}

export const walk: Part = {
  name: PART,
  about: 'a station walks from one access point to the other, ten times, each in a guest of its own',
  virtualTime: true,
  run: measure,
};
