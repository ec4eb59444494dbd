import assert from 'node:assert/strict';
import { openClient } from '../lib/client.js';
import { loadDriver, unloadDriver } from '../lib/driver.js';
import { scenario } from '../lib/scenario.js';

/** Whoever watches is not deaf after `rmmod` and `insmod`, which give the driver's family and groups other numbers. */
export default scenario(
  'a stream goes on when the driver is loaded anew, and one of an interface says that it has gone',
  {},
  async (context) => {
    await loadDriver(context);
    const wifi = await openClient(context);
    const changes = wifi.vwifi.events();
    const counters = wifi.vwifi.stats({ intervalMs: 100 });
    const events = wifi.events({ groups: ['config'] });
    await Promise.all([changes.ready, counters.ready, events.ready]);
    const signal = await wifi.dev('vw1').watchSignal({ thresholdsDbm: [-60] });
    const next = async <T>(stream: AsyncIterator<T>): Promise<T> => {
      const { done, value } = await stream.next();
      assert.ok(!done, 'the stream goes on');
      return value;
    };

    const first = await next(counters);
    assert.ok(first.name === 'round' && first.radios.length === 2);
    await wifi.vwifi.medium.set({ loss: 0.1 });
    assert.equal((await next(changes)).name, 'mediumChanged');

    await unloadDriver(context);
    await assert.rejects(wifi.vwifi.medium.get(), { code: 'NOT_LOADED' });
    await assert.rejects(next(signal), { code: 'NO_INTERFACE' });
    await loadDriver(context, { station: 3 });

    // What was missed is told, at the end of the old module and at the beginning of the new one.
    const overruns: string[] = [];
    for (let each = await next(changes); each.name !== 'mediumChanged'; each = await next(changes)) {
      overruns.push(each.name);
      if (overruns.filter((name) => name === 'overrun').length === 2)
        await wifi.vwifi.medium.set({ loss: 0.2 });
    }
    assert.ok(overruns.includes('overrun'), overruns.join(' '));
    for (let round = await next(counters); ; round = await next(counters))
      if (round.name === 'round' && round.radios.length === 3) break;
    // Those of nl80211, which has stayed, saw it all.
    const told: unknown[] = [];
    while (told.filter((name) => name === 'newInterface').length < 3) told.push((await next(events)).name);
    assert.equal(told.filter((name) => name === 'delInterface').length, 2);

    await wifi.close();
    for (const stream of [changes, counters, events]) assert.ok((await stream.return?.())?.done);
    // Protocol 16 is generic netlink; the kernel's own sockets have no port.
    await context.eventually('no socket is left', async () => {
      const sockets = await context.run(`awk '$2 == 16 && $3 != 0' /proc/net/netlink`);
      return sockets.trim() === '' || undefined;
    });
  },
);
