import assert from 'node:assert/strict';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario('an access point finds the free channel by itself (ACS)', {}, async (context) => {
  const [first, second, third] = await nodes(context, 3);
  assert.ok(first && second && third);
  await hostapd(context, first, { ...OPEN, channel: 1, beacon_int: 20 });
  await hostapd(context, second, { ...OPEN, channel: 6, beacon_int: 20 });
  await hostapd(context, third, { ...OPEN, channel: 'acs_survey', chanlist: '1 6 11', acs_num_scans: 2 });
  assert.match(await third.iw('info'), /channel 11 \(2462 MHz\)/);
  const survey = await third.iw('survey', 'dump');
  assert.match(survey, /2462 MHz \[in use\]\n\s+noise:\s+-95 dBm/);
});
