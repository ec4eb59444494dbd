import assert from 'node:assert/strict';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'only the exact name connects: not a longer one, not a shorter one, not nobody',
  {},
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    const longest = 'a name of thirty-two bytes exact';
    assert.equal(Buffer.byteLength(longest), 32);
    const first = await hostapd(context, ap, OPEN);
    for (const ssid of ['test2', 'tes', 'nobody', longest]) {
      assert.equal(await station.connects(ssid), false, ssid);
      assert.equal(await station.link(), undefined);
    }
    const { stdout } = await station.attempt('iw dev vw1 connect -w nobody');
    assert.match(stdout, /^vw1 \(phy #\d+\): timed out$/m);
    assert.ok(await station.connects('test'));
    await station.pings(ap);
    await station.iw('disconnect');
    await first.program.stop();

    await hostapd(context, ap, { ...OPEN, ssid: longest });
    assert.ok(await station.connects(longest));
    assert.match(await station.iw('link'), new RegExp(`SSID: ${longest}\n`));
    await station.pings(ap);
  },
);
