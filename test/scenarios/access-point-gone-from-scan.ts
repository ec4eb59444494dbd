import assert from 'node:assert/strict';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario('an access point that has stopped is not found any more', {}, async (context) => {
  const [ap, station] = await nodes(context, 2);
  assert.ok(ap && station);
  const { program } = await hostapd(context, ap, OPEN);
  assert.match(await station.iw('scan'), /SSID: test/);
  await program.stop();
  assert.doesNotMatch(await station.iw('scan', 'flush'), /SSID: test/);
  assert.match(await ap.iw('info'), /type managed/, 'hostapd leaves the interface as it found it');
});
