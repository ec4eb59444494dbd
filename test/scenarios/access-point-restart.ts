import assert from 'node:assert/strict';
import { connected, hostapd, network, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'hostapd can be stopped and started again, and the stations come back',
  { core: true, nightly: 'stock' },
  async (context) => {
    const { ap, stations, hostapd: first, supplicants } = await network(context, 2);
    const [one, two] = stations;
    assert.ok(one && two);
    await first.program.stop();
    for (const { control } of supplicants) await control.events.next(/CTRL-EVENT-DISCONNECTED/);
    assert.equal(await one.link(), undefined, 'the station knows that its access point has gone');

    for (let round = 0; round < 2; round++) {
      const again = await hostapd(context, ap, WPA2);
      for (const daemon of supplicants) await connected(context, daemon, 60_000);
      await one.pings(two);
      // The second time without a word: nobody is told, and everything is left lying about.
      await again.program.stop(round === 0 ? 'SIGTERM' : 'SIGKILL');
    }
    const last = await hostapd(context, ap, WPA2);
    for (const daemon of supplicants) await connected(context, daemon, 60_000);
    await context.eventually('the stations reach each other', () => one.reaches(two), 30_000);
    await last.program.stop();
  },
);
