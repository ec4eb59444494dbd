import assert from 'node:assert/strict';
import { VWifi } from '@vwifi/nl80211';
import { hostapd, type Node, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** `ethtool -S`, each line of it. */
async function counters(node: Node): Promise<Record<string, number>> {
  const text = await node.run(['ethtool', '-S', node.interface]);
  const rows = [...text.matchAll(/^ +(\w+): (\d+)$/gm)];
  return Object.fromEntries(rows.map(([, name = '', value]) => [name, Number(value)]));
}

export default scenario(
  'ethtool says who drives an interface, whether it is linked, and how many frames were dropped for what',
  { programs: ['ethtool'] },
  async (context) => {
    const [ap, station, third] = await nodes(context, 3);
    assert.ok(ap && station && third);
    const link = (node: Node) => node.run(['ethtool', node.interface]);

    const who = await station.run(['ethtool', '-i', 'vw1']);
    assert.match(who, /^driver: vwifi$/m);
    assert.match(who, /^version: \d+\.\d+/m);
    assert.match(who, /^bus-info: vw_phy1$/m);
    assert.match(who, /^supports-statistics: yes$/m);
    assert.match(await link(station), /Link detected: no/);

    const before = await counters(station);
    assert.deepEqual(Object.keys(before), [
      'drop_not_associated',
      'drop_not_authorised',
      'drop_no_receiver',
      'drop_unprotected',
      'drop_no_key',
      'drop_wrong_key',
      'drop_replay',
      'drop_isolated',
      'drop_malformed',
      'drop_memory',
      'drop_denied',
      'drop_lost',
      'drop_loop',
      'drop_fragment',
      'drop_corrupt',
    ]);

    // Nobody says a word unasked: no neighbour discovery of either kind. So each drop is one of ours.
    await hostapd(context, ap, { ...OPEN, ap_isolate: 1 });
    const everybody = [ap, station, third];
    for (const node of everybody) {
      await node.run(`sysctl -qw net.ipv6.conf.${node.interface}.disable_ipv6=1`);
      for (const other of everybody)
        if (other !== node)
          await node.run(
            `ip neigh replace ${other.address} lladdr ${other.mac} dev ${node.interface} nud permanent`,
          );
    }
    await ap.run('ip neigh replace 10.0.0.99 lladdr 02:00:00:00:00:99 dev vw0 nud permanent');
    for (const node of [station, third]) assert.ok(await node.connects('test'));
    assert.match(await link(station), /Link detected: yes/);
    await station.pings(ap);

    const wifi = await VWifi.open({ socket: context.machine.openNetlink });
    context.onEnd('close the client', () => wifi.close());
    const offers = (from: Node, address: string, count: number) =>
      from.attempt(['ping', '-c', `${count}`, '-i', '0.2', '-W', '1', address]);
    /** What is counted more than before, by interface and cause. */
    const counted = async (what: () => Promise<unknown>) => {
      const then = await Promise.all(everybody.map(counters));
      await what();
      const now = await Promise.all(everybody.map(counters));
      return now.flatMap((row, index) =>
        Object.entries(row)
          .map(([name, value]) => [name, value - (then[index]?.[name] ?? 0)] as const)
          .filter(([, more]) => more !== 0)
          .map(([name, more]) => `vw${index} ${name} ${more}`),
      );
    };
    assert.deepEqual(await counted(() => station.pings(ap)), []);
    assert.deepEqual(await counted(() => offers(ap, '10.0.0.99', 5)), ['vw0 drop_no_receiver 5']);
    assert.deepEqual(await counted(() => offers(station, third.address, 3)), ['vw0 drop_isolated 3']);
    await wifi.vwifi.denylist.add({ receiver: 'vw1', sender: 'vw0' });
    assert.deepEqual(await counted(() => offers(ap, station.address, 4)), ['vw1 drop_denied 4']);
    await wifi.vwifi.denylist.clear();
    await wifi.vwifi.links.set({ receiver: 'vw0', sender: 'vw2' }, { loss: 1 });
    assert.deepEqual(await counted(() => offers(third, ap.address, 6)), ['vw2 drop_lost 6']);
  },
);
