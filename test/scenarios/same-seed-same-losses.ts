/** What a link loses is exact at its ends, repeats with the seed between them, and is told to whoever sent it. */
import assert from 'node:assert/strict';
import { VWifi } from '@vwifi/nl80211';
import { type Node, network, OPEN, stationsOf } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const FRAMES = 100;
/** Transmissions of a frame before a radio gives up (dot11ShortRetryLimit's default). */
const TRIES = 7;

/** The numbers of the pings to an address that arrive. */
async function arrivals(from: Node, to: Node, address: string): Promise<number[]> {
  const listener = await to.start('tcpdump', [
    ...['tcpdump', '--immediate-mode', '-l', '-n', '-i', to.interface],
    `icmp[icmptype] == icmp-echo and dst host ${address}`,
  ]);
  await listener.output.next(/listening on/);
  await from.attempt(['ping', '-b', '-c', String(FRAMES), '-i', '0.02', '-W', '1', address]);
  await listener.stop('SIGINT');
  return [...listener.output.all.join('\n').matchAll(/seq (\d+)/g)].map(([, seq]) => Number(seq));
}

export default scenario(
  'with one seed a link loses the same frames again, 0 and 1 are exact, and the sender learns of each loss',
  { nightly: true },
  async (context) => {
    const { ap, stations, hostapd, supplicants } = await network(context, 1, OPEN);
    const [station] = stations;
    assert.ok(station);
    const wifi = await VWifi.open({ socket: context.machine.openNetlink });
    context.onEnd('close the client', () => wifi.close());
    const link = { receiver: station.interface, sender: ap.interface };
    // Only what is counted goes over the air: no neighbour discovery, no address resolution.
    for (const node of [ap, station])
      await node.run(`sysctl -qw net.ipv6.conf.${node.interface}.disable_ipv6=1`);
    await ap.run(
      `ip neigh replace ${station.address} lladdr ${station.mac} dev ${ap.interface} nud permanent`,
    );
    await station.run(
      `ip neigh replace ${ap.address} lladdr ${ap.mac} dev ${station.interface} nud permanent`,
    );
    const run = async (loss: number, seed: bigint, address: string) => {
      await wifi.vwifi.links.set(link, { loss });
      await wifi.vwifi.medium.set({ seed });
      return arrivals(ap, station, address);
    };
    const counts = async () => {
      const rows = stationsOf(await ap.iw('station', 'dump'))[0]?.rows ?? {};
      return { retries: Number(rows['tx retries']), failed: Number(rows['tx failed']) };
    };
    /** What a round adds to the counters, and which frames arrive. */
    const round = async (loss: number, seed: bigint) => {
      const before = await counts();
      const arrived = await run(loss, seed, station.address);
      const after = await counts();
      return { arrived, retries: after.retries - before.retries, failed: after.failed - before.failed };
    };
    const group = '10.0.0.255';

    assert.equal((await run(0, 1n, group)).length, FRAMES);
    assert.equal((await run(1, 1n, group)).length, 0);
    const first = await run(0.3, 42n, group);
    assert.ok(first.length > FRAMES / 2 && first.length < FRAMES * 0.9, `${first.length} of ${FRAMES}`);
    assert.deepEqual(await run(0.3, 42n, group), first);
    assert.notDeepEqual(await run(0.3, 43n, group), first);

    // Unicast: the sender tries again, and is told what never arrived.
    assert.deepEqual(await round(1, 1n), { arrived: [], retries: FRAMES * (TRIES - 1), failed: FRAMES });
    const { arrived, ...none } = await round(0, 1n);
    assert.equal(arrived.length, FRAMES);
    assert.deepEqual(none, { retries: 0, failed: 0 });
    const some = await round(0.8, 42n);
    assert.ok(some.arrived.length > 0 && some.failed > 0);
    assert.equal(some.failed, FRAMES - some.arrived.length);
    // All repetitions of what failed, and at least some of what arrived.
    assert.ok(some.retries > some.failed * (TRIES - 1) && some.retries < FRAMES * (TRIES - 1));
    assert.deepEqual(await round(0.8, 42n), some);

    // hostapd sends by itself, and hears of the acknowledgement.
    const deauthenticate = async (outcome: string) => {
      await hostapd.control.ok(`DEAUTHENTICATE ${station.mac}`);
      await hostapd.program.output.next(new RegExp(`STA ${station.mac} ${outcome} deauth`));
    };
    const [supplicant] = supplicants;
    assert.ok(supplicant);
    await wifi.vwifi.links.set(link, { loss: 1 });
    await hostapd.control.events.next(/AP-STA-CONNECTED/);
    await deauthenticate('did not acknowledge');
    await wifi.vwifi.links.set(link, { loss: 0 });
    await supplicant.control.ok('REASSOCIATE');
    await hostapd.control.events.next(/AP-STA-CONNECTED/);
    await deauthenticate('acknowledged');
  },
);
