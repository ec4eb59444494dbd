import assert from 'node:assert/strict';
import { openClient } from '../lib/client.js';
import { hearing, inALine, joinMesh, linePeered, nextHops, peered } from '../lib/mesh.js';
import { nodes, stationsOf } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'a mesh of five in a line that iw makes: the ends reach each other over four hops, by a way around a link that breaks, and scans show it',
  { core: true, limitMs: 120_000, programs: ['iperf3'], nightly: 'stock' },
  async (context) => {
    const [stranger, ...members] = await nodes(context, 6);
    const [first, second, third, fourth, last] = members;
    assert.ok(stranger && first && second && third && fourth && last);
    const wifi = await openClient(context);
    await inALine(wifi, members);
    for (const member of members) await joinMesh(member, 'line');
    await linePeered(context, members);

    await first.pings(last);
    const there = await nextHops(first);
    assert.equal(there[last.mac], second.mac, 'the way to the last begins with the second');
    assert.equal((await nextHops(second))[last.mac], third.mac);
    assert.equal((await nextHops(third))[last.mac], fourth.mac);
    assert.equal((await nextHops(fourth))[last.mac], last.mac);
    const [row] = stationsOf(await first.iw('station', 'dump'));
    assert.equal(row?.mac, second.mac);
    assert.match(row?.rows['mesh llid'] ?? '', /^[1-9]\d*$/);
    assert.match(row?.rows['mesh plid'] ?? '', /^[1-9]\d*$/);
    assert.match(await first.iw('mpath', 'get', last.mac), new RegExp(second.mac));

    const server = await last.start('iperf3', ['iperf3', '-s', '-1', '--forceflush']);
    await server.output.next(/Server listening/);
    const report = JSON.parse(await first.run(['iperf3', '-c', last.address, '-n', '20M', '-J'])) as {
      end: { sum_received: { bytes: number } };
    };
    // The last of it is on its way, and in buffers, when iperf3 counts.
    assert.ok(report.end.sum_received.bytes >= 8 * 1024 * 1024, 'TCP goes over four hops');

    // A group frame reaches everybody, once.
    const heard = await last.start('tcpdump', ['tcpdump', '-n', '-l', '-i', last.interface, 'icmp']);
    await heard.output.next(/listening on/);
    await first.run(['ping', '-b', '-c', '2', '-i', '1', '10.0.0.255']).catch(() => undefined);
    await heard.output.next(/10\.0\.0\.2 > 10\.0\.0\.255/);
    await heard.stop('SIGINT');
    assert.equal(heard.output.all.filter((line) => /10\.0\.0\.2 > 10\.0\.0\.255/.test(line)).length, 2);

    // cfg80211 keeps members that say the same as one BSS: those in the middle have two peers, the ends one.
    const scan = await stranger.iw('scan', 'freq', '2437');
    assert.equal(scan.match(/MESH ID: line/g)?.length, 2);
    assert.match(scan, /Number of Peerings:\s*2/);

    // A shorter way is found and taken; when it breaks, the long one.
    await hearing(wifi, second, fourth, true);
    await peered(context, second, [first, third, fourth]);
    await context.eventually('the shorter way is taken', async () => {
      await first.reaches(last);
      return (await nextHops(second))[last.mac] === fourth.mac;
    });
    await hearing(wifi, second, fourth, false);
    await context.eventually('the long way is taken again', async () => await first.reaches(last));
    assert.equal((await nextHops(second))[last.mac], third.mac);
    await first.pings(last);

    // Who leaves says so.
    await last.iw('mesh', 'leave');
    await peered(context, fourth, [second, third], 10_000);
    await first.pingsInVain(last);

    // Who falls silent is lost after a while: the first now, the fourth for longer.
    await second.iw('set', 'mesh_param', 'mesh_plink_timeout', '5');
    await hearing(wifi, first, second, false);
    await peered(context, second, [third]);
  },
);
