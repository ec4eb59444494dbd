import assert from 'node:assert/strict';
import { VWifi } from '@vwifi/nl80211';
import { BSS_UNCOMPARED, bssLines } from '../lib/iw/bss.js';
import { type Comparison, compare } from '../lib/iw/compare.js';
import {
  interfaceLines,
  linkLines,
  regulatoryLines,
  STATION_UNCOMPARED,
  stationLines,
  surveyLines,
} from '../lib/iw/peers.js';
import { PHY_UNCOMPARED, phyLines } from '../lib/iw/phy.js';
import { network, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** Also on mac80211_hwsim (--driver): a second driver tells what ours leaves out. */
export default scenario(
  'field by field, the library reads of radio, interface, link, station, survey, network and regulatory domain what iw prints',
  {},
  async (context) => {
    const conf = { ...WPA2, ieee80211n: 1, wmm_enabled: 1, country_code: 'DE', ieee80211d: 1 };
    const { ap, stations } = await network(context, 1, conf);
    const [station] = stations;
    assert.ok(station);
    await station.pings(ap);
    const open = async (netns: string): Promise<VWifi> => {
      const wifi = await VWifi.open({ socket: context.machine.openNetlink, netns });
      context.onEnd(`close the client in ${netns}`, () => wifi.close());
      return wifi;
    };
    const wifi = await open(station.netns);
    const apWifi = await open(ap.netns);
    const name = station.interface;
    // All channels: mac80211_hwsim has a survey only of those it scanned.
    await wifi.dev(name).scan({ flush: true });

    const comparisons: readonly Comparison[] = [
      {
        what: 'radio',
        read: async () => phyLines(wifi, await wifi.radio('vw_phy1')),
        iw: () => station.run('iw phy vw_phy1 info'),
        uncompared: PHY_UNCOMPARED,
      },
      {
        what: 'interface',
        read: async () => interfaceLines(await wifi.interface(name)),
        iw: () => station.iw('info'),
        uncompared: [/^\tmulticast TXQ:/, /^\t\tqsz-byt/, /^\t\t\d/],
      },
      {
        what: 'link',
        read: async () => {
          const [link, [peer]] = [await wifi.dev(name).link(), await wifi.dev(name).stations()];
          assert.ok(link && peer);
          return linkLines(name, link, peer);
        },
        iw: () => station.iw('link'),
      },
      {
        what: 'station of the access point',
        read: async () => (await apWifi.dev('vw0').stations()).flatMap((each) => stationLines('vw0', each)),
        iw: () => ap.iw('station', 'dump'),
        uncompared: STATION_UNCOMPARED,
      },
      {
        what: 'access point of the station',
        read: async () => (await wifi.dev(name).stations()).flatMap((each) => stationLines(name, each)),
        iw: () => station.iw('station', 'dump'),
        uncompared: STATION_UNCOMPARED,
      },
      {
        what: 'survey',
        read: async () => (await wifi.dev(name).survey()).flatMap((each) => surveyLines(name, each)),
        iw: () => station.iw('survey', 'dump'),
      },
      {
        what: 'network',
        read: async () => {
          const raw = [...(await wifi.dumps.getScan({ dev: name }))];
          const found = await wifi.dev(name).bss();
          return found.flatMap((bss, index) => bssLines(name, bss, raw[index]?.bss?.capability ?? 0));
        },
        iw: () => station.iw('scan', 'dump', '-u'),
        uncompared: BSS_UNCOMPARED,
      },
      {
        what: 'regulatory domain',
        read: async () => (await wifi.regulatory()).flatMap(regulatoryLines),
        iw: () => station.run('iw reg get'),
      },
    ];
    const counts: string[] = [];
    for (const each of comparisons) counts.push(`${each.what} ${await compare(context, each)}`);
    context.timeline.note(`lines compared: ${counts.join(', ')}`);
  },
);
