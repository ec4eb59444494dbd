/** Somebody without any right, as root of a container of its own: tries every command, link type and event group. */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { VWifi } from '@vwifi/nl80211';
import type { Context } from '../lib/context.js';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';
import { everyQuestion, linkTypes, Stranger } from '../lib/stranger.js';
import { toolLines } from '../lib/tool.js';

/** What the host's radios, devices and other namespaces are called. */
const SECRETS = /vw\d|vw_phy|00:76:77|hostwire|hosttap/;

/** What anybody may ask, since it tells of no radio: of the medium, a tap of its own, when it is told again. */
const FREE = ['mediumGet', 'tapNew', 'tapDel', 'statsSubscribe'];
/** What is about its own air, once it has made a radio there. */
const OWN = ['mediumSet', 'denySet', 'denyFlush', 'faultFlush', 'jam', 'jamEnd', 'jamGet', 'radioGet'];
/** A radio that it makes, called like nobody else's. */
const RADIO = { wiphyName: 'stranger', ifname: 'stranger1', address: '02:00:00:00:00:98', owned: true };

const LISTS = ['deny ls --json', 'link ls --json', 'medium get --json', 'fault ls --json'];

async function everyCommand(context: Context, stranger: Stranger): Promise<void> {
  const [radio] = JSON.parse((await toolLines(context, ['radio ls --json']))[0]?.out ?? '[]') as {
    ifindex: number;
  }[];
  assert.ok(radio);
  const questions = await everyQuestion({
    ...{ id: 0, radio: 0, ifindex: radio.ifindex, ifname: 'vw0', address: '00:76:77:30:00:00' },
  });
  assert.ok(questions.length > 30, `${questions.length} questions`);
  const making = { command: 'radioNew', dump: false, attributes: RADIO };
  const others = questions.filter(({ command }) => command !== 'radioNew');
  for (const own of [0, 1]) {
    const free = own ? [...FREE, ...OWN] : FREE;
    const all = await stranger.ask(own ? [making, ...others] : others);
    if (own) assert.equal(all.shift()?.refusal, undefined, 'it makes a radio of its own');
    for (const { command, dump, attributes, refusal, answers } of all) {
      const asked = `${command}${dump ? ' (dump)' : ''} ${JSON.stringify(attributes)}, with ${own} radios of its own`;
      assert.doesNotMatch(JSON.stringify({ refusal, answers }), SECRETS, asked);
      if (!free.includes(command)) assert.deepEqual(answers ?? [], [], `it was answered ${asked}`);
      if (!free.includes(command) && !dump) assert.ok(refusal, `it was let: ${asked}`);
      if (command === 'mediumGet')
        assert.match(JSON.stringify(answers), new RegExp(`"radios":${own},"pairs":0`));
    }
  }
}

