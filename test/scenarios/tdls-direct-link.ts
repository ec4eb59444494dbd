/**
 * Two stations of a network set up a direct link (TDLS) by wpa_supplicant: what they tell each other passes the access
 * point no longer, goes twice as fast and under a key of its own, and goes by the access point again when the link ends.
 */
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import type { VWifi } from '@vwifi/nl80211';
import { goodput, honestAir, hush } from '../lib/air.js';
import { Capture } from '../lib/capture.js';
import type { Context } from '../lib/context.js';
import * as frames from '../lib/frames.js';
import {
  connected,
  type Daemon,
  hostapd,
  type Node,
  nodes,
  stationsOf,
  supplicant,
  WPA2,
  WPA2_NETWORK,
} from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const INJECT = fileURLToPath(new URL('../../programs/inject.py', import.meta.url));
/** Data from station to station. */
const DIRECT = 'wlan.fc.type == 2 && wlan.fc.ds == 0 && wlan.fc.subtype != 4 && wlan.fc.subtype != 12';
const PINGS = 4;
/** What is sent meanwhile are thousands of frames. */
const WINDOW_S = 0.3;

/** What a station tells of one that it has a direct link with; undefined while there is none. */
async function direct(station: Node, peer: Node): Promise<Record<string, string> | undefined> {
  const found = stationsOf(await station.iw('station', 'dump')).find(({ mac }) => mac === peer.mac);
  return found?.rows['TDLS peer'] === 'yes' && found.rows.associated === 'yes' ? found.rows : undefined;
}

/** Waits until both sides have a link, or neither. */
async function linked(context: Context, one: Node, other: Node, wanted: boolean): Promise<void> {
  await context.eventually(`${wanted ? 'a' : 'no'} direct link`, async () => {
    const sides = [await direct(one, other), await direct(other, one)];
    return sides.every((side) => (side !== undefined) === wanted);
  });
}

/** Frames that the access point has received of its stations. */
async function relayed(ap: Node): Promise<number> {
  const rows = stationsOf(await ap.iw('station', 'dump'));
  return rows.reduce((sum, each) => sum + Number(each.rows['rx packets']), 0);
}

/** What the pings of one station to another one are to the access point. */
async function relayedPings(ap: Node, from: Node, to: Node): Promise<number> {
  const before = await relayed(ap);
  await from.pings(to);
  return (await relayed(ap)) - before;
}

/** Frames of strangers, in the clear, as between stations: none is taken. */
async function strangers(context: Context, wifi: VWifi, attacker: Node, ap: Node, one: Node, other: Node) {
  await attacker.run('ip link set vw3 down && iw dev vw3 set type monitor && ip link set vw3 up');
  await attacker.iw('set', 'channel', '6');
  const program = await attacker.start('inject', ['env', 'PATH=/usr/bin:/bin', 'python3', INJECT, 'vw3']);
  const drops = async () => (await wifi.vwifi.radios.get(other.interface)).drops;
  for (const [ta, cause] of [
    [attacker.mac, 'notAssociated'],
    [one.mac, 'unprotected'],
    [ap.mac, 'notAssociated'],
  ] as const) {
    const before = (await drops())[cause] ?? 0;
    await program.tell(frames.dataBetween(other.mac, ta, ap.mac));
    await program.output.next(/^(not )?acked$/);
    await context.eventually(`${cause} is counted`, async () => ((await drops())[cause] ?? 0) === before + 1);
  }
}

const setUp = (daemon: Daemon, peer: Node) => daemon.control.ok(`TDLS_SETUP ${peer.mac}`);

export default scenario(
  'a direct link of two stations is set up, goes twice as fast as by the access point under a key of its own, and ends with its teardown, its association, or its peer',
  { debug: true, nightly: 'debug' },
  async (context) => {
    const [ap, one, other, attacker] = await nodes(context, 4);
    assert.ok(ap && one && other && attacker);
    const wifi = await honestAir(context);
    await hostapd(context, ap, { ...WPA2, wmm_enabled: 1, ieee80211n: 1 });
    const daemons: Daemon[] = [];
    for (const station of [one, other]) {
      const daemon = await supplicant(context, station, WPA2_NETWORK);
      await connected(context, daemon);
      daemons.push(daemon);
    }
    const [mine, theirs] = daemons;
    assert.ok(mine && theirs);
    await hush([ap, one, other]);
    assert.ok((await relayedPings(ap, one, other)) >= 2 * PINGS);
    const [hops = 0] = await goodput(context, [{ from: one, to: other }], WINDOW_S);

    const capture = await Capture.ofTheAir(context);
    await mine.control.ok(`TDLS_DISCOVER ${other.mac}`);
    await setUp(mine, other);
    await linked(context, one, other, true);
    assert.match(await mine.control.request(`TDLS_LINK_STATUS ${other.mac}`), /connected/);
    assert.equal(await relayedPings(ap, one, other), 0, 'the access point hears none of it');
    assert.match((await direct(one, other))?.['tx bitrate'] ?? '', /MCS/);
    await strangers(context, wifi, attacker, ap, one, other);
    await capture.stop();
    assert.equal(await capture.count('wlan.fixed.publicact == 0x0e'), 1, 'the answer to the discovery');
    const seen = await capture.frames(`${DIRECT} && wlan.fc.protected == 1`, [
      'wlan.ra',
      'wlan.ta',
      'wlan.bssid',
    ]);
    for (const [ra, ta] of [
      [one, other],
      [other, one],
    ] as const)
      assert.ok(
        seen.filter((frame) => frame.join() === [ra.mac, ta.mac, ap.mac].join()).length >= PINGS,
        'each goes straight, sealed',
      );
    assert.deepEqual(
      await capture.frames(`${DIRECT} && wlan.fc.protected == 0`, ['wlan.ta']),
      [[attacker.mac], [one.mac], [ap.mac]],
      'but those of the stranger',
    );

    const [hop = 0] = await goodput(context, [{ from: one, to: other }], WINDOW_S);
    context.timeline.note(
      `by the access point ${hops.toFixed(1)} Mbit/s, by the direct link ${hop.toFixed(1)}`,
    );
    assert.ok(hop > 1.6 * hops && hop < 2.6 * hops, `${hop} and ${hops} Mbit/s`);

    await mine.control.ok(`TDLS_TEARDOWN ${other.mac}`);
    await linked(context, one, other, false);
    assert.ok((await relayedPings(ap, one, other)) >= 2 * PINGS, 'by the access point again');

    // Who is out of reach of the other one is told so by what is not acknowledged.
    await setUp(theirs, one);
    await linked(context, one, other, true);
    await wifi.vwifi.links.set({ receiver: other.interface, sender: one.interface }, { loss: 1 });
    await one.attempt(['ping', '-q', '-i', '0.02', '-c', '100', '-W', '1', other.address]);
    await linked(context, one, other, false);
    assert.ok((await relayedPings(ap, one, other)) >= 2 * PINGS);
    await wifi.vwifi.links.remove({ receiver: other.interface, sender: one.interface });

    await setUp(mine, other);
    await linked(context, one, other, true);
    await mine.control.ok('DISCONNECT');
    await linked(context, one, other, false);
    await mine.control.ok('RECONNECT');
    await connected(context, mine);
    assert.ok((await relayedPings(ap, one, other)) >= 2 * PINGS);
  },
);
