import assert from 'node:assert/strict';
import { cProgram } from '../lib/c-program.js';
import { hostapd, type Node, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';
import { PYTHON } from '../lib/stations-elsewhere.js';
import { FOLDER, Stranger } from '../lib/stranger.js';
import { toolLines } from '../lib/tool.js';

/** What names the host's radios, as text and as octets; and the network's name. */
const SECRETS = ['vw0', 'vw1', 'vw2', 'vw_phy0', 'vw_phy1', 'test'].map((name) =>
  Buffer.from(name).toString('hex'),
);
const ADDRESSES = ['007677300000', '007677310000', '007677320000'];
/** Devices that it can lay on a radio, or beside one, to hear more; GIVEN is the radio. */
const DEVICES = {
  macvlan: 'ip link add link GIVEN name up0 type macvlan',
  macvtap: 'ip link add link GIVEN name up0 type macvtap',
  ipvlan: 'ip link add link GIVEN name up0 type ipvlan',
  vlan: 'ip link add link GIVEN name up0 type vlan id 5',
  bridge: 'ip link add up0 type bridge && ip link set GIVEN master up0',
  bond: 'ip link add up0 type bond && ip link set GIVEN master up0',
  team: 'ip link add up0 type team',
  vxlan: 'ip link add up0 type vxlan id 7 dstport 4789 dev GIVEN',
  monitor: 'iw dev GIVEN interface add up0 type monitor',
  managed: 'iw dev GIVEN interface add up0 type managed',
  nlmon: 'ip link add up0 type nlmon',
  tap: 'ip link add up0 type vwtap',
};
/** What would change something outside, by number or by name. */
const ATTACKS = [
  'ip link set GIVEN netns 1',
  'iw phy#OTHER set netns $$',
  'iw phy#OTHER set txpower fixed 100',
  'iw phy#OTHER interface add up0 type monitor',
  'iw dev vw0 del',
  'iw dev vw0 disconnect',
  'iw reg set DE',
  'echo 1 > /sys/module/vwifi/parameters/self_test',
  'rmmod vwifi',
];
const SENDERS = ['ring', 'txtime', 'xdp'];
const FRAMES = 100;

export default scenario(
  'root of a container with a radio that it was given opens every socket and device, and hears and changes what is its own',
  { debug: true, limitMs: 180_000, programs: ['python3', 'gcc'], nightly: 'debug' },
  async (context) => {
    const [ap, station, third, given] = await nodes(context, 4);
    assert.ok(ap && station && third && given);
    await hostapd(context, ap, OPEN);
    assert.ok(await station.connects('test'));
    const stranger = await Stranger.enters(context, ['programs/hostile.py']);
    const indexOf = async (node: Node) =>
      /wiphy (\d+)/.exec(await node.iw('info'))?.[1] ?? assert.fail('a radio without a number');
    const [index, other] = [await indexOf(given), await indexOf(ap)];
    await given.run(`iw phy#${index} set netns ${stranger.pid}`);
    await stranger.run('ip link set lo up && ip link set vw3 up');
    const state = async () => [
      await context.run('iw reg get; ip -br link'),
      ...(await toolLines(context, ['radio ls', 'deny ls', 'link ls', 'medium get'])).map(({ out }) => out),
    ];

    const listens = async () => {
      const program = await context.start(
        'hostile',
        stranger.behind([...PYTHON, `${FOLDER}/hostile.py`, 'vw3']),
      );
      await program.output.next(/^listens$/);
      return program;
    };
    type Heard = {
      opened: string[];
      refused: Record<string, string>;
      told: Record<string, string[]>;
    };
    const heardBy = async (program: Awaited<ReturnType<typeof listens>>): Promise<Heard> => {
      await program.tell('enough');
      const [line] = await program.output.next(/^\{.*\}$/);
      return JSON.parse(line ?? '{}') as Heard;
    };
    /** Whatever happens outside. */
    const live = async () => {
      await station.pings(ap);
      await station.iw('disconnect');
      assert.ok(await station.connects('test'));
      await third.iw('scan', 'freq', '2412');
      await toolLines(context, [
        'radio add',
        'radio rm vw4',
        'radio set vw0 --tx-power 10',
        'radio set vw0 --tx-power 0',
      ]);
    };

    for (const [kind, make] of Object.entries({ nothing: 'true', ...DEVICES })) {
      const made = await stranger.attempt(
        `${make.replaceAll('GIVEN', 'vw3')} && ip link set up0 up; ip link set vw3 up`,
      );
      context.timeline.note(`${kind}: status ${made.status} ${made.stderr.trim()}`);
      if (kind === 'nothing') {
        const program = await listens();
        await live();
        const { opened, told } = await heardBy(program);
        assert.ok(
          ['raw frames', 'ring', 'fanout', 'netlink 16', 'netlink 0'].every((each) => opened.includes(each)),
        );
        const all = Object.entries(told).flatMap(([name, each]) =>
          each.map((octets) => `${name}: ${octets}`),
        );
        for (const secret of [...SECRETS, ...ADDRESSES])
          assert.deepEqual(
            all.filter((each) => each.includes(secret)),
            [],
            secret,
          );
      } else {
        const before = await stranger.heard('vw3');
        await station.pings(ap);
        assert.equal(await stranger.heard('vw3'), before, kind);
        await stranger.attempt('ip link del up0 || iw dev up0 del; ip link set vw3 up');
      }
    }

    const before = await state();
    for (const attack of ATTACKS) {
      const { status } = await stranger.attempt(attack.replaceAll('GIVEN', 'vw3').replaceAll('OTHER', other));
      assert.notEqual(status, 0, attack);
    }
    const senders = await cProgram(context, 'senders');
    await context.run(`cp ${senders} ${FOLDER}/senders && chmod a+rx ${FOLDER}/senders`);
    const rx = async () => Number(await ap.run('cat /sys/class/net/vw0/statistics/rx_packets'));
    const had = await rx();
    for (const kind of SENDERS)
      await stranger.attempt(`timeout 30 ${FOLDER}/senders ${kind} vw3 ${ap.mac} ${FRAMES}`);
    assert.equal(await rx(), had, 'who is not associated sends nobody anything');
    assert.deepEqual(await state(), before, 'it changed something');
    await live();
    await stranger.leaves();
  },
);
