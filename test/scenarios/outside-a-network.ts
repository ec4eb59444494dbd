/** Vehicles (802.11p) are in no network: who is on the channel hears, at 20 MHz or, at half and a quarter of the clock, at 10 and 5. */
import assert from 'node:assert/strict';
import { honestAir, hush } from '../lib/air.js';
import { Capture } from '../lib/capture.js';
import { openClient } from '../lib/client.js';
import { type Node, nodes, stationsOf } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** One that Costa Rica has, America for listening alone, and the world not. */
const CHANNEL = 5890;
const PINGS = 5;
/**
 * A ping of 122 octets at 24 Mbit/s takes 11 symbols of 4 us behind a preamble of 20, SIFS is 16 us, an acknowledgement
 * 2 symbols behind its preamble (802.11-2020, 17.4.3); at a slow clock all of it is longer.
 */
const EXCHANGE_US = 20 + 11 * 4 + 16 + 20 + 2 * 4;

/** How wide, by how much slower, and what radiotap says of it. */
const WIDTHS = [
  { mhz: 20, slower: 1, rate: '24.0', half: '0', quarter: '0' },
  { mhz: 10, slower: 2, rate: '12.0', half: '1', quarter: '0' },
  { mhz: 5, slower: 4, rate: '6.0', half: '0', quarter: '1' },
] as const;

export default scenario(
  'outside of every network: frames to all and to one, without beacons and keys, at each clock its times; refused where the country does',
  { core: true, nightly: 'stock' },
  async (context) => {
    const [one, other, watcher] = await nodes(context, 3);
    assert.ok(one && other && watcher);
    const pair = [one, other];
    context.onEnd('the world again', async () => {
      await context.attempt(['iw', 'reg', 'set', '00']);
    });
    const country = async (code: string) => {
      await context.run(['iw', 'reg', 'set', code]);
      await context.eventually(`${code} is in force`, async () =>
        (await context.run('iw reg get')).startsWith(`global\ncountry ${code}:`),
      );
    };
    const clients = new Map([
      [one, await openClient(context, one.netns)],
      [other, await openClient(context, other.netns)],
    ]);
    // iw knows 5 and 10 MHz alone, and cfg80211 has forgotten these.
    const join = async (node: Node, mhz: number) => {
      if (mhz < 20) await node.iw('ocb', 'join', String(CHANNEL), `${mhz}MHZ`);
      else await clients.get(node)?.commands.joinOcb({ dev: node.interface, wiphyFreq: CHANNEL });
    };
    for (const node of pair)
      await node.run(`ip link set ${node.interface} down && iw dev ${node.interface} set type ocb`);
    await one.run('iw phy vw_phy0 interface add sta0 type station && ip link set sta0 up');
    await assert.rejects(
      one.run(['ip', 'link', 'set', one.interface, 'up']),
      /busy/i,
      'no radio has two clocks',
    );
    await one.run('ip link set sta0 down');
    for (const node of pair) await node.run(['ip', 'link', 'set', node.interface, 'up']);
    await assert.rejects(one.run('ip link set sta0 up'), /busy/i);

    await assert.rejects(join(one, 20), /EINVAL/, 'a channel that the world has not');
    await country('US');
    await assert.rejects(join(one, 20), /EINVAL/, 'one where nobody may begin');
    await country('CR');
    const slow =
      (await one.attempt(['iw', 'dev', one.interface, 'ocb', 'join', String(CHANNEL), '10MHZ'])).status === 0;
    assert.equal(slow, /^6\./.test(context.machine.kernel));
    if (slow) await one.iw('ocb', 'leave');
    const widths = WIDTHS.filter(({ mhz }) => slow || mhz === 20);

    const wifi = await honestAir(context);
    await watcher.run('ip link set vw2 down && iw dev vw2 set type monitor && ip link set vw2 up');
    for (const { mhz, slower, rate, half, quarter } of widths) {
      await watcher.iw('set', 'freq', String(CHANNEL), ...(mhz < 20 ? [`${mhz}MHz`] : []));
      const heard = await Capture.of(context, 'vw2', { netns: watcher.netns });
      for (const node of pair) await join(node, mhz);
      await assert.rejects(join(one, mhz), /EALREADY|already/);
      assert.match(await one.iw('info'), new RegExp(`type outside context of a BSS\\n[^]*width: ${mhz} MHz`));
      await one.pings(other);
      await hush(pair);
      const sent = async (): Promise<number> => {
        const [peer, ...more] = stationsOf(await one.iw('station', 'dump'));
        assert.deepEqual([peer?.mac, more], [other.mac, []]);
        const { 'tx duration': us = '', 'tx bitrate': told = '', authorized } = peer?.rows ?? {};
        assert.match(told, new RegExp(`^${rate} MBit/s`));
        assert.equal(authorized, 'yes');
        return Number.parseInt(us, 10);
      };
      const before: number = await sent();
      await one.run(['ping', '-q', '-c', String(PINGS), '-i', '0.1', '-W', '2', other.address]);
      assert.equal((await sent()) - before, PINGS * EXCHANGE_US * slower, `airtime at ${mhz} MHz`);
      await heard.stop();
      for (const node of pair) await node.iw('ocb', 'leave');
      await assert.rejects(one.iw('ocb', 'leave'), /not connected/);
      await one.pingsInVain(other);
      await context.run(
        `ip -n ${one.netns} neigh flush nud permanent; ip -n ${other.netns} neigh flush nud permanent`,
      );

      assert.equal(await heard.count('wlan.fc.type == 0'), 0, 'no management frames, beacons among them');
      const data: string = `wlan.fc.type == 2 && wlan.ta == ${one.mac}`;
      assert.equal(
        await heard.count(
          `${data} && !(wlan.bssid == ff:ff:ff:ff:ff:ff && wlan.fc.ds == 0 && wlan.fc.protected == 0)`,
        ),
        0,
        'the wildcard, in the clear',
      );
      assert.ok((await heard.count(`${data} && wlan.da == ff:ff:ff:ff:ff:ff && arp`)) > 0);
      const fields = ['radiotap.datarate', 'radiotap.channel.flags.half', 'radiotap.channel.flags.quarter'];
      const pinged = await heard.frames(`${data} && wlan.fc.subtype == 8 && icmp`, fields);
      assert.ok(pinged.length >= PINGS, 'who has been heard is sent QoS data');
      for (const frame of pinged)
        assert.deepEqual(frame.map(Number), [Number(rate), Number(half), Number(quarter)]);
    }

    // At another clock nothing is heard.
    if (slow) {
      await join(one, 10);
      await join(other, 5);
      await one.pingsInVain(other);
    }
    await wifi.vwifi.medium.set({ model: 'ideal' });
    if (slow) await other.iw('ocb', 'leave');
    else await join(one, 20);
    await join(other, slow ? 10 : 20);
    // What was asked for in vain may be given up meanwhile.
    await context.eventually('they hear each other again', () => one.reaches(other));
    await one.pings(other);
    // Who goes is gone; an interface that becomes another one leaves.
    await other.run(['ip', 'link', 'set', other.interface, 'down']);
    await one.pingsInVain(other);
    await one.run(`ip link set ${one.interface} down && iw dev ${one.interface} set type managed`);
    await one.run(['ip', 'link', 'set', one.interface, 'up']);
    assert.doesNotMatch(await one.iw('info'), /channel/);
  },
);
