import assert from 'node:assert/strict';
import { NetlinkError, type VWifi } from '@vwifi/nl80211';
import { generator } from '../lib/chance.js';
import { AccessPointMld, type MultiLink, type MultiLinkPart, StationMld } from '../lib/mld.js';
import { type Node, nodes } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const SEED = 1;
const ANSWERS = 40;
const COMMANDS = 200;
const FRAGMENT = 242;
/** What an element holds besides its extension. */
const ROOM = 254;

/** An element that is nearly right: octets changed, cut off or added, in one or two parts. */
function nearly({ id, extension, data }: MultiLink, chance: () => number): readonly MultiLinkPart[] {
  const below = (n: number) => Math.floor(chance() * n);
  const octets = [...data];
  for (let n = below(4); n > 0; n -= 1) octets[below(octets.length)] = below(256);
  if (below(3) === 0) octets.length = below(octets.length);
  if (below(3) === 0) octets.push(...Array.from({ length: below(600) }, () => below(256)));
  const whole = Uint8Array.from(octets);
  const cut = below(2) === 0 ? ROOM : below(ROOM);
  const parts: MultiLinkPart[] = [{ id, extension, data: whole.subarray(0, cut) }];
  for (let at = cut; at < whole.length; at += ROOM)
    parts.push({ id: FRAGMENT, data: whole.subarray(at, at + ROOM) });
  return parts;
}

/** A command about links and their stations, of whoever and of links that there may not be. */
async function command(wifi: VWifi, dev: string, addresses: readonly string[], chance: () => number) {
  const below = (n: number) => Math.floor(chance() * n);
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
    const chance = generator(SEED);
    const point = await AccessPointMld.start(context, ap, [2437, 5180]);
    const joiner = await StationMld.open(context, station, point);

    for (let answer = 0; answer < ANSWERS; answer += 1) {
      point.told = (right) => nearly(right, chance);
      await joiner.join(point);
      await station.iw('scan', 'trigger', 'freq', '2437', '5180').catch(() => {});
      await joiner.wifi.commands.disconnect({ dev: station.interface, reasonCode: 3 });
      await context.eventually('the access point lets it go', async () => !point.joined.has(station.mac));
    }
    // Of whom nothing is said is not there: the link that the answer came over is enough.
    point.told = () => [];
    await joiner.join(point);
    await station.pings(ap);

    const addresses = [ap.mac, station.mac, ...point.links.map(({ mac }) => mac), '02:00:00:00:00:99'];
    for (let each = 0; each < COMMANDS; each += 1) {
      const [wifi, node] = chance() < 0.5 ? [point.wifi, ap] : [joiner.wifi, station];
      await command(wifi, node.interface, addresses, chance);
    }

    await over(station);
    await over(ap);
    const again = await AccessPointMld.start(context, ap, [2437, 5180]);
    await (await StationMld.open(context, station, again)).join(again);
    await station.pings(ap);
    await ap.pings(station);
  },
);
