import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { seededRandom } from '@vwifi/nl80211/testing';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const ROUNDS = 10;
/** An idle machine is up after 4 to 5 s: some blows come when all is done. */
const LATEST_MS = 6000;
const VICTIMS = { command: /cli\/main\.js/, daemon: /daemon\/main\.js/, kernel: /qemu-system|\/linux\b/ };

export default scenario(
  'ten blows at random moments leave neither process nor socket nor folder',
  { only: ['host'], nightly: true, limitMs: 400_000 },
  async (context) => {
    const seed = Number(process.env.VWIFI_SEED ?? randomInt(2 ** 31));
    context.timeline.note(`VWIFI_SEED=${seed}`);
    const below = seededRandom(seed);
    const testbed = await TestbedCommand.prepare(context);
    const alive = async (victim: RegExp) => (await testbed.processes()).filter((line) => victim.test(line));
    const names = Object.keys(VICTIMS) as (keyof typeof VICTIMS)[];
    const struck = new Set<string>();

    for (let round = 1; round <= ROUNDS; round++) {
      const moment = below(LATEST_MS);
      const name = names[below(names.length)] ?? 'daemon';
      const story = `VWIFI_SEED=${seed}, round ${round}: ${name} killed ${moment} ms after the start`;
      context.timeline.note(story);
      const up = await testbed.start('up');
      // The moment is what this is about.
      await context.machine.clock.sleep(moment);
      const found = await alive(VICTIMS[name]);
      for (const line of found) await context.attempt(['kill', '-9', line.split(' ')[0] ?? '']);
      if (found.length > 0) struck.add(name);

      await context.eventually(
        `${story}: up ends`,
        async () => (await alive(VICTIMS.command)).length === 0,
        60_000,
      );
      // What had come up before, or was hurt when it was up, waits for its end to be asked for.
      if ((await testbed.run('ls', '--json')).stdout.trim() !== '[]') await testbed.run('down');
      await context.eventually(
        `${story}: every process has ended`,
        async () => (await testbed.processes()).length === 0,
        15_000,
      );
      const left = await context.run(['find', `${testbed.folder}/run`, '-mindepth', '2']);
      assert.equal(left.trim(), '', `${story}: neither socket nor folder is left`);
      await up.stop('SIGKILL');
    }
    assert.ok(struck.size > 0, `VWIFI_SEED=${seed}: somebody was hit`);
  },
);
