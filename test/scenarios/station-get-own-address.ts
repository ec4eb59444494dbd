import assert from 'node:assert/strict';
import { network } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const TIMES = 100;

export default scenario(
  "station get of the access point's own address gives an integer signal, every time",
  {},
  async (context) => {
    const { ap } = await network(context, 1);
    const signals = await ap.run(
      `for i in $(seq ${TIMES}); do iw dev vw0 station get ${ap.mac}; done | grep 'signal:' | awk '{print $2}'`,
    );
    const lines = signals.trim().split('\n');
    assert.equal(lines.length, TIMES);
    for (const line of lines) assert.match(line, /^-?\d+$/);
    const stranger = await ap.attempt(['iw', 'dev', 'vw0', 'station', 'get', '02:00:00:00:00:99']);
    assert.match(stranger.stderr, /No such file or directory \(-2\)/, 'a stranger is not there');
  },
);
