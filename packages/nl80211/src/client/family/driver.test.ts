import { vwifi } from '../../spec/vwifi.js';
import { FakeError, type FakeHandlers, fakeFamily, fakeKernel } from '../../testing/fake-kernel.js';
import { VWifi } from '../vwifi.js';
import { walk } from './tracks.js';

const RADIOS = [
  {
    id: 0,
    wiphyName: 'vw_phy0',
    ifindex: 3,
    ifname: 'vw0',
    address: '00:76:77:30:00:00',
    txPower: 2000,
    bands: 3,
  },
  {
    id: 1,
    wiphyName: 'vw_phy1',
    ifindex: 3,
    ifname: 'vw1',
    address: '00:76:77:30:00:01',
    txPower: 2000,
    bands: 1,
  },
  { id: 2, wiphyName: 'vw_phy2', ifindex: 3, ifname: 'wlan0', address: '00:76:77:30:00:02', bands: 1 },
  { id: 3, wiphyName: 'vw_phy3', ifindex: 3, ifname: 'wlan0', address: '00:76:77:30:00:03', bands: 1 },
];

async function driverWith(handlers: FakeHandlers<typeof vwifi>) {
  const kernel = fakeKernel({}, [
    fakeFamily({
      spec: vwifi,
      id: 40,
      groups: { config: 12 },
      handlers: { radioGet: () => RADIOS, ...handlers },
    }),
  ]);
  const wifi = await VWifi.open({ socket: kernel.socket });
  return { kernel, wifi };
}

const accepted = () => [];

describe('denylist', () => {
  test('an end is named by number, interface, address or ifindex', async () => {
    const { kernel, wifi } = await driverWith({ denyAdd: accepted, denyDel: accepted });
    await wifi.denylist.add({ receiver: 'vw2', sender: '00:76:77:30:00:01' });
    await wifi.denylist.remove({ receiver: 7, sender: { ifindex: 9 } });
    expect(kernel.requests.map(({ command, attributes }) => [command, attributes])).toEqual([
      ['denyAdd', { receiver: { ifname: 'vw2' }, sender: { address: '00:76:77:30:00:01' } }],
      ['denyDel', { receiver: { radio: 7 }, sender: { ifindex: 9 } }],
    ]);
    await wifi.close();
  });

  test('100 000 pairs go in one message, their names looked up once', async () => {
    const sizes: number[] = [];
    const { kernel, wifi } = await driverWith({
      denySet({ pair = [] }) {
        sizes.push(pair.length);
        expect(pair[0]).toEqual({ receiver: { radio: 1 }, sender: { radio: 0 } });
        // Two interfaces have that name: only the kernel can tell which is meant, or that nobody can.
        expect(pair[1]).toEqual({ receiver: { ifname: 'wlan0' }, sender: { radio: 3 } });
        return [];
      },
    });
    const pairs = Array.from({ length: 50_000 }, () => [
      { receiver: 'vw1', sender: 'vw0' },
      { receiver: 'wlan0', sender: '00:76:77:30:00:03' },
    ]).flat();
    await wifi.denylist.set(pairs);
    expect(sizes).toEqual([100_000]);
    expect(kernel.requests.map(({ command }) => command)).toEqual(['radioGet', 'denySet']);
    await wifi.close();
  });

  test('a refusal is one line with the pair and the words of the kernel', async () => {
    const { wifi } = await driverWith({
      denyAdd() {
        throw new FakeError('EEXIST', 'this pair is denied already');
      },
    });
    await expect(wifi.denylist.add({ receiver: 'vw2', sender: 1 })).rejects.toThrow(
      'denyAdd vw2 denies radio 1: EEXIST (this pair is denied already)',
    );
    await wifi.close();
  });

  test('the list has counters', async () => {
    const { wifi } = await driverWith({
      denyGet: () => [{ receiverRadio: 2, senderRadio: 1, frames: 9n, framesDenied: 4n }],
    });
    expect(await wifi.denylist.list()).toEqual([
      { receiver: 2, sender: 1, denied: true, frames: 9, framesDenied: 4 },
    ]);
    await wifi.close();
  });
});

