import assert from 'node:assert/strict';
import { VWifi } from '@vwifi/nl80211';
import { Capture } from '../lib/capture.js';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const TX_FLAGS = 'radiotap.present.txflags == 1';

/** Of so many, half of which are lost, one is lost always. */
const PINGS = 20;

export default scenario(
  'a monitor reads signals where it is, sees repetitions, follows the channel of its radio, and is no interface of another type while it is up',
  { debug: true },
  async (context) => {
    const [ap, station, third] = await nodes(context, 3);
    assert.ok(ap && station && third);
    const wifi = await VWifi.open({ socket: context.machine.openNetlink });
    context.onEnd('close the client', () => wifi.close());

    // A radio that does nothing else: on the channel that it is given.
    await assert.rejects(third.iw('set', 'type', 'monitor'), /busy/);
    await third.run('ip link set vw2 down && iw dev vw2 set type monitor && ip link set vw2 up');
    await third.iw('set', 'channel', '11');
    assert.match(await third.iw('info'), /type monitor\n[\s\S]*channel 11 /);
    await assert.rejects(third.iw('scan'), /not supported/);
    const deaf = await Capture.of(context, 'vw2', { netns: third.netns });
    // One beside an access point: on that one's.
    await ap.run('iw dev vw0 interface add mon0 type monitor && ip link set mon0 up');
    await hostapd(context, ap, OPEN);
    await assert.rejects(ap.run('iw dev mon0 set channel 1'), /busy/);
    assert.match(await ap.run('iw dev mon0 info'), /channel 6 /);
    const beside = await Capture.of(context, 'mon0', { netns: ap.netns });
    assert.ok(await station.connects('test'));
    await deaf.stop();
    assert.equal(
      await deaf.count('wlan.fc.type_subtype != 4'),
      0,
      'but for probes, nothing is heard off its channel',
    );

    await third.iw('set', 'channel', '6');
    await wifi.vwifi.links.set({ receiver: 'vw2', sender: 'vw0' }, { signalDbm: -71 });
    await wifi.vwifi.links.set({ receiver: 'vw0', sender: 'vw1' }, { loss: 0.5 });
    const far = await Capture.of(context, 'vw2', { netns: third.netns });
    await station.attempt(['ping', '-q', '-c', String(PINGS), '-i', '0.05', ap.address]);
    await far.stop();
    await beside.stop();

    const signals = await far.frames('radiotap.dbm_antsignal', ['wlan.ta', 'radiotap.dbm_antsignal']);
    const of = (mac: string) => [...new Set(signals.flatMap(([ta, dbm]) => (ta === mac ? [dbm] : [])))];
    assert.deepEqual(of(ap.mac), ['-71']);
    assert.deepEqual(of(station.mac), ['-50']);
    assert.equal(await far.count(TX_FLAGS), 0);

    // It learns what became of its radio's frames; of the others it sees each repetition.
    const own = `wlan.ta == ${ap.mac}`;
    assert.equal(await beside.count(own), await beside.count(`${own} && ${TX_FLAGS}`));
    const requests = `icmp.type == 8 && wlan.ta == ${station.mac}`;
    const repeated = await far.count(`${requests} && wlan.fc.retry == 1`);
    assert.ok(repeated > 0, 'what a link loses is sent again');
    assert.equal(await far.count(`${requests} && wlan.fc.retry == 0`), PINGS);
    assert.equal(await beside.count(`${requests} && wlan.fc.retry == 1`), repeated);
    const [row] = /tx retries:\s+(\d+)/.exec(await station.iw('station', 'dump'))?.slice(1) ?? [];
    assert.ok(Number(row) >= repeated);

    await third.run('ip link set vw2 down && iw dev vw2 set type managed && ip link set vw2 up');
    assert.ok(await third.connects('test'), 'and it is a station again');
    await third.pings(ap);
  },
);
