import assert from 'node:assert/strict';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** struct rfkill_event: index (32 bits), type, CHANGE, soft, hard; as the octal escapes of a shell's printf. */
const event = (index: number, soft: 0 | 1) => {
  const bytes = [...[0, 8, 16, 24].map((shift) => (index >> shift) & 0xff), 0, 2, soft, 0];
  return bytes.map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
};

export default scenario(
  'an interface obeys rfkill, and its MTU, address, carrier and operational state are what is set and what is true',
  {},
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    await hostapd(context, ap, OPEN);
    const read = async (name: string) => (await station.run(['cat', `/sys/class/net/vw1/${name}`])).trim();

    // Carrier and operational state follow the association.
    assert.equal(await read('carrier'), '0');
    assert.equal(await read('operstate'), 'down');
    assert.ok(await station.connects('test'));
    assert.equal(await read('carrier'), '1');
    assert.equal(await read('operstate'), 'up');

    // The largest MSDU of 802.11 is 2304 octets.
    for (const node of [ap, station]) await node.run(`ip link set ${node.interface} mtu 2304`);
    await station.pings(ap, '-s', '2276', '-M', 'do');
    assert.match((await station.attempt('ip link set vw1 mtu 2305')).stderr, /mtu greater than|Invalid/i);

    assert.match((await station.attempt('ip link set vw1 mtu 255')).stderr, /mtu less than|Invalid/i);
    await station.run('ip link set vw1 mtu 256');
    await station.pings(ap, '-s', '64');

    // One that is made has the address that was asked for.
    await station.run('iw phy vw_phy1 interface add second type managed addr 02:aa:00:00:00:01');
    assert.equal((await station.run('cat /sys/class/net/second/address')).trim(), '02:aa:00:00:00:01');
    const group = await station.attempt(
      'iw phy vw_phy1 interface add third type managed addr 03:aa:00:00:00:01',
    );
    assert.notEqual(group.status, 0, 'nobody has the address of a group');
    await station.run('iw dev second del');

    // An address is set while the interface is down, and is the one on the air.
    const own = '02:12:34:56:78:9a';
    assert.match((await station.attempt(`ip link set vw1 address ${own}`)).stderr, /busy/i);
    await station.run(`ip link set vw1 down && ip link set vw1 address ${own} && ip link set vw1 up`);
    assert.ok(await station.connects('test'));
    assert.match(await ap.iw('station', 'dump'), new RegExp(`^Station ${own} `));
    await station.pings(ap);

    // A soft block takes the interface down and keeps it there.
    // The radio is in a namespace of its own: here only the link tells which switch is its.
    const switches = await context.run('ls -l /sys/class/rfkill');
    const index = Number(/rfkill(\d+) -> .*\/vw_phy1\//.exec(switches)?.[1]);
    assert.ok(Number.isInteger(index), `the switch of vw_phy1: ${switches}`);
    const rfkill = (soft: 0 | 1) => context.run(`printf '${event(index, soft)}' > /dev/rfkill`);
    await rfkill(1);
    await context.eventually(
      'the interface is down',
      async () => !/[<,]UP[,>]/.test(await station.run('ip link show vw1')),
    );
    await ap.pingsInVain(station);
    assert.match((await station.attempt('ip link set vw1 up')).stderr, /RF-kill/);
    await rfkill(0);
    await station.run('ip link set vw1 up');
    assert.ok(await station.connects('test'));
    await station.pings(ap);
  },
);
