/** How much it carries: radios, stations of one access point, access points, and who pays for them. */
import assert from 'node:assert/strict';
import { VWifi } from '@vwifi/nl80211';
import { Context } from '../../lib/context.js';
import { loadDriver, unloadDriver } from '../../lib/driver.js';
import { connected, hostapd, type Node, node, OPEN, OPEN_NETWORK, supplicant } from '../../lib/network.js';
import { processorSeconds } from '../cpu.js';
import { GROUP, KINDS, load } from '../load.js';
import type { Part, Setting } from '../part.js';
import { pathsOf, yardsticks } from '../paths.js';
import { type Row, rowOf } from '../report.js';

const PART = 'scale';
const SIZES = [10, 100, 1000];
const MEMBERS = 10;
const RADIOS = 1000;
const STATIONS = 500;
/** So many associate at a time. */
const AT_ONCE = 20;
const POINTS = 100;
const WATCHED_MS = 5000;

const row = (subject: string, measure: string, unit: string, value: number, aim?: Row['target']): Row => ({
  part: PART,
  subject,
  measure,
  unit,
  value,
  ...(aim && { target: aim }),
});

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** Kilobytes that the machine, and its kernel's objects alone, have in use, after what can be given back has been. */
async function memory(context: Context): Promise<{ all: number; kernel: number }> {
  await context.run('sync; echo 3 > /proc/sys/vm/drop_caches');
  const text = await context.run('cat /proc/meminfo');
  const of = (name: string) => Number(text.match(new RegExp(`^${name}:\\s+(\\d+)`, 'm'))?.[1]);
  return {
    all: of('MemTotal') - of('MemFree') - of('Cached') - of('Buffers'),
    kernel: of('Slab') + of('Percpu'),
  };
}

/** Making and removing radios: with their number the time may grow as it does, not faster. */
async function radios(context: Context, setting: Setting): Promise<Row[]> {
  const rows: Row[] = [];
  for (const count of SIZES) {
    setting.progress(`${count} radios are made and removed`);
    await context.run('modprobe cfg80211');
    const before = (await memory(context)).all;
    const made = await seconds(() => loadDriver(context, { station: count }));
    const used = (await memory(context)).all - before;
    const removed = await seconds(() => unloadDriver(context));
    const aim = count === 1000 ? { atMost: 10 } : undefined;
    rows.push(row(`${count} radios`, 'load with them', 's', made, aim));
    rows.push(row(`${count} radios`, 'unload', 's', removed, aim));
    if (count === 1000) rows.push(row('a radio', 'memory', 'kB', used / count));
  }
  return rows;
}

/** Interfaces of the first namespace, so many at a time as one command takes. */
const up = (context: Context, from: number, to: number): Promise<string> =>
  context.run(`i=${from}; while [ $i -lt ${to} ]; do echo link set vw$i up; i=$((i+1)); done | ip -batch -`);

/** A broadcast in a network of ten, alone and among a thousand radios that listen on its channel. */
async function broadcast(context: Context, setting: Setting): Promise<Row[]> {
  setting.progress(`${RADIOS} radios, ${MEMBERS} of them stations of a network`);
  await loadDriver(context, { station: RADIOS });
  const all: Node[] = [];
  for (let index = 0; index <= MEMBERS; index++) all.push(await node(context, index));
  const [ap, ...stations] = all;
  assert.ok(ap);
  const daemon = await hostapd(context, ap, OPEN);
  for (const station of stations)
    await connected(context, await supplicant(context, station, { ...OPEN_NETWORK, scan_freq: '2437' }));
  const made = { ap, stations, hostapd: daemon, supplicants: [] };
  const paths = [...(await yardsticks(context, MEMBERS)), ...pathsOf('vwifi', made)];
  const groups = paths.filter(({ receivers }) => receivers);
  const take = async (): Promise<number[]> => {
    const [bridge = [], own = []] = await load(context, GROUP, groups, setting);
    return own.map((value, turn) => value / (bridge[turn] ?? Number.NaN));
  };
  setting.progress('their broadcasts, the others down');
  const alone = await take();
  const started = performance.now();
  await up(context, MEMBERS + 1, RADIOS);
  const upSeconds = (performance.now() - started) / 1000;
  setting.progress(`their broadcasts, ${RADIOS - MEMBERS - 1} more radios up`);
  const among = await take();
  const head = {
    part: PART,
    subject: `broadcast to ${MEMBERS}, ${RADIOS} radios up`,
    measure: GROUP.measure,
  };
  return [
    row(`${RADIOS - MEMBERS - 1} radios`, 'ip link set up', 's', upSeconds),
    rowOf(
      { ...head, unit: 'of a bridge' },
      among,
      { name: '11 radios up', values: alone },
      { atLeast: 0.95 },
    ),
  ];
}

/** Hundreds of hosts that greet each other in one namespace are not what is measured. */
const withoutGreetings = (context: Context): Promise<string> =>
  context.run('[ ! -d /proc/sys/net/ipv6 ] || echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6');

