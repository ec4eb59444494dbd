/** Two hundred stations of one access point send as much as they can: all stay, and each gets something through. */
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { honestAir } from '../lib/air.js';
import { loadDriver } from '../lib/driver.js';
import { hostapd, node, OPEN, stationsOf } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const CHOIR = fileURLToPath(new URL('../../programs/choir.py', import.meta.url));
const STATIONS = 200;
const SECONDS = 5;

export default scenario(
  'two hundred stations stay associated while all of them send more than the channel takes, and each is heard',
  { limitMs: 120_000, nightly: true },
  async (context) => {
    await loadDriver(context, { station: STATIONS + 1 });
    const ap = await node(context, 0);
    await honestAir(context);
    await hostapd(context, ap, { ...OPEN, wmm_enabled: 0, max_num_sta: STATIONS });
    const names = Array.from({ length: STATIONS }, (_, n) => `vw${n + 1}`);
    await context.run(
      [
        `for n in $(seq 1 ${STATIONS}); do`,
        '  sysctl -qw net.ipv6.conf.vw$n.disable_ipv6=1; ip link set vw$n up; iw dev vw$n connect test 2437',
        '  sleep 0.02',
        'done',
      ].join('\n'),
    );
    const associated = async () => stationsOf(await ap.iw('station', 'dump'));
    await context.eventually(
      'all are associated',
      async () => (await associated()).length === STATIONS,
      60_000,
    );
    const before = new Map((await associated()).map(({ mac, rows }) => [mac, Number(rows['rx packets'])]));
    await context.run(['python3', CHOIR, `${SECONDS}`, ap.mac, ...names]);
    const after = await associated();
    assert.equal(after.length, STATIONS);
    const heard = after.map(({ mac, rows }) => Number(rows['rx packets']) - (before.get(mac) ?? 0));
    context.timeline.note(`heard of each ${Math.min(...heard)} to ${Math.max(...heard)}`);
    assert.ok(Math.min(...heard) > 0, heard.join());
    const sum = heard.reduce((total, each) => total + each, 0);
    // Half of them collide at least once, and much is still more than nothing: over 500 frames a second.
    assert.ok(sum > 500 * SECONDS, `${sum} frames in ${SECONDS} s`);
  },
);