describe('faults', () => {
  test('what is matched is written as the kernel has it, and read as it was said', async () => {
    const { kernel, wifi } = await driverWith({
      faultAdd: () => [{ id: 7 }],
      faultGet: () => [
        { id: 7, eapol: 'message3', toRadio: 2, times: 1, action: 'drop', matched: 2n, done: 1n },
        { id: 8, type: 'management', subtype: 8, action: 'delay', delay: 1500, matched: 0n, done: 0n },
      ],
      faultDel: accepted,
      faultFlush: accepted,
    });
    const { faults } = wifi.vwifi;
    expect(await faults.add({ eapol: 3, to: 'vw1', times: 1, action: 'drop' })).toBe(7);
    await faults.add({ eapol: 'group-1', from: 4, action: 'delay', delayUs: 1500 });
    expect(await faults.list()).toEqual([
      { id: 7, eapol: 3, to: 2, times: 1, action: 'drop', matched: 2, done: 1 },
      { id: 8, type: 'management', subtype: 8, action: 'delay', delayUs: 1500, matched: 0, done: 0 },
    ]);
    await faults.remove(7);
    await faults.clear();
    expect(kernel.requests.map(({ command, attributes }) => [command, attributes])).toEqual([
      ['faultAdd', { eapol: 'message3', to: { ifname: 'vw1' }, times: 1, action: 'drop' }],
      ['faultAdd', { eapol: 'group1', from: { radio: 4 }, action: 'delay', delay: 1500 }],
      ['faultGet', {}],
      ['faultDel', { id: 7 }],
      ['faultFlush', {}],
    ]);
    await wifi.close();
  });
});

describe('links and medium', () => {
  test('what jams the air is said in MHz, milliseconds and dBm', async () => {
    const { kernel, wifi } = await driverWith({
      jam: accepted,
      jamEnd: accepted,
      jamGet: () => [{ frequency: 2437, width: 20, duration: 1500, signal: -30 }],
    });
    const { medium } = wifi.vwifi;
    await medium.jam({ frequencyMhz: 2437, durationMs: 2000 });
    await medium.jam({ frequencyMhz: 5210, widthMhz: 80, durationMs: 500, signalDbm: -60 });
    expect(await medium.jams()).toEqual([{ frequencyMhz: 2437, widthMhz: 20, leftMs: 1500, signalDbm: -30 }]);
    await medium.unjam(2437);
    await medium.unjam();
    expect(kernel.requests.map(({ command, attributes }) => [command, attributes])).toEqual([
      ['jam', { frequency: 2437, duration: 2000 }],
      ['jam', { frequency: 5210, width: 80, duration: 500, signal: -60 }],
      ['jamGet', {}],
      ['jamEnd', { frequency: 2437 }],
      ['jamEnd', {}],
    ]);
    await wifi.close();
  });

  test('a probability is written in millionths and read as it was said', async () => {
    const { kernel, wifi } = await driverWith({
      linkSet: accepted,
      linkGet: () => [
        { receiverRadio: 0, senderRadio: 1, signal: -70, loss: 300_000, delay: 1500, rate: 0n },
      ],
    });
    await wifi.vwifi.links.set({ receiver: 0, sender: 1 }, { loss: 0.3, rateBps: 6e6 });
    expect(kernel.requests[0]?.attributes).toEqual({
      receiver: { radio: 0 },
      sender: { radio: 1 },
      loss: 300_000,
      rate: 6_000_000n,
    });
    expect(await wifi.vwifi.links.list()).toEqual([
      { receiver: 0, sender: 1, denied: false, signalDbm: -70, loss: 0.3, delayUs: 1500 },
    ]);
    await wifi.close();
  });

  test('links that have been used are told apart from those that are special', async () => {
    const special = { receiverRadio: 0, senderRadio: 1, loss: 0, frames: 3n };
    const air = { airtime: 1500n, sinr: 2550, sent: 9n, repeated: 2n, givenUp: 1n };
    const { wifi } = await driverWith({
      linkGet: () => [
        special,
        { ...special, receiverRadio: 2, ...air },
        { receiverRadio: 3, senderRadio: 1, ...air },
      ],
    });
    expect((await wifi.vwifi.links.list()).map(({ receiver }) => receiver)).toEqual([0, 2]);
    const used = await wifi.vwifi.links.used();
    expect(used.map(({ receiver }) => receiver)).toEqual([2, 3]);
    expect(used[1]).toMatchObject({ airtimeUs: 1500, sinrDb: 25.5, sent: 9, repeated: 2, givenUp: 1 });
    await wifi.close();
  });

  test('the model of the medium, and what is of the honest one', async () => {
    const { kernel, wifi } = await driverWith({
      mediumSet: accepted,
      mediumGet: () => [
        { signal: -50, model: 'dcf', rateControl: 'ideal', rtsThreshold: 0xffff_ffff, airtimeFairness: 0 },
      ],
    });
    await wifi.vwifi.medium.set({ model: 'dcf', rateControl: 'minstrel', rtsThreshold: 500 });
    await wifi.vwifi.medium.set({ rtsThreshold: 'none', airtimeFairness: false });
    expect(kernel.requests.map(({ attributes }) => attributes)).toEqual([
      { model: 'dcf', rateControl: 'minstrel', rtsThreshold: 500 },
      { rtsThreshold: 0xffff_ffff, airtimeFairness: 0 },
    ]);
    const medium = await wifi.vwifi.medium.get();
    expect(medium).toMatchObject({ model: 'dcf', rateControl: 'ideal', airtimeFairness: false });
    expect(medium.rtsThreshold).toBeUndefined();
    await wifi.close();
  });

  test('the medium has its own numbers for the same names', async () => {
    const { kernel, wifi } = await driverWith({
      mediumSet: accepted,
      radar: accepted,
      mediumGet: () => [
        {
          ...{ signal: -50, loss: 0, seed: 7n, radios: 4, pairs: 0, version: '1' },
          ...{ pathLossExponent: 350, sensitivity: -128 },
        },
      ],
    });
    await wifi.vwifi.medium.set({ seed: 7, signalDbm: -60 });
    await wifi.vwifi.medium.set({ pathLossExponent: 2.5, sensitivityDbm: 'none' });
    expect(kernel.requests.slice(0, 2).map(({ attributes }) => attributes)).toEqual([
      { seed: 7n, signal: -60 },
      { pathLossExponent: 250, sensitivity: -128 },
    ]);
    await wifi.vwifi.medium.radar(5260);
    expect(kernel.requests[2]).toMatchObject({ command: 'radar', attributes: { frequency: 5260 } });
    const { sensitivityDbm, pathLossExponent } = await wifi.vwifi.medium.get();
    expect([sensitivityDbm, pathLossExponent]).toEqual([undefined, 3.5]);
    expect(await wifi.vwifi.medium.get()).toMatchObject({
      signalDbm: -50,
      seed: 7n,
      radios: 4,
      version: '1',
    });
    await wifi.close();
  });
});