/** Five hundred stations of one access point: two in namespaces, which have traffic, the others beside them. */
async function stations(context: Context, setting: Setting): Promise<Row[]> {
  await loadDriver(context, { station: STATIONS + 1 });
  const ap = await node(context, 0);
  const daemon = await hostapd(context, ap, { ...OPEN, max_num_sta: 2007 });
  const first = await node(context, 1);
  const second = await node(context, 2);
  await withoutGreetings(context);
  await up(context, 3, STATIONS + 1);
  const network = { ssid: OPEN.ssid as string, frequency: 2437, bssid: ap.mac };
  // Of its programs the agent of the machine grows most: only the kernel is looked at.
  const before = (await memory(context)).kernel;
  setting.progress(`${STATIONS} stations associate`);
  const taken = await seconds(async () => {
    for (const { netns, interface: dev } of [first, second]) {
      await using wifi = await VWifi.open({ socket: context.machine.openNetlink, netns });
      await wifi.dev(dev).connect(network);
    }
    await using wifi = await VWifi.open({ socket: context.machine.openNetlink });
    for (let index = 3; index <= STATIONS; index += AT_ONCE)
      await Promise.all(
        Array.from({ length: Math.min(AT_ONCE, STATIONS + 1 - index) }, (_, more) =>
          wifi.dev(`vw${index + more}`).connect(network),
        ),
      );
    await context.eventually(
      `${STATIONS} stations are associated`,
      async () =>
        (await context.run('iw dev vw0 station dump | grep -c ^Station', { netns: ap.netns })).trim() ===
        String(STATIONS),
      60_000,
    );
  });
  const used = (await memory(context)).kernel - before;
  const paths = [
    ...(await yardsticks(context, 2)),
    ...pathsOf('vwifi', { ap, stations: [first, second], hostapd: daemon, supplicants: [] }),
  ];
  const pairs = paths.filter(({ receivers }) => !receivers);
  const groups = paths.filter(({ receivers }) => receivers);
  const subject = `one of ${STATIONS} stations`;
  const rows = [
    row(`${STATIONS} stations`, 'associate with hostapd', 's', taken),
    row('a station', "kernel's memory, both sides", 'kB', used / STATIONS),
  ];
  for (const kind of KINDS.filter(({ kind }) => kind === 'tcp' || kind === 'udp')) {
    setting.progress(`${subject}: ${kind.measure}`);
    const [veth = [], bridge = [], direct = [], relayed = []] = await load(context, kind, pairs, setting);
    const head = { part: PART, measure: kind.measure, unit: kind.unit };
    const tcp = kind.kind === 'tcp';
    rows.push(
      rowOf(
        { ...head, subject: `${subject} to the access point` },
        direct,
        { name: 'veth', values: veth },
        { atLeast: tcp ? 0.9 : 0.8 },
      ),
    );
    rows.push(
      rowOf(
        { ...head, subject: `${subject} to another` },
        relayed,
        { name: 'veth, bridge, veth', values: bridge },
        { atLeast: tcp ? 0.85 : 0.8 },
      ),
    );
  }
  setting.progress(`a broadcast to ${STATIONS} stations`);
  // A frame of one is five hundred in the queue of the processor, which holds a thousand as it is.
  await context.run('echo 100000 > /proc/sys/net/core/netdev_max_backlog');
  const [, frames = []] = await load(context, GROUP, groups, { ...setting, turns: 5 });
  rows.push(
    rowOf(
      { part: PART, subject: `broadcast to ${STATIONS}`, measure: 'a copy', unit: 'us' },
      frames.map((rate) => 1e3 / rate / STATIONS),
    ),
  );
  return rows;
}

/** A hundred access points that only send beacons, with nobody and with somebody on the channel. */
async function beacons(context: Context, setting: Setting): Promise<Row[]> {
  await loadDriver(context, { station: POINTS + 1 });
  await withoutGreetings(context);
  const idle = async (): Promise<number> => {
    const before = await processorSeconds(setting.directory);
    await context.machine.clock.sleep(WATCHED_MS);
    return (((await processorSeconds(setting.directory)) - before) * 100_000) / WATCHED_MS;
  };
  const nothing = await idle();
  setting.progress(`${POINTS} access points start`);
  await using wifi = await VWifi.open({ socket: context.machine.openNetlink });
  for (let index = 1; index <= POINTS; index++) {
    const dev = wifi.dev(`vw${index}`);
    await dev.setType('ap');
    await dev.up();
    await dev.startAccessPoint({ ssid: `point${index}`, frequencyMhz: 2437 });
  }
  const sent = await idle();
  setting.progress('their beacons are listened to');
  await context.run('ip link set vw0 up && iw dev vw0 roc start 2437 5000');
  const heard = await idle();
  const subject = `beacons of ${POINTS} access points`;
  return [
    row(`${subject}, unheard`, 'processor', '%', sent - nothing, { atMost: 5 }),
    row(`${subject}, heard by one`, 'processor', '%', heard - nothing, { atMost: 5 }),
  ];
}

const part = (
  name: string,
  about: string,
  work: (context: Context, setting: Setting) => Promise<Row[]>,
): Part => ({
  name: `${PART}-${name}`,
  about,
  async run(setting) {
    const context = new Context({ machine: setting.machine, driver: 'vwifi', module: setting.module });
    try {
      return await work(context, setting);
    } finally {
      for (const failure of await context.end()) setting.progress(failure);
    }
  },
});

export const scale: readonly Part[] = [
  part('radios', '10, 100 and 1000 radios made and removed, and what one weighs', radios),
  part('broadcast', 'a broadcast to ten stations, alone and among 1000 radios', broadcast),
  part('stations', '500 stations of one access point, and traffic among them', stations),
  part('beacons', 'beacons of 100 access points', beacons),
];
