import assert from 'node:assert/strict';
import { connected, hostapd, nodes, OPEN, OPEN_NETWORK, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'a scan is as it was asked for: directed, passive, by a random address, while associated, aborted',
  { debug: true },
  async (context) => {
    const [ap, other, station] = await nodes(context, 3);
    assert.ok(ap && other && station);
    await hostapd(context, ap, OPEN);
    const second = await hostapd(context, other, { ...OPEN, ssid: 'other', channel: 11 });
    const probes = () => second.program.output.all.filter((line) => /RX frame .*fc=0x40 /.test(line)).length;
    const probers = () =>
      [...second.program.output.toString().matchAll(/RX frame .*? sa=(\S+) .*?fc=0x40 /g)].map(
        ([, from]) => from,
      );

    // Passive: nobody asks, everybody is heard all the same.
    let scan = await station.iw('scan', 'freq', '2437', '2462', 'flush', 'passive');
    for (const ssid of ['test', 'other']) assert.match(scan, new RegExp(`SSID: ${ssid}`));
    assert.equal(probes(), 0, 'a passive scan sends nothing');

    // Directed, and as one that is not to disturb anybody: who has another name does not answer; its beacon is heard.
    scan = await station.iw('scan', 'freq', '2462', 'lowpri', 'flush', 'ssid', 'other');
    assert.match(scan, /SSID: other/);
    assert.doesNotMatch(scan, /SSID: test/, 'flush forgets what was heard before');
    await context.eventually('the request was heard', async () => probes() === 1);
    assert.deepEqual(probers(), [station.mac]);

    // By a random address: the answers still find their way.
    scan = await station.iw('scan', 'freq', '2462', 'flush', 'randomise=02:11:22:00:00:00/ff:ff:ff:00:00:00');
    assert.match(scan, /SSID: other/);
    await context.eventually('another address asked', async () => probers().length === 2);
    assert.match(probers()[1] ?? '', /^02:11:22:/);
    assert.notEqual(probers()[1], '02:11:22:00:00:00');
    await context.eventually('it was answered', async () =>
      /send_mlme - da=02:11:22:\S+ .*PROBE_RESP/.test(second.program.output.toString()),
    );

    // While associated on another channel: the connection stays, and its pings are answered.
    const daemon = await supplicant(context, station, OPEN_NETWORK);
    await connected(context, daemon);
    const pings = await station.start('ping', ['ping', '-i', '0.1', ap.address]);
    await pings.output.next(/icmp_seq=2/);
    scan = await station.iw('scan', 'freq', '2462', 'flush');
    assert.match(scan, /SSID: other/);
    await pings.output.next(/icmp_seq=/);
    await pings.stop('SIGINT');
    const [, sent, received] = await pings.output.next(/(\d+) packets transmitted, (\d+) received/);
    assert.equal(received, sent);
    assert.deepEqual(
      daemon.control.events.all.filter((event) => /DISCONNECTED/.test(event)),
      [],
    );

    // By an access point, which goes on as one.
    scan = await ap.iw('scan', 'freq', '2462', 'flush', 'ap-force');
    assert.match(scan, /SSID: other/);
    await station.pings(ap);

    // A dwell that was asked for is kept, and a scan can be ended.
    const began = await context.machine.clock.now();
    await station.iw('scan', 'freq', '2412', '2462', 'flush', 'duration', '500');
    assert.ok((await context.machine.clock.now()) - began >= 1000, 'two channels of 500 TU');
    const long = await station.start('iw scan', ['iw', 'dev', station.interface, 'scan', 'duration', '5000']);
    await context.eventually('the scan is aborted', async () => {
      await station.attempt(['iw', 'dev', station.interface, 'scan', 'abort']);
      return long.ended;
    });
    assert.match(long.output.toString(), /scan aborted/i);
  },
);
