import assert from 'node:assert/strict';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'the counters of a survey grow with what was on the channel, and never run backwards',
  {},
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    const survey = async (): Promise<{ active: number; busy: number }> => {
      const text = await station.iw('survey', 'dump');
      const at = text.split('Survey data from').find((each) => each.includes('2437 MHz')) ?? '';
      const ms = (name: string) =>
        Number(at.match(new RegExp(`channel ${name} time:\\s+(\\d+) ms`))?.[1] ?? NaN);
      return { active: ms('active'), busy: ms('busy') };
    };
    const samples = [await survey()];
    const { program } = await hostapd(context, ap, { ...OPEN, beacon_int: 20 });
    for (let time = 0; time < 3; time++) {
      await context.run('sleep 1');
      samples.push(await survey());
    }
    await program.stop();
    await context.run('sleep 1');
    samples.push(await survey());
    await context.run('sleep 1');
    samples.push(await survey());

    const busy = samples.map((each) => each.busy);
    for (const [n, each] of samples.entries()) {
      const before = samples[n - 1];
      if (!before) continue;
      assert.ok(each.active > before.active, `active: ${JSON.stringify(samples)}`);
      assert.ok(each.busy >= before.busy, `busy: ${JSON.stringify(samples)}`);
    }
    // Some 50 beacons a second, of a millisecond each; none before and none after.
    assert.equal(busy[0], 0);
    const second = (busy[3] ?? 0) - (busy[2] ?? 0);
    assert.ok(second >= 40 && second <= 80, `${second} ms busy in a second: ${busy.join()}`);
    assert.equal(busy.at(-1), busy.at(-2), busy.join());
  },
);