describe('places and ways', () => {
  test('metres and decibels are written in hundredths, a walk with the times at which it is where', async () => {
    const { kernel, wifi } = await driverWith({
      radioSet: accepted,
      mediumSet: accepted,
      radioGet: () => [{ ...RADIOS[1], moving: true, antennaGain: 550, position: { x: 150, y: 0, z: 0 } }],
      mediumGet: () => [
        {
          ...{ pathModel: 'ituIndoor', wallCount: 2, shadowing: 450, fading: 'rician', ricianK: 900 },
          ...{ coherence: 5000, noiseFigure: 700 },
        },
      ],
    });
    const { radios, medium } = wifi.vwifi;
    const places = [
      { x: 0, y: 0, z: 0 },
      { x: 3, y: 4, z: 0 },
    ];
    await radios.set(1, { track: { ...walk(places, 2, 1000), repeat: true }, antennaGainDbi: 5.5 });
    await medium.set({
      pathModel: 'free-space',
      walls: [{ from: { x: 0, y: 5 }, to: { x: 10, y: 5 }, lossDb: 7 }],
      ...{ shadowingDb: 4.5, fading: 'rayleigh', ricianKDb: 9, coherenceUs: 5000, noiseFigureDb: 7 },
    });
    expect(kernel.requests.map(({ attributes }) => attributes)).toEqual([
      {
        id: 1,
        track: {
          point: [
            { x: 0, y: 0, z: 0, time: 1000 },
            { x: 300, y: 400, z: 0, time: 3500 },
          ],
          repeat: true,
        },
        antennaGain: 550,
      },
      {
        pathModel: 'freeSpace',
        walls: { wall: [{ x1: 0, y1: 500, x2: 1000, y2: 500, loss: 700 }] },
        ...{ shadowing: 450, fading: 'rayleigh', ricianK: 900, coherence: 5000, noiseFigure: 700 },
      },
    ]);
    expect(await radios.get(1)).toMatchObject({ moving: true, antennaGainDbi: 5.5, position: { x: 1.5 } });
    expect(await medium.get()).toMatchObject({
      ...{ pathModel: 'itu-indoor', walls: 2, shadowingDb: 4.5, fading: 'rician', ricianKDb: 9 },
      ...{ coherenceUs: 5000, noiseFigureDb: 7 },
    });
    await wifi.close();
  });
});

