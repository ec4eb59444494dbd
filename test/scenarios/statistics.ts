import assert from 'node:assert/strict';
import { VWifi } from '@vwifi/nl80211';
import type { StatsRound } from '@vwifi/nl80211/vwifi';
import { network } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'statistics come at the interval that was asked for, and tell what passed and what was dropped on which pair',
  { debug: true },
  async (context) => {
    const { ap, stations } = await network(context, 2);
    const [first, second] = stations;
    assert.ok(first && second);
    const wifi = await VWifi.open({ socket: context.machine.openNetlink });
    context.onEnd('close the client', () => wifi.close());
    const rounds = wifi.vwifi.stats({ intervalMs: 200 });
    context.onEnd('end the statistics', () => rounds.close());
    const next = async (): Promise<StatsRound> => {
      for (;;) {
        const { value } = await rounds.next();
        assert.ok(value, 'the stream ended');
        if (value.name === 'round') return value;
      }
    };
    const one = await next();
    assert.deepEqual(
      one.radios.map(({ ifname }) => ifname),
      [ap.interface, first.interface, second.interface],
    );
    assert.deepEqual(one.pairs, []);
    const other = await next();
    const ms = (other.timeUs - one.timeUs) / 1000;
    // A tick of the kernel more, and time that passed before somebody read; never less.
    assert.ok(ms > 195, `${ms} ms between two rounds`);

    const denial = { receiver: second.interface, sender: first.interface };
    await wifi.vwifi.denylist.add(denial);
    await first.pings(ap);
    await first.pingsInVain(second);
    await context.eventually('a round tells of it', async () => {
      const { pairs, radios } = await next();
      const [pair] = pairs;
      const receiver = radios.find(({ ifname }) => ifname === second.interface);
      return pair !== undefined && (pair.framesDenied ?? 0) >= 2 && (receiver?.drops.denied ?? 0) >= 2;
    });

    // Many more, and some of the readers go without a word.
    const others = await Promise.all(
      Array.from({ length: 70 }, () => {
        const each = wifi.vwifi.stats({ intervalMs: 10 });
        return each.ready.then(
          () => each,
          (error: Error) => error.message,
        );
      }),
    );
    const refused = others.filter((each) => typeof each === 'string');
    assert.equal(refused.length, 7, 'there is room for 64');
    assert.match(refused[0] ?? '', /EUSERS \(64 sockets have a subscription already\)/);
    for (const each of others) if (typeof each !== 'string') await each.close();
    await next();
    const again = wifi.vwifi.stats({ intervalMs: 5 });
    await assert.rejects(again.ready, /statsSubscribe: /);
  },
);
