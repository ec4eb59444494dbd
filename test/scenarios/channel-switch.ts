import assert from 'node:assert/strict';
import { network } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'an access point changes its channel and its stations follow without losing a ping',
  { core: true, nightly: 'stock' },
  async (context) => {
    const { ap, stations, hostapd } = await network(context, 2);
    const [first, second] = stations;
    assert.ok(first && second);
    const pings = await first.start('ping', ['ping', '-i', '0.1', second.address]);
    await pings.output.next(/icmp_seq=3/);
    await hostapd.control.ok('CHAN_SWITCH 5 2462');
    await hostapd.control.events.next(/^AP-CSA-FINISHED freq=2462/);
    // Two, because the first may have been in the pipe before the event.
    for (let time = 0; time < 2; time++) await pings.output.next(/icmp_seq=/);
    await pings.stop('SIGINT');
    const [, sent, received] = await pings.output.next(/(\d+) packets transmitted, (\d+) received/);
    assert.equal(received, sent);
    for (const node of [ap, first, second]) assert.match(await node.iw('info'), /channel 11 \(2462 MHz\)/);
    assert.match((await first.link()) ?? '', /freq: 2462/);
  },
);
