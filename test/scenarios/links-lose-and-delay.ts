import assert from 'node:assert/strict';
import { VWifi } from '@vwifi/nl80211';
import { type Node, network, OPEN, stationsOf } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** How many of twenty broadcasts, which nobody repeats, arrive: their numbers. */
async function arrivals(from: Node, to: Node): Promise<string> {
  const listener = await to.start('tcpdump', [
    ...['tcpdump', '-l', '-n', '-c', '1000', '-i', to.interface],
    'icmp and dst host 10.0.0.255',
  ]);
  await listener.output.next(/listening on/);
  await from.attempt(['ping', '-b', '-c', '20', '-i', '0.2', '-W', '1', '10.0.0.255']);
  await listener.stop('SIGINT');
  return [...listener.output.all.join('\n').matchAll(/seq (\d+)/g)].map(([, seq]) => seq).join(' ');
}

export default scenario(
  'a link loses, delays and weakens what its settings say, and the same seed loses the same frames',
  {},
  async (context) => {
    const { ap, stations } = await network(context, 1, OPEN);
    const [station] = stations;
    assert.ok(station);
    const wifi = await VWifi.open({ socket: context.machine.openNetlink });
    context.onEnd('close the client', () => wifi.close());
    const link = { receiver: station.interface, sender: ap.interface };
    const [row] = stationsOf(await ap.iw('station', 'dump'));
    assert.equal(row?.rows['tx failed'], '0');

    await wifi.vwifi.links.set(link, { signalDbm: -77 });
    assert.match((await station.link()) ?? '', /signal: -77 dBm/);
    await wifi.vwifi.radios.set(ap.interface, { txPowerDbm: 10 });
    assert.match((await station.link()) ?? '', /signal: -67 dBm/);

    await wifi.vwifi.links.set(link, { delayUs: 50_000 });
    const slow = await ap.run(['ping', '-c', '4', '-i', '0.3', '-W', '3', station.address]);
    const average = Number(slow.match(/= [\d.]+\/([\d.]+)\//)?.[1]);
    assert.ok(average >= 50, `a delay of 50 ms, and pings of ${average} ms`);
    await wifi.vwifi.links.set(link, { delayUs: 0 });

    // Unicast frames are repeated: nearly all arrive, and the repetitions are counted.
    await wifi.vwifi.links.set(link, { loss: 0.3 });
    await context.eventually('repetitions are counted', async () => {
      await ap.attempt(['ping', '-c', '10', '-i', '0.1', '-W', '1', station.address]);
      return Number(stationsOf(await ap.iw('station', 'dump'))[0]?.rows['tx retries']) > 0;
    });
    const [lossy] = await wifi.vwifi.links.list();
    assert.ok(lossy && Number(lossy.framesLost) > 0 && Number(lossy.framesLost) < Number(lossy.frames));

    await wifi.vwifi.links.remove(link);
    await ap.pings(station);
    assert.equal((await wifi.vwifi.links.list()).length, 0);

    // Broadcasts are not repeated: what is lost is seen to be lost.
    await wifi.vwifi.links.set(link, { loss: 0.5 });
    await wifi.vwifi.medium.set({ seed: 7n });
    const lost = await arrivals(ap, station);
    const count = lost.split(' ').length;
    assert.ok(count > 2 && count < 18, `half of 20 broadcasts: ${lost}`);
  },
);
