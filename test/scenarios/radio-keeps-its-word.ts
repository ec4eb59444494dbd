import assert from 'node:assert/strict';
import { VWifi } from '@vwifi/nl80211';
import { hostapd, nodes, OPEN, stationsOf } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** What `iw list` says of a radio that other scenarios do not try out. */
export default scenario(
  'a radio does what it says of itself: combinations, retry limit, fragmentation, neighbours',
  { debug: true, nightly: 'debug' },
  async (context) => {
    const [ap, station, other] = await nodes(context, 3);
    assert.ok(ap && station && other);
    const { control } = await hostapd(context, ap, { ...OPEN, ieee80211n: 1, wmm_enabled: 1 });

    // "#{ managed, AP } <= 16, #{ IBSS } <= 1": all may exist, so many may be up.
    const up = async (name: string): Promise<string> =>
      (await station.attempt(`ip link set ${name} up`)).stderr;
    for (let index = 1; index <= 16; index++) {
      await station.run(`iw phy vw_phy1 interface add more${index} type managed`);
      const words = await up(`more${index}`);
      if (index < 16) assert.equal(words, '', `${index + 1} interfaces are up`);
      else assert.match(words, /busy/i, 'a seventeenth is not');
    }
    await station.run('ip link set more1 down && ip link set more2 down');
    await station.run('iw dev more1 set type ibss && iw dev more2 set type ibss && ip link set more1 up');
    assert.match(
      (await station.attempt('ip link set more2 up')).stderr,
      /busy/i,
      'a second ad hoc interface',
    );
    await station.run('ip link set more2 down; iw dev more2 set type managed; ip link set more2 up');
    assert.match((await station.attempt('iw dev more2 set type ibss')).stderr, /busy/i, 'nor by its type');
    for (let index = 1; index <= 16; index++) await station.run(`iw dev more${index} del`);

    // "Retry short limit": how often a frame is sent before it is given up.
    assert.ok(await station.connects('test'));
    await station.pings(ap);
    const wifi = await VWifi.open({ socket: context.machine.openNetlink });
    context.onEnd('close the client', () => wifi.close());
    const link = { receiver: station.interface, sender: ap.interface };
    await wifi.vwifi.links.set(link, { loss: 0.6 });
    const retries = async (limit: number) => {
      await ap.run(`iw phy vw_phy0 set retry short ${limit}`);
      const count = async () => {
        const [row] = stationsOf(await ap.iw('station', 'dump'));
        return [Number(row?.rows['tx retries']), Number(row?.rows['tx failed'])] as const;
      };
      const before = await count();
      await ap.attempt(['ping', '-c', '40', '-i', '0.05', '-W', '1', station.address]);
      const after = await count();
      return { retries: after[0] - before[0], failed: after[1] - before[1] };
    };
    const never = await retries(1);
    assert.equal(never.retries, 0);
    assert.ok(never.failed > 12, `${never.failed} of 40 are lost at 60 %`);
    const often = await retries(40);
    assert.ok(often.retries > 25, `${often.retries} repetitions`);
    assert.equal(often.failed, 0, '0.6 to the 40th: none');
    assert.match(await ap.run('iw phy vw_phy0 info'), /Retry short limit: 40/);
    await wifi.vwifi.links.remove(link);

    await station.run('iw phy vw_phy1 set rts 500');
    await station.run('iw phy vw_phy1 set frag 500');
    assert.match(await station.run('iw phy vw_phy1 info'), /Fragmentation threshold: 500/);
    await station.run('iw phy vw_phy1 set frag off');
    await station.pings(ap);

    // "register_beacons": an access point hears of its neighbours, and hostapd of their age.
    const olbc = async () => /^olbc_ht=1$/m.test(await control.request('STATUS'));
    assert.equal(await olbc(), false);
    await hostapd(context, other, { ...OPEN, ssid: 'old', ieee80211n: 0 });
    await context.eventually('it hears of a neighbour without 802.11n', olbc);
  },
);
