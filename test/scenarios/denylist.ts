import assert from 'node:assert/strict';
import { VWifi } from '@vwifi/nl80211';
import { network } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const TIMES = 200;
/** On an emulated processor each takes a tenth of a second. */
const SLOW_TIMES = 40;

export default scenario(
  'a denied pair exchanges nothing until it is allowed again, and the denylist survives whatever is written to it',
  { core: true, nightly: 'stock' },
  async (context) => {
    const { ap, stations } = await network(context, 2);
    const [first, second] = stations;
    assert.ok(first && second);
    const wifi = await VWifi.open({ socket: context.machine.openNetlink });
    context.onEnd('close the client', () => wifi.close());
    const pair = { receiver: second.interface, sender: first.interface };

    await wifi.denylist.add(pair);
    await first.pingsInVain(second);
    await first.pings(ap);
    await second.pings(ap);
    assert.equal((await wifi.denylist.list()).length, 1);
    await wifi.denylist.clear();
    await first.pings(second);

    await assert.rejects(wifi.denylist.add({ receiver: 'vw99', sender: first.interface }));
    await assert.rejects(wifi.denylist.remove(pair));
    const traffic = await first.start('ping', ['ping', '-q', '-i', '0.002', second.address]);
    const times = context.machine.backend === 'qemu' ? SLOW_TIMES : TIMES;
    for (let time = 0; time < times; time++) {
      if (time % 2 === 0)
        await wifi.denylist.set([pair, { receiver: first.interface, sender: second.interface }]);
      else await wifi.denylist.clear();
    }
    await traffic.stop('SIGINT');
    await wifi.denylist.clear();
    await first.pings(second);
  },
);
