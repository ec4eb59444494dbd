import assert from 'node:assert/strict';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario('an access point at 5 GHz works where the country allows it', {}, async (context) => {
  const [ap, station] = await nodes(context, 2);
  assert.ok(ap && station);
  await hostapd(context, ap, { ...OPEN, hw_mode: 'a', channel: 36, country_code: 'US', ieee80211n: 1 });
  assert.ok(await station.connects('test'));
  assert.match((await station.link()) ?? '', /freq: 5180/);
  await station.pings(ap);
});
