import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { VWifi } from '@vwifi/nl80211';
import { Capture } from '../lib/capture.js';
import * as frames from '../lib/frames.js';
import { connected, hostapd, nodes, supplicant, WPA2, WPA2_NETWORK } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const INJECT = fileURLToPath(new URL('../../programs/inject.py', import.meta.url));
/** The system's: one of a version manager starts many processes first. */
const PYTHON = ['env', 'PATH=/usr/bin:/bin', 'python3'];
const THRESHOLD = 400;
/** What the cipher adds to each part does not count (802.11-2020, 10.4). */
const CCMP = 16;
/** A ping of this size goes in three parts. */
const SIZE = '900';
const PARTS = 3;

export default scenario(
  'a frame in fragments is put together when all of it is of one key and follows without a gap, and not otherwise',
  { debug: true, programs: ['python3'] },
  async (context) => {
    const [ap, station, third] = await nodes(context, 3);
    assert.ok(ap && station && third);
    await third.run('ip link set vw2 down && iw dev vw2 set type monitor && ip link set vw2 up');
    await third.iw('set', 'channel', '6');
    for (const node of [ap, station])
      await node.run(`sysctl -qw net.ipv6.conf.${node.interface}.disable_ipv6=1`);
    const wifi = await VWifi.open({ socket: context.machine.openNetlink });
    context.onEnd('close the client', () => wifi.close());
    const attacker = await third.start('inject', [...PYTHON, INJECT, third.interface]);
    await hostapd(context, ap, { ...WPA2, fragm_threshold: THRESHOLD, wpa_group_rekey: 0 });
    const daemon = await supplicant(context, station, WPA2_NETWORK);
    await connected(context, daemon);
    await station.pings(ap);
    await station.run(`iw phy vw_phy1 set frag ${THRESHOLD}`);

    // The access point misses these: their numbers are fresh to it.
    const capture = await Capture.of(context, third.interface, { netns: third.netns });
    await station.pings(ap, '-s', SIZE);
    await wifi.vwifi.links.set({ receiver: ap.interface, sender: station.interface }, { loss: 1 });
    await station.attempt(['ping', '-c', '3', '-i', '0.2', '-W', '0.2', '-s', SIZE, ap.address]);
    await wifi.vwifi.links.set({ receiver: ap.interface, sender: station.interface }, { loss: 0 });
    await capture.stop();

    const parts = (mac: string) =>
      capture.octets(
        `wlan.fc.protected == 1 && wlan.ta == ${mac} && wlan.fc.retry == 0 && (wlan.fc.frag == 1 || wlan.frag > 0)`,
      );
    const answers = await parts(ap.mac);
    assert.equal(answers.length, 4 * PARTS, 'hostapd has set a threshold');
    assert.ok(answers.every((frame) => frame.length / 2 <= THRESHOLD + CCMP));
    const sent = await parts(station.mac);
    assert.equal(sent.length, 7 * PARTS);
    const [whole, gap, mixed] = [4, 5, 6].map((n) => sent.slice(n * PARTS, (n + 1) * PARTS));
    assert.ok(whole && gap && mixed);

    const state = async () => {
      const { drops } = await wifi.vwifi.radios.get(ap.interface);
      const packets = Number((await ap.iw('station', 'dump')).match(/rx packets:\s+(\d+)/)?.[1]);
      return { drops, packets };
    };
    /** What a fragment costs its receiver, and how many packets it brings. */
    const brings = async (frame: string | undefined) => {
      const before = await state();
      await attacker.tell(frame ?? '');
      await attacker.output.next(/^acked$/);
      const after = await state();
      const causes = Object.entries(after.drops).filter(
        ([cause, count]) => count !== before.drops[cause as keyof typeof before.drops],
      );
      return [after.packets - before.packets, ...causes.map(([cause]) => cause)];
    };
    assert.deepEqual(await brings(whole[0]), [0]);
    assert.deepEqual(await brings(whole[1]), [0]);
    assert.deepEqual(await brings(whole[1]), [0, 'replay']);
    assert.deepEqual(await brings(whole[2]), [1], 'the frame is there');
    assert.deepEqual(await brings(gap[0]), [0]);
    assert.deepEqual(await brings(gap[2]), [0, 'fragment'], 'a gap in the packet numbers');
    assert.deepEqual(await brings(mixed[0]), [0]);
    assert.deepEqual(await brings(frames.dataToAp(ap.mac, station.mac)), [0, 'unprotected']);
    assert.deepEqual(await brings(frames.altered(mixed[1] ?? '', 1)), [0, 'wrongKey']);
    assert.deepEqual(await brings(mixed[1]), [0]);
    await daemon.control.ok('REASSOCIATE');
    await context.eventually('it has associated anew', async () =>
      /Associated with/.test(daemon.control.events.all.join('\n')),
    );
    await connected(context, daemon);
    const [, late] = await brings(mixed[2]);
    assert.match(String(late), /wrongKey|fragment/, 'nothing is kept of the time before');
    await station.pings(ap, '-s', SIZE);
  },
);
