/** What records take from TCP: the same two nodes in one guest, taken down and not, in turns. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Recorder } from '../../../packages/testbed/dist/record/recorder.js';
import type { Context } from '../../lib/context.js';
import { inside } from '../../lib/inside.js';
import { connected, hostapd, nodes, OPEN, OPEN_NETWORK, supplicant } from '../../lib/network.js';
import { inContext } from '../air/network.js';
import { KINDS, load } from '../load.js';
import type { Part, Setting } from '../part.js';
import { type Row, rowOf } from '../report.js';
import { median } from '../statistics.js';

const PART = 'records';
const WITHOUT = 'without records';
const WITH = 'with records';
/** With frame headers, of the throughput. */
const LEAST = 0.95;

async function measure(context: Context, { turns, sliceMs, progress }: Setting): Promise<Row[]> {
  const { Recorder: Made } = await inside<{ Recorder: typeof Recorder }>('record/recorder.js');
  const [ap, station] = await nodes(context, 2);
  assert.ok(ap && station);
  await hostapd(context, ap, { ...OPEN, ieee80211n: 1, wmm_enabled: 1 });
  await connected(context, await supplicant(context, station, OPEN_NETWORK));
  const tcp = KINDS.find(({ kind }) => kind === 'tcp');
  assert.ok(tcp);
  const folder = await mkdtemp(join(tmpdir(), 'vwifi-bench-'));
  const values: Record<typeof WITH | typeof WITHOUT, number[]> = { [WITHOUT]: [], [WITH]: [] };
  const measured = async (name: typeof WITH | typeof WITHOUT) => {
    const path = { name, from: station, to: ap };
    const [some = []] = await load(context, tcp, [path], { turns: 4, sliceMs });
    progress(`${name}: ${median(some).toFixed(0)} Mbit/s`);
    values[name].push(median(some));
  };
  /** As a laboratory begins to take down: the air, each namespace, what the access point hears. */
  const recorded = async () => {
    const recorder = new Made(context.machine, folder);
    try {
      recorder.watchAir(undefined);
      recorder.watchEvents(undefined, undefined, undefined);
      for (const { netns } of [ap, station]) recorder.watchEvents(undefined, netns, netns);
      await recorder.watchStations({ name: 'ap', namespace: ap.netns, interface: ap.interface });
      await recorder.ready();
      await measured(WITH);
      const missed = (await recorder.read()).filter(({ kind }) => kind === 'gap');
      assert.deepEqual(missed, [], 'all of it is taken down');
    } finally {
      await recorder.close();
    }
  };
  try {
    for (let turn = 0; turn < Math.max(4, turns); turn++) {
      // Who is first has the caches of the one before.
      const both = [() => measured(WITHOUT), recorded];
      for (const each of turn % 2 ? both.reverse() : both) await each();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const head = { part: PART, measure: 'TCP, one stream', unit: 'Mbit/s' };
  return [
    rowOf({ ...head, subject: WITHOUT }, values[WITHOUT]),
    rowOf(
      { ...head, subject: WITH },
      values[WITH],
      { name: WITHOUT, values: values[WITHOUT] },
      { atLeast: LEAST },
    ),
  ];
}

export const records: Part = {
  name: PART,
  about: 'what TCP loses where all that happens is taken down',
  run: (setting) => inContext(setting, measure),
};