export default scenario(
  'root of a container that anybody can make hears nothing of the air, of the radios and of their changes',
  { debug: true, limitMs: 120_000, nightly: 'debug' },
  async (context) => {
    const [ap, station, third, fourth] = await nodes(context, 4);
    assert.ok(ap && station && third && fourth);
    const wifi = await VWifi.open({ socket: context.machine.openNetlink });
    context.onEnd('close the client', () => wifi.close());
    await context.run('ip link add hostwire0 type dummy && ip link set hostwire0 up');
    context.onEnd('delete hostwire0', async () => {
      await context.attempt('ip link del hostwire0');
    });
    await wifi.vwifi.underlays.attach('hostwire0');
    await wifi.vwifi.links.set({ receiver: 'vw0', sender: 'vw2' }, { loss: 0.5 });
    await wifi.vwifi.denylist.add({ receiver: 'vw2', sender: 'vw0' });
    // Of a handshake that an open network has not.
    assert.equal((await toolLines(context, ['fault add drop --eapol 3']))[0]?.status, 0);
    await hostapd(context, ap, OPEN);
    assert.ok(await station.connects('test'));
    const before = await toolLines(context, LISTS);
    const stranger = await Stranger.enters(context);
    await stranger.run('ip link set lo up');

    await everyCommand(context, stranger);
    // Its radio goes with its socket.
    await context.eventually('the host has what it had', async () =>
      isDeepStrictEqual(await toolLines(context, LISTS), before),
    );

    // What happens it is not told, whatever the group.
    const events = await stranger.start('events');
    await events.output.next(/"joined":\["config"/);
    const [added] = await toolLines(context, ['radio add --json']);
    assert.equal(added?.status, 0);
    for (const { line, status, err } of await toolLines(context, [
      'radio rm vw4',
      'radio set vw0 --tx-power 10',
      'deny rm vw2 vw0',
      'link set vw0 vw2 --loss 0.25',
      'link rm vw0 vw2',
      'medium set --signal -43',
    ]))
      assert.equal(status, 0, `${line}: ${err}`);
    await events.output.next(/"mediumChanged".*-43/);
    const told = events.output.all.join('\n');
    assert.doesNotMatch(told, SECRETS);
    assert.doesNotMatch(told, /radioAdded|radioRemoved|pairChanged|"radios"/);

    // Of the rounds of statistics it has its share, and they tell it nothing; the others have room.
    const stats = await stranger.start('stats', '70', '100');
    await stats.output.next(/"subscribed":70/);
    const refused = stats.output.all.filter((line) => line.includes('EUSERS'));
    assert.equal(refused.length, 62, 'of one user there are eight');
    await stats.output.next(/"socket":0,"command":"statsRound"/);
    assert.doesNotMatch(stats.output.all.join('\n'), /"command":"(?!stats)/);
    const hasty = await stranger.start('stats', '1', '10');
    await hasty.output.next(/"refusal":".*EPERM.*100 ms.*CAP_NET_ADMIN/);
    const rounds = wifi.vwifi.stats({ intervalMs: 10 });
    context.onEnd('end the statistics', () => rounds.close());
    await rounds.ready;
    await stats.stop('SIGKILL');

    // The air: with everything that it can make, and with what it is given.
    const kinds = await linkTypes();
    assert.ok(kinds.includes('vwtap'), kinds.join());
    await context.run('ip link add hosttap0 type vwtap && ip link set hosttap0 up');
    context.onEnd('delete hosttap0', async () => {
      await context.attempt('ip link del hosttap0');
    });
    for (const [n, kind] of kinds.entries())
      await stranger.run(`ip link add mine${n} type ${kind} && ip link set mine${n} up`);
    await context.run(`ip link add given type vwtap && ip link set given up`);
    await station.pings(ap);
    const atHome = Number(await context.run('cat /sys/class/net/hosttap0/statistics/rx_packets'));
    assert.ok(atHome > 8, `the host's own tap heard ${atHome} frames`);
    await context.run(`ip link set given netns ${stranger.pid}`);
    await stranger.run('ip link set given up');
    const given = await stranger.heard('given');
    await station.pings(ap);
    assert.equal(await stranger.heard('given'), given, 'what was moved to it carries no right along');
    for (const n of kinds.keys()) assert.equal(await stranger.heard(`mine${n}`), 0, `a ${kinds[n]} heard`);

    // A radio that it is given is its own, and only as long as it has it.
    const index = (await fourth.run('iw phy vw_phy3 info')).match(/wiphy index: (\d+)/)?.[1];
    assert.ok(index);
    await fourth.run(`iw phy#${index} set netns ${stranger.pid}`);
    await stranger.run('ip link set vw3 up && iw dev vw3 scan freq 2412 >/dev/null');
    const own = await stranger.heard('mine0');
    assert.ok(own > 0, 'its own probe requests');
    assert.equal(
      (await stranger.ask([{ command: 'radioGet', dump: true, attributes: {} }]))[0]?.answers?.length,
      1,
    );
    await toolLines(context, ['radio set vw3 --tx-power 7']);
    await events.output.next(/"radioAdded".*"ifname":"vw3"/);
    await context.run(`nsenter -t ${stranger.pid} --net iw phy#${index} set netns name ${fourth.netns}`);
    await fourth.run('ip link set vw3 up && iw dev vw3 scan freq 2412 >/dev/null');
    await station.pings(ap);
    assert.equal(await stranger.heard('mine0'), own, 'it hears what it has no more');
  },
);
