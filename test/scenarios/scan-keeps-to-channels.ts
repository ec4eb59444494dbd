import assert from 'node:assert/strict';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario('an access point is heard on its channel and on no other', {}, async (context) => {
  const [first, second, station] = await nodes(context, 3);
  assert.ok(first && second && station);
  await hostapd(context, first, { ...OPEN, ssid: 'one', channel: 1 });
  await hostapd(context, second, { ...OPEN, ssid: 'eleven', channel: 11 });

  const heard = async (...frequencies: readonly string[]) => {
    const scan = await station.iw('scan', 'flush', 'freq', ...frequencies);
    return [...scan.matchAll(/SSID: (\w+)/g)].map(([, ssid]) => ssid).sort();
  };
  assert.deepEqual(await heard('2412'), ['one']);
  assert.deepEqual(await heard('2462'), ['eleven']);
  assert.deepEqual(await heard('2437'), []);
  assert.deepEqual(await heard('2412', '2462'), ['eleven', 'one']);

  const passive = await station.iw('scan', 'flush', 'freq', '2412', 'passive');
  assert.match(passive, /SSID: one/, 'beacons are enough');
  assert.match(passive, /beacon interval: 100 TUs/);
});
