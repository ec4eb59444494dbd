import { fakeKernel } from '../testing/index.js';
import type { StationSample } from './verbs/watch-stations.js';
import { VWifi } from './vwifi.js';

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
