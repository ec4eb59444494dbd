import assert from 'node:assert/strict';
import { VWifi } from '@vwifi/nl80211';
import { network } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const RADIOS = 1000;
/** So many are there at most, beside those of the network. */
const AT_ONCE = 150;

/** Whole numbers below a limit, the same for the same seed (xorshift32). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

export default scenario(
  'a thousand radios are made and removed in any order while a network goes on beside them',
  { nightly: true },
  async (context) => {
    const { ap, stations } = await network(context, 2);
    const [first, second] = stations;
    assert.ok(first && second);
    const wifi = await VWifi.open({ socket: context.machine.openNetlink });
    context.onEnd('close the client', () => wifi.close());
    const { radios, links } = wifi.vwifi;
    const traffic = await first.start('ping', ['ping', '-q', '-i', '0.002', second.address]);
    const below = generator(20);
    const there: number[] = [];
    for (let made = 0; made < RADIOS || there.length > 0; ) {
      const grows = made < RADIOS && there.length < AT_ONCE && below(100) < 60;
      if (grows || there.length === 0) {
        const { id } = await radios.add(below(2) ? { bands: ['2.4 GHz'] } : { personality: 'ht' });
        made++;
        there.push(id);
        // Something hangs on it when it goes.
        const other = there[below(there.length)] ?? id;
        await links.set({ receiver: id, sender: other === id ? 'vw0' : other }, { loss: 0.5 });
        await wifi.denylist.add({ receiver: 'vw1', sender: id });
      } else {
        const [id = 0] = there.splice(below(there.length), 1);
        await radios.remove(id);
      }
    }
    await traffic.stop('SIGINT');
    assert.match(traffic.output.toString(), /[1-9]\d* received/, 'there was traffic meanwhile');
    assert.deepEqual([(await radios.list()).length, (await links.list()).length], [3, 0]);
    assert.equal((await wifi.denylist.list()).length, 0);
    await first.pings(second);
    await second.pings(ap);
  },
);
