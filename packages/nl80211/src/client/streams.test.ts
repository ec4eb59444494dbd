import { linkHeader, linkMessage, RTM } from '../spec/rtnl/link.js';
import { fakeKernel } from '../testing/index.js';
import type { Encodable } from '../wire/codec.js';
import { encodeTable } from '../wire/table.js';
import { Writer } from '../wire/writer.js';
import { readChangedLink } from './route-read.js';
import type { StationSample } from './verbs/watch-stations.js';
import { VWifi } from './vwifi.js';

const NO_HEADER = { flags: 0, sequence: 0, portId: 0 } as const;

const getInterface = () => [
  { ifindex: 4, ifname: 'wlan0', wiphy: 3, wdev: 1n, iftype: 'ap' as const, mac: '02:00:00:00:00:00' },
];

describe('stations, again and again', () => {
  /** Counters of two stations at each look. */
  const LOOKS = [
    [{ mac: '02:00:00:00:00:01', rxBytes64: 100n, txPackets: 5 }],
    [
      { mac: '02:00:00:00:00:01', rxBytes64: 350n, txPackets: 5 },
      { mac: '02:00:00:00:00:02', rxBytes64: 7n, txPackets: 1 },
    ],
    // The first has joined anew, the second has received nothing more.
    [
      { mac: '02:00:00:00:00:01', rxBytes64: 10n, txPackets: 1 },
      { mac: '02:00:00:00:00:02', rxBytes64: 7n, txPackets: 3 },
    ],
  ];

  async function samples(count: number): Promise<(readonly StationSample[])[]> {
    let look = 0;
    const kernel = fakeKernel({
      getInterface,
      getStation: () =>
        (LOOKS[look++] ?? LOOKS.at(-1) ?? []).map(({ mac, ...staInfo }) => ({ ifindex: 4, mac, staInfo })),
    });
    await using wifi = await VWifi.open({ socket: kernel.socket });
    const stream = await wifi.dev('wlan0').watchStations({ intervalMs: 1 });
    const looks: (readonly StationSample[])[] = [];
    for await (const event of stream) {
      if (event.name === 'stations') looks.push(event.stations);
      if (looks.length === count) break;
    }
    return looks;
  }

  test('each with what was counted since the look before', async () => {
    const looks = await samples(3);
    const deltas = looks.map((stations) =>
      stations.map(({ mac, delta }) => [mac.at(-1), delta?.rxBytes, delta?.txPackets]),
    );
    expect(deltas).toEqual([
      [['1', undefined, undefined]],
      [
        ['1', 250, 0],
        ['2', undefined, undefined],
      ],
      [
        ['1', undefined, undefined],
        ['2', 0, 2],
      ],
    ]);
    const delta = looks[1]?.[0]?.delta;
    expect(delta?.elapsedMs).toBeGreaterThan(0);
    expect(delta?.rxBitsPerSecond).toBe(Math.round((250 * 8000) / (delta?.elapsedMs ?? 1)));
    expect(delta).not.toHaveProperty('txBytes');
  });

  test('nobody looks any more for a stream that has ended: no timer is left', async () => {
    const getStation = () => [];
    await using wifi = await VWifi.open({ socket: fakeKernel({ getInterface, getStation }).socket });
    const timers = () => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;
    const before = timers();
    const stream = await wifi.dev('wlan0').watchStations({ intervalMs: 600_000 });
    expect((await stream.next()).value).toEqual({ name: 'stations', stations: [] });
    expect(timers()).toBe(before + 1);
    await stream.close();
    expect(timers()).toBe(before);
  });

  test('an interval that cannot be is refused', async () => {
    await using wifi = await VWifi.open({ socket: fakeKernel({ getInterface }).socket });
    await expect(wifi.dev('wlan0').watchStations({ intervalMs: 0 })).rejects.toThrow(/0 is no whole number/);
  });
});

test("an event's name tells which attributes it has, to the compiler too", async () => {
  const kernel = fakeKernel({ getInterface });
  await using wifi = await VWifi.open({ socket: kernel.socket });
  const events = wifi.events();
  await events.ready;
  kernel.emit('scan', 'newScanResults', { ifindex: 4, scanFrequencies: [2412, 2437] });
  for await (const event of events) {
    if (event.name === 'overrun') throw new Error('nothing is lost here');
    if (event.name === 'newScanResults') {
      const frequencies: readonly number[] | undefined = event.attributes.scanFrequencies;
      expect(frequencies).toEqual([2412, 2437]);
      // @ts-expect-error a scan has no peer
      expect(event.attributes.staInfo).toBeUndefined();
      break;
    }
    // @ts-expect-error not every event has frequencies
    expect(event.attributes.scanFrequencies).toBeUndefined();
  }
});

