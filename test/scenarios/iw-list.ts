import assert from 'node:assert/strict';
import { loadDriver } from '../lib/driver.js';
import { scenario } from '../lib/scenario.js';

/** Lines that the manual shows and that scripts look for. A driver that can do more shows more. */
const LINES = [
  'max # scan SSIDs: 69',
  'max # sched scan SSIDs: 0',
  'max # match sets: 0',
  'Retry short limit: 7',
  'Retry long limit: 4',
  'Coverage class: 0 \\(up to 0m\\)',
  '\\* WEP40 \\(00-0f-ac:1\\)\n\\s+\\* WEP104 \\(00-0f-ac:5\\)\n\\s+\\* TKIP \\(00-0f-ac:2\\)\n\\s+\\* CCMP-128 \\(00-0f-ac:4\\)',
  'Available Antennas: TX 0 RX 0',
  '\\* IBSS',
  '\\* managed',
  '\\* AP',
  'Band 1:',
  '\\* 1\\.0 Mbps',
  '\\* 54\\.0 Mbps',
  '\\* 2412(\\.0)? MHz \\[1\\] \\([\\d.]+ dBm\\)',
  '\\* 2472(\\.0)? MHz \\[13\\].*',
  '\\* 2484(\\.0)? MHz \\[14\\].*',
  '\\* set_interface',
  '\\* new_key',
  '\\* start_ap',
  '\\* join_ibss',
  '\\* set_wiphy_netns',
  '\\* set_channel',
  '\\* connect',
  '\\* disconnect',
  'Device supports scan flush\\.',
];

export default scenario('iw list shows what the radio can do', {}, async (context) => {
  await loadDriver(context, { station: 1 });
  const list = await context.run('iw list');
  assert.match(list, /^Wiphy vw_phy0\n\twiphy index: \d+$/m, 'the name stands directly before the index');
  for (const line of LINES) assert.match(list, new RegExp(`^\\s+${line}`, 'm'), `${line} in:\n${list}`);
  const rates = list.match(/Bitrates \(non-HT\):\n((?:\t\t\t\* .*\n)+)/)?.[1]?.match(/[\d.]+ Mbps/g);
  assert.equal(rates?.length, 12, 'twelve rates in the 2.4 GHz band');
});
