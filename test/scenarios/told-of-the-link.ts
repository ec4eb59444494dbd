import assert from 'node:assert/strict';
import { openClient } from '../lib/client.js';
import { network, WPA2 } from '../lib/network.js';
import { peerOf, signalPoll } from '../lib/peer.js';
import { scenario } from '../lib/scenario.js';

const CONF = { ...WPA2, wmm_enabled: 1, dtim_period: 2, beacon_int: 50 };
/** A beacon interval of 50 TU. */
const BEACON_MS = 51.2;

export default scenario(
  'what is told of a link is true: DTIM, slots, beacons heard and missed, their signal, airtime, throughput',
  {},
  async (context) => {
    const { ap, stations, supplicants } = await network(context, 1, CONF);
    const [station] = stations;
    const [daemon] = supplicants;
    assert.ok(station && daemon);
    // The station has heard probe responses alone, in which there is no TIM.
    const link = await context.eventually('the first beacon tells the DTIM period', async () => {
      const text = (await station.link()) ?? '';
      return /dtim period:\s+2$/m.test(text) && text;
    });
    assert.match(link, /beacon int:\s+50$/m);
    assert.match(link, /bss flags:.*short-slot-time/);
    for (const [node, peer] of [
      [station, ap],
      [ap, station],
    ] as const) {
      const rows = await peerOf(node, peer);
      assert.equal(rows['DTIM period'], '2');
      assert.equal(rows['beacon interval'], '50');
      assert.equal(rows['short slot time'], 'yes');
      assert.equal(rows['TDLS peer'], 'no');
    }
    assert.equal((await peerOf(ap, station)).preamble, 'short', 'what it said in its request');

    // Beacons are counted as they are sent.
    const beacons = async () => Number((await peerOf(station, ap))['beacon rx']);
    const uptime = async () => Number((await context.run('cut -d" " -f1 /proc/uptime')).trim()) * 1000;
    const [before, since] = [await beacons(), await uptime()];
    await context.eventually('two seconds are over', async () => (await uptime()) - since > 2000);
    const [heard, due] = [(await beacons()) - before, ((await uptime()) - since) / BEACON_MS];
    assert.ok(Math.abs(heard - due) < 10, `${heard} beacons heard, ${due} were due`);
    assert.equal((await peerOf(station, ap))['beacon loss'], '0');

    // The average follows a change of the signal at once: there is nothing to be smoothed.
    const wifi = await openClient(context);
    const toStation = { receiver: station.interface, sender: ap.interface };
    for (const signalDbm of [-71, -48]) {
      await wifi.vwifi.links.set(toStation, { signalDbm });
      const rows = await peerOf(station, ap);
      for (const row of ['signal', 'signal avg', 'beacon signal avg'])
        assert.equal(rows[row], `${signalDbm} dBm`, row);
      const poll = await signalPoll(daemon);
      for (const row of ['RSSI', 'AVG_RSSI', 'AVG_BEACON_RSSI']) assert.equal(poll[row], `${signalDbm}`, row);
    }

    // Airtime: a thousand octets and what goes around them, at the rate that is shown, there and back.
    const durations = async (node: typeof ap, peer: typeof ap) => {
      const rows = await peerOf(node, peer);
      return ['tx', 'rx'].map((way) => Number.parseInt(rows[`${way} duration`] ?? '', 10));
    };
    const [sent = 0, received = 0] = await durations(station, ap);
    await station.run(['ping', '-q', '-c', '50', '-i', '0.01', '-s', '1000', ap.address]);
    const [sentThen = 0, receivedThen = 0] = await durations(station, ap);
    for (const [what, took] of [
      ['sent', sentThen - sent],
      ['received', receivedThen - received],
    ] as const)
      assert.ok(took > 50 * (8240 / 54) && took < 50 * 400, `${what}: ${took} us`);
    const bitrate = Number.parseFloat((await peerOf(station, ap))['tx bitrate'] ?? '');
    const throughput = async () =>
      Number.parseFloat((await peerOf(station, ap))['expected throughput'] ?? '');
    const best = await throughput();
    assert.ok(best > 0.6 * bitrate && best < bitrate, `${best} of ${bitrate} Mbit/s`);
    const toAp = { receiver: ap.interface, sender: station.interface };
    await wifi.vwifi.links.set(toAp, { loss: 0.5 });
    assert.ok(Math.abs((await throughput()) - best / 2) < 0.5, 'half of it is lost');
    await wifi.vwifi.links.set(toAp, { loss: 0, rateBps: 2_000_000 });
    assert.equal(
      await throughput(),
      1.953,
      'no more than the link lets through, in 1024 kbit/s as iw has it',
    );
    await wifi.vwifi.links.remove(toAp);

    // All beacons of a while are lost: user space hears of it, and the station asks before it gives up.
    await wifi.vwifi.links.set(toStation, { loss: 1 });
    await daemon.control.events.next(/CTRL-EVENT-BEACON-LOSS/);
    await wifi.vwifi.links.remove(toStation);
    assert.ok(Number((await peerOf(station, ap))['beacon loss']) >= 1);
    await station.pings(ap);
    assert.equal((await daemon.control.status()).wpa_state, 'COMPLETED', 'it was answered');
  },
);
