import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { openClient } from '../lib/client.js';
import { nodes, stationsOf } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';
import { makeWire, PYTHON } from '../lib/stations-elsewhere.js';

const PROGRAM = fileURLToPath(new URL('../../programs/crowd.py', import.meta.url));
const CELL = '02:11:22:33:44:55';
const CROWD = 300;
/** What a member keeps. */
const PEERS = 256;
/** Members look for those who have left at each tenth beacon. */
const BEACON_TU = 20;
const LOOKS = 5;

export default scenario(
  'a member of an ad hoc cell keeps as many peers of other kernels as it has room for, and no more',
  { programs: ['python3'] },
  async (context) => {
    if (context.driver !== 'vwifi') return;
    const [member] = await nodes(context, 1);
    assert.ok(member);
    await makeWire(context);
    const { underlays } = (await openClient(context)).vwifi;
    await underlays.attach('w0');
    context.onEnd('detach w0', () => underlays.detach('w0').catch(() => {}));
    await member.run(
      `ip link set vw0 down && iw dev vw0 set type ibss && ip link set vw0 up &&
       iw dev vw0 ibss join cell 2437 NOHT fixed-freq ${CELL} beacon-interval ${BEACON_TU}`,
    );
    const peers = async () => stationsOf(await member.iw('station', 'dump')).length;
    const crowd = await context.start('crowd', [
      ...[...PYTHON, PROGRAM, 'w1', CELL, member.mac],
      String(CROWD),
    ]);
    await crowd.output.next(/^here/);
    await context.eventually('it has met as many as it keeps', async () => (await peers()) === PEERS);
    // A ping to nobody is a wait: of as many looks for those who have left.
    const wait = ((LOOKS * 10 * BEACON_TU * 1.024) / 1000).toFixed(1);
    await member.attempt(['ping', '-c', '1', '-W', wait, '10.0.0.77']);
    assert.equal(await peers(), PEERS);
    await crowd.stop('SIGKILL');
    await context.eventually('all are forgotten', async () => (await peers()) === 0, 20_000);
  },
);
