import assert from 'node:assert/strict';
import { Testbed } from '@vwifi/testbed';
import { compiled } from '../lib/c-program.js';
import { onOneWire, shellOn } from '../lib/lab-shell.js';
import { scenario } from '../lib/scenario.js';
import { DEVICE, tapProgram, UNDERLAYS } from '../lib/underlays.js';
import { troubleIn } from '../runner/kernel-log.js';

const CARD = 'vec0';
const STATION = 'one';
const MACHINES = ['ap', STATION] as const;
const FILE = '/tmp/www/data';
const OCTETS = 300_000;
/** A packet of 1500 octets, which nothing on its way may cut, and one that the stack cuts. */
const FULL = ['-M do -s 1472', '-s 8000'];
const JOIN_MS = 30_000;
/** As senders.c says it: status of a kernel that has no such socket. */
const NOT_HERE = 3;
const FRAMES = 150;
const SENDERS = ['ring', 'txtime', 'xdp'];
/** What is done to frames on their way in, before we see them: a copy goes elsewhere, or they take a detour. */
const INGRESS = {
  mirror: 'mirred egress mirror dev aside0',
  detour: 'mirred egress redirect dev detour0',
};

export default scenario(
  'across machines: WPA2, pings, full packets and TCP over a card, veth, bridge, VLAN, macvlan, bonding, tap and VXLAN, whatever is done to frames there',
  {
    only: ['host'],
    limitMs: 240_000,
    programs: ['gcc', 'python3', 'tc', 'ethtool', 'busybox'],
    nightly: true,
  },
  async (context) => {
    const senders = await compiled(context, 'senders');
    await using testbed = await Testbed.up({
      ...onOneWire('everywhere', [STATION]),
      name: `underlays-${process.pid}`,
    });
    const shell = shellOn(testbed);
    const both = (line: (node: string, machine: number) => string) =>
      Promise.all(MACHINES.map((node, index) => shell(node, line(node, index + 1))));
    const addressOf = (node: string) => testbed.node(node).address ?? '';
    const other = (node: string) => (node === 'ap' ? STATION : 'ap');
    const sums = await both(
      () => `mkdir -p /tmp/www && head -c ${OCTETS} /dev/urandom >${FILE} && sha256sum <${FILE} &&
             busybox httpd -p 80 -h /tmp/www`,
    );
    const station = await shell(STATION, `cat /sys/class/net/${testbed.node(STATION).interface}/address`);
    const cli = (words: string) => shell(STATION, `wpa_cli -i ${testbed.node(STATION).interface} ${words}`);
    const relay = await tapProgram();
    for (const netns of MACHINES) {
      await testbed.machine.writeFile('/tmp/senders', senders, 0o755, { netns });
      await testbed.machine.writeFile('/tmp/tap.py', relay, 0o644, { netns });
    }
    await both(
      () =>
        'ip link add aside0 type dummy && ip link add detour0 type ifb && for i in aside0 detour0; do ip link set $i up; done',
    );

    const transfer = async (what: string) => {
      const got = await both(
        (node) => `busybox wget -q -O - http://${addressOf(other(node))}/data | sha256sum`,
      );
      assert.deepEqual(got, [...sums].reverse(), what);
    };
    const counter = async (name: string) =>
      Number(await shell(STATION, `cat /sys/class/net/${name}/statistics/rx_packets`));

    /** The network over a device that both have, from the handshake on. */
    const works = async (kind: string, device: string) => {
      await context.eventually(
        `${kind}: the station joins`,
        async () => /wpa_state=COMPLETED/.test(await cli('status')),
        JOIN_MS,
      );
      for (const size of ['', ...FULL])
        await shell(STATION, `ping -q -c 3 -i 0.05 -W 5 ${size} ${addressOf('ap')}`);
      for (const gro of ['on', 'off']) {
        // A device whose frames come from another one leaves that to it.
        await both(() => `ethtool -K ${CARD} gro ${gro}; ethtool -K ${device} gro ${gro} || true`);
        await transfer(`${kind}, GRO ${gro}`);
      }
      for (const sender of SENDERS) {
        const before = await counter(testbed.node(STATION).interface);
        const { status, stdout, stderr } = await testbed
          .node('ap')
          .exec(['/tmp/senders', sender, testbed.node('ap').interface, station, String(FRAMES)]);
        if (status === NOT_HERE) continue;
        assert.deepEqual([status, stdout, stderr], [0, `given back ${FRAMES}\n`, ''], `${kind}, ${sender}`);
        await context.eventually(`${kind}: the frames of ${sender} arrive`, async () => {
          return (await counter(testbed.node(STATION).interface)) - before >= FRAMES;
        });
      }
      await both(() => `tc qdisc add dev ${device} clsact`);
      for (const [name, action] of Object.entries(INGRESS)) {
        await both(() => `tc filter add dev ${device} ingress matchall action ${action}`);
        await transfer(`${kind}, ${name} on ingress`);
        await both(() => `tc filter del dev ${device} ingress`);
      }
      await both(() => `tc qdisc del dev ${device} clsact`);
    };

    const hasModule = async (name: string) =>
      (await testbed.node(STATION).exec(['modprobe', '-n', '-q', name])).status === 0;

    await works('card', CARD);
    for (const [kind, { make, undo, module }] of Object.entries(UNDERLAYS)) {
      if (module && !(await hasModule(module))) {
        context.timeline.note(`this kernel was built without ${module}`);
        continue;
      }
      const wifi = await Promise.all(MACHINES.map((node) => testbed.node(node).wifi));
      await cli('disconnect');
      await Promise.all(wifi.map(({ vwifi }) => vwifi.underlays.detach(CARD)));
      await both((_, machine) => make(CARD, machine));
      await Promise.all(wifi.map(({ vwifi }) => vwifi.underlays.attach(DEVICE)));
      await cli('reconnect');
      await works(kind, DEVICE);
      for (const { vwifi } of wifi) {
        const [underlay] = await vwifi.underlays.list();
        assert.deepEqual([underlay?.ifname, underlay?.kernels], [DEVICE, 1], kind);
      }
      // The device goes with the air on it.
      await both(() => undo(CARD));
      for (const { vwifi } of wifi) {
        assert.deepEqual(await vwifi.underlays.list(), [], kind);
        await vwifi.underlays.attach(CARD);
      }
    }
    for (const netns of MACHINES)
      assert.deepEqual(troubleIn(await testbed.machine.kernelLog({ netns })), [], netns);
  },
);