describe('radios', () => {
  test('what a radio is, with its drops by cause', async () => {
    const { kernel, wifi } = await driverWith({
      radioNew: () => [{ ...RADIOS[1], owned: true, rxPackets: 5n, drops: [{ cause: 'noKey', count: 2n }] }],
    });
    const radio = await wifi.vwifi.radios.add({
      ifname: 'vw1',
      txPowerDbm: 20,
      bands: ['2.4 GHz'],
      owned: true,
    });
    expect(kernel.requests[0]?.attributes).toEqual({ ifname: 'vw1', txPower: 2000, bands: 1, owned: true });
    expect(radio).toMatchObject({
      id: 1,
      txPowerDbm: 20,
      bands: ['2.4 GHz'],
      rxPackets: 5,
      drops: { noKey: 2 },
    });
    await wifi.close();
  });

  test('an address is looked up, and one that nobody has is named', async () => {
    const { kernel, wifi } = await driverWith({ radioDel: accepted });
    await wifi.vwifi.radios.remove('00:76:77:30:00:03');
    expect(kernel.requests.at(-1)?.attributes).toEqual({ id: 3 });
    await expect(wifi.vwifi.radios.remove('00:76:77:30:00:99')).rejects.toThrow(
      'radio 00:76:77:30:00:99: none has that address',
    );
    await wifi.close();
  });
});

test('events say what changed; a kernel without the module says so', async () => {
  const { kernel, wifi } = await driverWith({});
  await using events = wifi.vwifi.events();
  await events.ready;
  kernel.emitFrom(vwifi, 'config', 'radioRemoved', { id: 3 });
  kernel.emitFrom(vwifi, 'config', 'pairChanged', { receiverRadio: 1, senderRadio: 0, denied: true });
  kernel.emitFrom(vwifi, 'config', 'pairChanged', {});
  const seen = [];
  for await (const event of events) if (seen.push(event) === 3) break;
  expect(seen).toEqual([
    { name: 'radioRemoved', id: 3 },
    { name: 'pairChanged', pair: { receiver: 1, sender: 0, denied: true } },
    { name: 'pairChanged' },
  ]);
  await wifi.close();

  await using bare = await VWifi.open({ socket: fakeKernel().socket });
  await expect(bare.denylist.clear()).rejects.toThrow('the module vwifi is not loaded');
  await expect(bare.vwifi.events().next()).rejects.toMatchObject({ code: 'NOT_LOADED' });
});

describe('taps', () => {
  test('a tap is made and removed, by name or index', async () => {
    const { kernel, wifi } = await driverWith({
      tapNew: () => [{ ifname: 'vwtap0', ifindex: 7 }],
      tapDel: accepted,
    });
    expect(await wifi.vwifi.taps.add()).toEqual({ ifname: 'vwtap0', ifindex: 7 });
    await wifi.vwifi.taps.add('air0', { owned: true });
    await wifi.vwifi.taps.remove('vwtap0');
    await wifi.vwifi.taps.remove(7);
    expect(kernel.requests.map(({ command, attributes }) => [command, attributes])).toEqual([
      ['tapNew', {}],
      ['tapNew', { ifname: 'air0', owned: true }],
      ['tapDel', { ifname: 'vwtap0' }],
      ['tapDel', { ifindex: 7 }],
    ]);
    await wifi.close();
  });
});

describe('underlays', () => {
  test('a device is named by its name or its index', async () => {
    const { kernel, wifi } = await driverWith({ underlayAttach: accepted, underlayDetach: accepted });
    await wifi.vwifi.underlays.attach('eth1');
    await wifi.vwifi.underlays.detach(4);
    expect(kernel.requests.map(({ command, attributes }) => [command, attributes])).toEqual([
      ['underlayAttach', { ifname: 'eth1' }],
      ['underlayDetach', { ifindex: 4 }],
    ]);
    await wifi.close();
  });

  test('underlays and the interfaces behind them are read; one that left meanwhile is left out', async () => {
    const { wifi } = await driverWith({
      underlayGet: () => [
        { device: 'virtio2', address: '52:54:00:12:34:56', mtu: 4096, kernels: 2, rxFrames: 7n },
      ],
      remoteGet: () => [
        {
          address: '76:00:01:12:34:57',
          kernel: '52:54:00:12:34:57',
          id: 65536,
          frequency: 2437,
          accessPoint: true,
        },
        {},
      ],
    });
    expect((await wifi.vwifi.underlays.list())[0]).toMatchObject({
      device: 'virtio2',
      kernels: 2,
      rxFrames: 7,
    });
    const remotes = await wifi.vwifi.underlays.remotes();
    expect(remotes).toHaveLength(1);
    expect(remotes[0]).toMatchObject({ role: 'accessPoint', live: false, id: 65536 });
    await wifi.close();
  });
});