describe('changes of links, addresses and routes', () => {
  test('are told as they come, by their names', async () => {
    const interfaces = [...getInterface()];
    const kernel = fakeKernel({
      getInterface: () => interfaces,
      delInterface: () => void interfaces.pop(),
    });
    await using wifi = await VWifi.open({ socket: kernel.socket });
    const events = wifi.ip.events();
    await events.ready;
    await wifi.dev('wlan0').up();
    await wifi.ip.addAddress('wlan0', '10.0.0.2/24');
    await wifi.ip.addRoute({ to: '10.1.0.0/16', via: '10.0.0.1', index: 4 });
    await wifi.ip.removeRoute({ to: '10.1.0.0/16', index: 4 });
    await wifi.ip.addAddress('lo', 'fd00::1/64');
    await wifi.ip.removeAddress('wlan0', '10.0.0.2/24');
    await wifi.dev('wlan0').delete();
    const told: unknown[] = [];
    for await (const event of events) {
      if (event.name === 'overrun') throw new Error('nothing is lost here');
      if (event.name === 'newLink' || event.name === 'delLink')
        told.push([event.name, event.link.name, event.link.up]);
      else if (event.name === 'newAddress' || event.name === 'delAddress')
        told.push([event.name, event.address.address, event.address.prefixLength]);
      else told.push([event.name, event.route.to, event.route.via]);
      if (event.name === 'delLink') break;
    }
    expect(told).toEqual([
      ['newLink', 'wlan0', true],
      ['newAddress', '10.0.0.2', 24],
      ['newRoute', '10.1.0.0/16', '10.0.0.1'],
      ['delRoute', '10.1.0.0/16', '10.0.0.1'],
      ['newAddress', 'fd00::1', 64],
      ['delAddress', '10.0.0.2', 24],
      ['delLink', 'wlan0', true],
    ]);
  });

  test('of some kinds only; others are refused', async () => {
    const kernel = fakeKernel({ getInterface });
    await using wifi = await VWifi.open({ socket: kernel.socket });
    const events = wifi.ip.events({ kinds: ['addresses'] });
    await events.ready;
    await wifi.dev('wlan0').up();
    await wifi.ip.addAddress('wlan0', '10.0.0.2/24');
    const { value } = await events.next();
    expect(value).toEqual({
      name: 'newAddress',
      address: { index: 4, address: '10.0.0.2', prefixLength: 24 },
    });
    // @ts-expect-error there is no such kind
    expect(() => wifi.ip.events({ kinds: ['neighbours'] })).toThrow(/"neighbours" is none of links,/);
  });

  test('a full buffer is told, a link in a bridge and an event of old are no changes of it', async () => {
    const kernel = fakeKernel({ getInterface });
    await using wifi = await VWifi.open({ socket: kernel.socket });
    const events = wifi.ip.events();
    await events.ready;
    kernel.overrun();
    expect((await events.next()).value).toEqual({ name: 'overrun' });
    const octets = (family: number, attributes: Encodable<typeof linkMessage>) => {
      const writer = new Writer();
      linkHeader.encode({ family, padding: 0, type: 1, index: 4, flags: [], change: [] }, writer);
      writer.raw(encodeTable(linkMessage, attributes));
      return writer.finish();
    };
    const AF_BRIDGE = 7;
    const messages = [
      [AF_BRIDGE, { name: 'wlan0', mtu: 1500 }],
      [0, { name: 'wlan0' }],
      [0, { name: 'wlan0', mtu: 1500 }],
    ] as const;
    expect(
      messages.map(
        ([family, attributes]) =>
          readChangedLink({ type: RTM.DELLINK, ...NO_HEADER, payload: octets(family, attributes) })?.name,
      ),
    ).toEqual([undefined, undefined, 'wlan0']);
  });
});

/** Every stream of a client, of an interface that can all of it. */
const STREAMS: readonly (readonly [
  string,
  (wifi: VWifi, signal: AbortSignal) => AsyncIterable<unknown> | Promise<AsyncIterable<unknown>>,
])[] = [
  ['events', (wifi, signal) => wifi.events({ signal })],
  ['ip.events', (wifi, signal) => wifi.ip.events({ signal })],
  ['watchStations', (wifi, signal) => wifi.dev('wlan0').watchStations({ signal, intervalMs: 600_000 })],
  ['watchSignal', (wifi, signal) => wifi.dev('wlan0').watchSignal({ signal, thresholdsDbm: [-60] })],
  ['scheduledScan', (wifi, signal) => wifi.dev('wlan0').scheduledScan({ signal, intervalSeconds: 10 })],
  ['frames', (wifi, signal) => wifi.dev('wlan0').frames({ signal, matches: [{ type: 'action' }] })],
  ['capture', (wifi, signal) => wifi.dev('wlan0').capture({ signal })],
  [
    'openNetwork',
    (wifi, signal) => wifi.dev('wlan0').openNetwork({ ssid: 'x', frequencyMhz: 2412 }, { signal }),
  ],
];

test.each(STREAMS)('%s: for await ends with its signal, and leaves nothing open', async (_name, open) => {
  const interfaces: object[] = getInterface().map((each) => ({ ...each, iftype: 'ap' as const }));
  const nothing = () => [];
  const kernel = fakeKernel({
    getInterface: () => interfaces,
    newInterface({ ifname }) {
      const made = { ifindex: 9, ifname, wiphy: 3, wdev: 2n, iftype: 'monitor' as const };
      interfaces.push(made);
      return [made];
    },
    delInterface: () => void interfaces.pop(),
    getWiphy: () => [{ wiphy: 3, wiphyName: 'phy3' }],
    startSchedScan: () => [{ cookie: 5n }],
    registerFrame: nothing,
    ...{ getStation: nothing, getScan: nothing, setCqm: nothing, stopSchedScan: nothing },
    ...{ startAp: nothing, stopAp: nothing, frame: nothing },
  });
  const wifi = await VWifi.open({ socket: kernel.socket, air: kernel.air.open });
  await wifi.ip.links();
  const before = kernel.openSockets;
  const stop = new AbortController();
  const stream = await open(wifi, stop.signal);
  const reading = (async () => {
    for await (const _ of stream);
    return 'ended';
  })();
  setImmediate(() => stop.abort());
  expect(await reading).toBe('ended');
  await (stream as Partial<AsyncDisposable>)[Symbol.asyncDispose]?.();
  expect([kernel.openSockets, kernel.air.openSockets]).toEqual([before, 0]);
  await wifi.close();
  expect(kernel.openSockets).toBe(0);
});
