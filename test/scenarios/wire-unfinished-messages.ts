import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { openClient } from '../lib/client.js';
import { loadDriver } from '../lib/driver.js';
import { scenario } from '../lib/scenario.js';
import { PYTHON } from '../lib/stations-elsewhere.js';

const PROGRAM = fileURLToPath(new URL('../../programs/unfinished.py', import.meta.url));
/** So that a piece may be as long as a message. */
const MTU = 12_000;
const PIECE = 7_000;
const TURNS = 3;
/** The driver keeps 4 MiB of messages at most; the rest is the sender's, whose program has just begun. */
const LIMIT_KB = 32 * 1024;

export default scenario(
  'who begins messages on the wire and ends none holds no memory for it, and whole ones in pieces arrive in any order',
  { debug: true, programs: ['python3'] },
  async (context) => {
    if (context.driver !== 'vwifi') return;
    await loadDriver(context, { station: 1 });
    await context.run('ip link set vw0 up');
    const stranger = await context.start('unfinished', [...PYTHON, PROGRAM, 'tap0', String(PIECE)]);
    await stranger.output.next(/^ready/);
    await context.run(`ip link set tap0 mtu ${MTU} && ip link set tap0 up`);
    const { underlays } = (await openClient(context)).vwifi;
    await underlays.attach('tap0');
    context.onEnd('detach tap0', () => underlays.detach('tap0').catch(() => {}));
    const free = async () =>
      Number(/MemAvailable:\s+(\d+)/.exec(await context.run(['cat', '/proc/meminfo']))?.[1]);

    const before = await free();
    await stranger.tell('go on');
    for (const size of ['long', 'short']) {
      await stranger.output.next(/^begun/);
      const held = before - (await free());
      assert.ok(held < LIMIT_KB, `${held} kB are held for the pieces of ${size} messages that nobody ends`);
      await stranger.tell('go on');
    }
    const [underlay] = await underlays.list();
    const dropped = underlay?.rxDrops;
    context.timeline.note(
      `${underlay?.kernels} kernels, ${underlay?.rxFrames} frames: ${JSON.stringify(dropped)}`,
    );
    assert.ok((dropped?.unfinished ?? 0) > 0, `what gave way is counted: ${JSON.stringify(dropped)}`);
    for (let turn = 0; turn < TURNS; turn++) {
      await stranger.output.next(new RegExp(`^told ${turn}`));
      await context.eventually(`all of message ${turn} has come`, async () => {
        const remotes = (await underlays.remotes()).map(({ address }) => address);
        return remotes.filter((each) => each.startsWith(`76:00:01:0${turn}:`)).length === 20;
      });
      await stranger.tell('go on');
    }
  },
);
