import assert from 'node:assert/strict';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';
import { Stranger } from '../lib/stranger.js';
import { toolLines } from '../lib/tool.js';

/** The container's radios: the two of its network are called on the air as the host's two are. */
const OWN = [
  { wiphyName: 'own0', ifname: 'mine0', address: '00:76:77:30:00:00' },
  { wiphyName: 'own1', ifname: 'mine1', address: '00:76:77:31:00:00' },
  { wiphyName: 'own2', ifname: 'mine2', address: '02:00:00:00:00:99' },
];
const SHARE = 64;
const CONF = '/tmp/stranger/hostapd.conf';
const ping = (address: string) => `ping -q -c 3 -i 0.2 -W 2 ${address}`;

export default scenario(
  'radios made in a container have an air of their own: same names, same addresses, another medium; they go with it',
  { debug: true, limitMs: 180_000, programs: ['hostapd', 'tcpdump'], nightly: 'debug' },
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    await hostapd(context, ap, OPEN);
    assert.ok(await station.connects('test'));
    const stranger = await Stranger.enters(context);
    const asked = async (command: string, attributes: Record<string, unknown> = {}, dump = false) => {
      const [answer] = await stranger.ask([{ command, dump, attributes }]);
      assert.ok(answer);
      return answer;
    };
    const lets = async (command: string, attributes?: Record<string, unknown>) =>
      assert.equal((await asked(command, attributes)).refusal, undefined, command);

    // Without a radio it has no air to change.
    assert.match((await asked('mediumSet', { loss: 1 })).refusal ?? '', /ENODEV.*no air of its own/);
    for (const radio of OWN) await lets('radioNew', radio);
    const listed = (await asked('radioGet', {}, true)).answers as { ifname: string }[];
    assert.deepEqual(
      listed.map(({ ifname }) => ifname),
      OWN.map(({ ifname }) => ifname),
    );

    // A network like the host's, on its channel, across two network namespaces of the container.
    const second = await context.start(
      'second',
      stranger.behind(['unshare', '-n', 'sh', '-c', 'echo made; exec sleep infinity']),
    );
    await second.output.next(/made/);
    const there = (command: string) =>
      context.run(['nsenter', '-t', String(second.pid), '--user', '--net', 'sh', '-c', command]);
    // Names of wiphys iw looks for in its own mount of sysfs, which is the host's.
    const index = /Wiphy own1\s+wiphy index: (\d+)/.exec(await stranger.run('iw phy'))?.[1];
    await stranger.run(`iw phy#${index} set netns ${second.pid}`);
    await stranger.run('ip link set lo up && ip addr add 10.0.0.1/24 dev mine0 && ip link set mine2 up');
    await there('ip addr add 10.0.0.2/24 dev mine1 && ip link set mine1 up');
    await context.machine.writeFile(CONF, 'interface=mine0\nssid=test\nhw_mode=g\nchannel=6\n', 0o644);
    const daemon = await context.start('own-hostapd', stranger.behind(['hostapd', CONF]));
    await daemon.output.next(/AP-ENABLED/);
    assert.match(await there('iw dev mine1 connect -w test'), /connected to 00:76:77:30:00:00/);
    const bothWork = () =>
      Promise.all([station.pings(ap), there(ping('10.0.0.1')), stranger.run(ping('10.0.0.2'))]);
    await bothWork();
    assert.match(await stranger.run('iw dev mine0 station dump'), /Station 00:76:77:31:00:00/);

    // Nobody hears the others: not by a scan, not by what they send to all.
    await daemon.stop();
    assert.doesNotMatch(await stranger.run('iw dev mine2 scan freq 2437'), /BSS/);
    await context.machine.writeFile(CONF, 'interface=mine0\nssid=within\nhw_mode=g\nchannel=6\n', 0o644);
    const again = await context.start('own-hostapd', stranger.behind(['hostapd', CONF]));
    await again.output.next(/AP-ENABLED/);
    assert.match(await stranger.run('iw dev mine2 scan freq 2437'), /SSID: within/);
    assert.doesNotMatch(await station.iw('scan', 'freq', '2437'), /within/);
    assert.match(await there('iw dev mine1 connect -w within'), /connected to/);
    await bothWork();

    // A medium of its own, a denylist of its own.
    const signals = async () =>
      [await station.iw('link'), await there('iw dev mine1 link')].map(
        (text) => /signal: (-\d+)/.exec(text)?.[1],
      );
    await lets('mediumSet', { signal: -80 });
    assert.deepEqual(await signals(), ['-50', '-80']);
    await lets('denyAdd', { receiver: { ifname: 'mine0' }, sender: { ifname: 'mine2' } });
    const [set, cleared, crossed] = await toolLines(context, [
      'medium set --signal -43',
      'deny clear',
      'deny add --from mine0 --to vw0',
    ]);
    assert.deepEqual([set?.status, cleared?.status, crossed?.status], [0, 0, 1]);
    assert.match(crossed?.err ?? '', /another air/);
    assert.deepEqual(await signals(), ['-43', '-80']);
    await toolLines(context, ['deny add --from vw0 --to vw1']);
    assert.equal((await asked('denyGet', {}, true)).answers?.length, 1, 'its denial is there still');
    await lets('denyFlush');
    const [denied] = await toolLines(context, ['deny ls --json']);
    assert.match(denied?.out ?? '', /"receiver": 1/);
    await toolLines(context, ['deny clear']);
    await bothWork();

    // Faults of its own.
    await lets('faultAdd', { action: 'drop', type: 'data' });
    await station.pings(ap);
    await assert.rejects(there(ping('10.0.0.1')));
    const [none, over] = await toolLines(context, ['fault ls --json', 'fault add drop --from mine0']);
    assert.deepEqual(JSON.parse(none?.out ?? ''), []);
    assert.match(over?.err ?? '', /another air/);
    const hosts = await asked('faultAdd', { action: 'drop', from: { ifname: 'vw0' } });
    assert.match(hosts.refusal ?? '', /ENODEV.*no interface of vwifi has this name/);
    await lets('faultFlush');
    await bothWork();

    // The wire is the host's.
    await context.run('ip link add hostwire0 type dummy && ip link set hostwire0 up');
    context.onEnd('delete hostwire0', async () => void (await context.attempt('ip link del hostwire0')));
    await toolLines(context, ['underlay attach hostwire0']);
    const dump = await context.run('tcpdump -i hostwire0 -c 3 -xx ether proto 0x88b5 2>/dev/null');
    const hello = dump.replaceAll(/0x[0-9a-f]+:|\s/g, '');
    assert.match(hello, /007677300000/, 'the host says which radios it has');
    assert.doesNotMatch(hello, /020000000099/);
    await toolLines(context, ['underlay detach hostwire0']);

    // There is a share for each user.
    const more = await stranger.ask(
      Array.from({ length: SHARE }, () => ({
        command: 'radioNew',
        dump: false,
        attributes: { owned: true, bands: 1 },
      })),
    );
    assert.equal(more.filter(({ refusal }) => !refusal).length, SHARE - OWN.length);
    assert.match(more.at(-1)?.refusal ?? '', /EUSERS.*64 radios of this user/);

    const count = async () =>
      (JSON.parse((await toolLines(context, ['radio ls --json']))[0]?.out ?? '[]') as unknown[]).length;
    await context.eventually(
      'those go with the socket',
      async () => (await count()) === 2 + OWN.length,
      60_000,
    );

    // What it made goes with it, and does not come to the host.
    const events = await context.start('events', ['ip', 'monitor', 'link']);
    await again.stop();
    await second.stop('SIGKILL');
    await stranger.leaves();
    await context.eventually('its radios are gone', async () => (await count()) === 2);
    assert.doesNotMatch(await context.run('iw phy'), /own\d/);
    assert.doesNotMatch(events.output.all.join('\n'), /wlan|mine/);
    await events.stop();
    await station.pings(ap);
  },
);
