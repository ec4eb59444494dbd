import assert from 'node:assert/strict';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';
import { ELSEWHERE, makeWire, StationsElsewhere } from '../lib/stations-elsewhere.js';

const FRAMES = 20;
const LOCAL_TYPE = '88b6';
const BRIDGED = `ip link add br0 type bridge && ip link set br0 address 02:00:00:00:00:0b &&
  ip link set w0 master br0 && ip link set br0 up`;

export default scenario(
  'an access point relays between stations of another kernel, over a card and over a bridge, and a capture there keeps its frames',
  { debug: true, programs: ['python3'] },
  async (context) => {
    if (context.driver !== 'vwifi') return;
    const [ap] = await nodes(context, 1);
    assert.ok(ap);
    await hostapd(context, ap, OPEN);
    await makeWire(context);
    for (const underlay of ['w0', 'br0']) {
      if (underlay === 'br0') {
        await context.run(BRIDGED);
        context.onEnd('remove the bridge', async () => void (await context.attempt('ip link del br0')));
      }
      const stations = await StationsElsewhere.join(context, ap, underlay);
      await stations.capture(underlay);
      await stations.send(0, ELSEWHERE[1], FRAMES);
      for (let n = 0; n < FRAMES; n++) {
        const { station, source, payload } = await stations.receives(LOCAL_TYPE);
        assert.deepEqual([station, source, payload], [1, ELSEWHERE[0], `from 0, ${n}`]);
      }
      assert.equal(await stations.sameAsSent(), FRAMES);
      // Whoever walks the devices finds them as they were.
      await context.run('ip -d link show');
      await stations.program.stop('SIGKILL');
      await stations.wifi.vwifi.underlays.detach(underlay);
    }
  },
);
