import assert from 'node:assert/strict';
import { NetlinkError, type VWifi } from '@vwifi/nl80211';
import { seededRandom } from '@vwifi/nl80211/testing';
import { openClient } from '../lib/client.js';
import { AccessPointMld } from '../lib/mld.js';
import { type Node, nodes } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const SEED = 1;
const ANSWERS = 8;
const COMMANDS = 60;

/** A command about links and their stations, of whoever and of links that there may not be. */
async function command(
  wifi: VWifi,
  dev: string,
  addresses: readonly string[],
  below: (limit: number) => number,
) {
  const some = () => addresses[below(addresses.length)] ?? '';
  const mloLinkId = below(4) === 0 ? below(15) : below(2);
  const { commands } = wifi;
  const station = { dev, mloLinkId, mldAddr: some() };
  const rates = Uint8Array.of(12);
  const does = [
    () => commands.addLink({ dev, mloLinkId, mac: some() }),
    () => commands.removeLink({ dev, mloLinkId }),
    () => commands.addLinkSta({ ...station, mac: some(), staSupportedRates: rates }),
    () => commands.modifyLinkSta({ ...station, staSupportedRates: rates }),
    () => commands.removeLinkSta(station),
    () =>
      commands.newStation({
        ...{ ...station, mac: some(), staAid: 1, staListenInterval: 1, staSupportedRates: rates },
      }),
    () => commands.delStation({ dev, mac: some() }),
    () => commands.stopAp({ dev, mloLinkId }),
  ];
  await does[below(does.length)]?.().catch((error: unknown) => {
    if (!(error instanceof NetlinkError)) throw error;
  });
}

/** Both begin anew, by the way that user space has: down, and another type. */
async function over(node: Node): Promise<void> {
  const dev = node.interface;
  await node.run(`ip link set ${dev} down && iw dev ${dev} set type managed && ip link set ${dev} up`);
}

export default scenario(
  'a station and an access point with two links stand answers that are nearly right, and commands for links that are not there',
  // Older kernels have no such radios.
  { only: ['uml-fast', 'uml-debug', 'uml-smp'] },
  async (context) => {
    const [ap, station] = await nodes(context, 2, { mlo: true });
    assert.ok(ap && station);
    await context.run('iw reg set DE');
    const below = seededRandom(SEED);
    const point = await AccessPointMld.start(ap, [2437, 5180], ANSWERS);
    await point.takes(station, ANSWERS);
    await station.iw('disconnect');
    // Of whom nothing is said is not there: the link that the answer came over is enough.
    await point.takes(station);
    await station.pings(ap);

    const wifis = [await openClient(context, ap.netns), await openClient(context, station.netns)];
    const addresses = [ap.mac, station.mac, ...point.links.map(({ mac }) => mac), '02:00:00:00:00:99'];
    for (let each = 0; each < COMMANDS; each += 1) {
      const which = below(2);
      const wifi = wifis[which];
      assert.ok(wifi);
      await command(wifi, which === 0 ? ap.interface : station.interface, addresses, below);
    }

    await point.program.stop();
    await over(station);
    await over(ap);
    await (await AccessPointMld.start(ap, [2437, 5180])).takes(station);
    await station.pings(ap);
    await ap.pings(station);
  },
);
