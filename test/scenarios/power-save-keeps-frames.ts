import assert from 'node:assert/strict';
import { Capture } from '../lib/capture.js';
import { openClient } from '../lib/client.js';
import { type Node, network, quiet, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** Long: a station falls asleep in between. */
const BEACON_TU = 300;
const BEACON_MS = (BEACON_TU * 1024) / 1000;
const GROUP = '239.1.2.3';
/** What an access point keeps for a station. */
const KEPT = 64;

/** One ping, and how long its answer took, in milliseconds. */
async function roundTrip(from: Node, to: Node): Promise<number> {
  const said = await from.run(['ping', '-n', '-c', '1', '-W', '3', to.address]);
  return Number(said.match(/time=([\d.]+) ms/)?.[1]);
}

export default scenario(
  'a station that saves power sleeps; what is for it waits for its beacon, what is for all for the DTIM, and no more than its share',
  { debug: true },
  async (context) => {
    const { ap, stations } = await network(context, 2, { ...WPA2, beacon_int: BEACON_TU, dtim_period: 2 });
    const [sleeper, other] = stations;
    assert.ok(sleeper && other);
    for (const one of [ap, other]) await quiet(one, sleeper);
    const wifi = await openClient(context);
    const air = await Capture.ofTheAir(context);
    const { ifname } = await wifi.vwifi.taps.add();
    await context.run(['ip', 'link', 'set', ifname, 'up']);
    const nulls = await context.start('tcpdump-null', [
      ...['tcpdump', '-l', '-e', '-v', '-n', '-i', ifname],
      `type data subtype null and wlan addr2 ${sleeper.mac}`,
    ]);
    await nulls.output.next(/listening on/);
    let slept = 0;
    /** Waits until it sleeps again: once more than when it was last waited for. */
    const asleep = () =>
      context.eventually('the station sleeps', async () => {
        const said = nulls.output.all.filter((line) => line.includes(sleeper.mac));
        const times = said.filter((line) => line.includes('Pwr Mgmt')).length;
        if (times === slept || !said.at(-1)?.includes('Pwr Mgmt')) return false;
        slept = times;
        return true;
      });

    assert.ok((await roundTrip(ap, sleeper)) < 20, 'nobody sleeps who is not told to');
    await sleeper.iw('set', 'power_save', 'on');
    // From whenever it sleeps to its next beacon: seldom short, and never longer than from one to the next.
    for (const from of [ap, other]) {
      const trips: number[] = [];
      for (let n = 0; n < 4; n++) {
        await asleep();
        trips.push(await roundTrip(from, sleeper));
      }
      const longest = Math.max(...trips);
      assert.ok(longest > 20 && longest < BEACON_MS + 20, `from ${from.interface} it took ${trips} ms`);
    }
    await asleep();
    assert.ok((await roundTrip(sleeper, ap)) < 20, 'what it sends itself waits for nobody');

    await asleep();
    const heard = await sleeper.start('tcpdump-group', [
      ...['tcpdump', '-l', '-n', '-Q', 'in', '-i', sleeper.interface, `dst ${GROUP}`],
    ]);
    await heard.output.next(/listening on/);
    await other.attempt(['ping', '-I', other.interface, '-c', '1', '-W', '1', GROUP]);
    await heard.output.next(/ICMP echo request/);
    await air.stop();

    // Who hears no beacons is kept so much for, and the newest of it.
    const deaf = { receiver: sleeper.interface, sender: ap.interface };
    await wifi.vwifi.links.set(deaf, { loss: 1 });
    // Each from a socket of its own: one that waits holds its sender back.
    const send = `for n in $(seq 200); do echo $n >/dev/udp/${sleeper.address}/9; done`;
    await ap.run(['bash', '-c', send]);
    const dropped = async () =>
      Number((await ap.run(['ethtool', '-S', ap.interface])).match(/drop_memory: (\d+)/)?.[1]);
    assert.equal(await dropped(), 200 - KEPT);
    const received = async () =>
      Number(await sleeper.run(`cat /sys/class/net/${sleeper.interface}/statistics/rx_packets`));
    const before = await received();
    await wifi.vwifi.links.set(deaf, { loss: 0 });
    await context.eventually('the others arrive', async () => (await received()) - before >= KEPT);
    assert.equal((await received()) - before, KEPT);

    // It goes, and they go with it.
    await asleep();
    await wifi.vwifi.links.set(deaf, { loss: 1 });
    await ap.run(['bash', '-c', send]);
    await ap.iw('station', 'del', sleeper.mac);
    assert.doesNotMatch(await ap.iw('station', 'dump'), new RegExp(sleeper.mac));

    // On the air: the beacon says it, the station wakes up by a null frame, and is sent what is its.
    const frames = await air.frames(
      `wlan.fc.type_subtype == 8 || wlan.addr == ${sleeper.mac} || wlan.ra[0] & 1`,
      [
        'wlan.fc.type_subtype',
        'wlan.tim.partial_virtual_bitmap',
        'wlan.fc.pwrmgt',
        'wlan.ra',
        'wlan.tim.bmapctl.multicast',
        'wlan.tim.dtim_count',
      ],
    );
    const told = frames.flatMap(([kind, bitmap = ''], n) =>
      Number(kind) === 8 && /^(0x)?02/.test(bitmap) ? [n] : [],
    );
    assert.ok(told.length >= 2, `${told.length} beacons with the bit of its AID`);
    for (const n of told) {
      const next = frames.slice(n + 1).filter(([kind]) => [0x20, 0x24, 0x28].includes(Number(kind)));
      assert.deepEqual([next[0]?.[2], next[1]?.[3]], ['0', sleeper.mac]);
    }
    const forAll = frames.findIndex(
      ([kind, , , , multicast]) => Number(kind) === 8 && Number(multicast) === 1,
    );
    assert.equal(Number(frames[forAll]?.[5]), 0, 'a DTIM beacon');
    assert.match(frames[forAll + 1]?.[3] ?? '', /^01:00:5e/);
  },
);
