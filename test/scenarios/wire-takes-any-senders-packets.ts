import assert from 'node:assert/strict';
import { cProgram } from '../lib/c-program.js';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';
import { ELSEWHERE, makeWire, StationsElsewhere } from '../lib/stations-elsewhere.js';

/** More than a ring has slots. */
const FRAMES = 150;
const ADDRESS = '10.0.0.9';
/** Status of a kernel that has no such socket: User-Mode Linux is without AF_XDP. */
const NOT_HERE = 3;
const TYPES = { ring: '88b6', txtime: '88b6', xdp: '88b6', zerocopy: '0800' };

export default scenario(
  'what a sender leaves in its packets stays there: a ring, AF_XDP, times and memory of its own reach a station of another kernel, and are given back',
  { core: true, programs: ['python3', 'gcc'] },
  async (context) => {
    if (context.driver !== 'vwifi') return;
    const [ap] = await nodes(context, 1);
    assert.ok(ap);
    await hostapd(context, ap, OPEN);
    await makeWire(context);
    const stations = await StationsElsewhere.join(context, ap);
    const [to] = ELSEWHERE;
    await ap.run(['ip', 'neigh', 'add', ADDRESS, 'lladdr', to, 'dev', ap.interface]);
    const senders = await cProgram(context, 'senders');
    for (const [kind, type] of Object.entries(TYPES)) {
      const { status, stdout, stderr } = await ap.attempt(
        [senders, kind, ap.interface, to, String(FRAMES), ADDRESS],
        { timeoutMs: 60_000 },
      );
      if (status === NOT_HERE) continue;
      assert.deepEqual([status, stdout, stderr], [0, `given back ${FRAMES}\n`, ''], kind);
      for (let n = 0; n < FRAMES; n++) {
        const { station, source, payload } = await stations.receives(type);
        assert.deepEqual([station, source], [0, ap.mac], kind);
        if (type === '88b6') assert.equal(payload.replace(/\0+$/, ''), `${kind} ${n}`);
      }
    }
  },
);
