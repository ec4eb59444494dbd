import type { nl80211 } from '../spec/nl80211/family.js';
import { FakeError, type FakeHandlers, fakeKernel } from '../testing/fake-kernel.js';
import type { ScanOptions } from './scan.js';
import { VWifi } from './vwifi.js';

const BSS = { bssid: '02:00:00:00:00:01', frequency: 2437, signalMbm: -4200, capability: 0x11 };
const getInterface = () => [
  {
    ifindex: 4,
    ifname: 'vw1',
    wiphy: 1,
    wdev: 0x1_0000_0001n,
    iftype: 'station' as const,
    mac: '00:76:77:30:00:01',
  },
  { ifindex: 3, ifname: 'vw0', wiphy: 0, wdev: 1n, iftype: 'ap' as const, mac: '00:76:77:30:00:00' },
];

/** Does something after a number of turns of the event loop. */
function turns(count: number, action: () => void): void {
  setImmediate(() => (count > 1 ? turns(count - 1, action) : action()));
}

function kernelWith(handlers: FakeHandlers<typeof nl80211>) {
  return fakeKernel({ getInterface, getScan: () => [{ ifindex: 4, bss: BSS }], ...handlers });
}

async function scanWith(handlers: FakeHandlers<typeof nl80211>, options: ScanOptions = {}) {
  const kernel = kernelWith(handlers);
  await using wifi = await VWifi.open({ socket: kernel.socket });
  return { found: await wifi.dev('vw1').scan(options), kernel };
}

describe('scan', () => {
  test('returns what was found, also when the end comes before the acknowledgement', async () => {
    const kernel = kernelWith({
      triggerScan() {
        kernel.emit('scan', 'triggerScan', { ifindex: 4 });
        kernel.emit('scan', 'newScanResults', { ifindex: 4 });
        return [];
      },
    });
    await using wifi = await VWifi.open({ socket: kernel.socket });
    const [bss] = await wifi.dev('vw1').scan({ ssids: ['test'], frequenciesMhz: [2437], flush: true });
    expect(bss).toMatchObject({ bssid: BSS.bssid, channel: 6, signalDbm: -42, security: ['WEP'], ess: true });
    const trigger = kernel.requests.find(({ command }) => command === 'triggerScan');
    expect(trigger?.attributes).toMatchObject({ ifindex: 4, scanFrequencies: [2437], scanFlags: ['flush'] });
    expect(String(trigger?.attributes.scanSsids)).toBe('test');
  });

  test('does not take the end of an earlier scan, or of another interface, for its own', async () => {
    const order: string[] = [];
    const kernel = kernelWith({
      triggerScan() {
        kernel.emit('scan', 'newScanResults', { ifindex: 4 });
        kernel.emit('scan', 'triggerScan', { ifindex: 4 });
        kernel.emit('scan', 'newScanResults', { ifindex: 3 });
        // Long after the acknowledgement and everything before it have been read.
        turns(20, () => {
          order.push('end');
          kernel.emit('scan', 'newScanResults', { ifindex: 4 });
        });
        return [];
      },
      getScan() {
        order.push('read');
        return [{ ifindex: 4, bss: BSS }];
      },
    });
    await using wifi = await VWifi.open({ socket: kernel.socket });
    await wifi.dev('vw1').scan();
    expect(order).toEqual(['end', 'read']);
  });

  test('waits while another scan runs, then scans itself', async () => {
    let asked = 0;
    const kernel = kernelWith({
      triggerScan() {
        if (asked++ === 0) {
          setImmediate(() => kernel.emit('scan', 'newScanResults', { ifindex: 4 }));
          throw new FakeError('EBUSY', 'scan already running');
        }
        kernel.emit('scan', 'triggerScan', { ifindex: 4 });
        setImmediate(() => kernel.emit('scan', 'newScanResults', { ifindex: 4 }));
        return [];
      },
    });
    await using wifi = await VWifi.open({ socket: kernel.socket });
    expect(await wifi.dev('vw1').scan()).toHaveLength(1);
    expect(asked).toBe(2);
  });

  test('asks again when events were lost, for the end may be among them', async () => {
    let asked = 0;
    const kernel = kernelWith({
      triggerScan() {
        kernel.emit('scan', 'triggerScan', { ifindex: 4 });
        if (asked++ === 0) turns(5, () => kernel.overrun());
        else kernel.emit('scan', 'newScanResults', { ifindex: 4 });
        return [];
      },
    });
    await using wifi = await VWifi.open({ socket: kernel.socket });
    expect(await wifi.dev('vw1').scan()).toHaveLength(1);
    expect(asked).toBe(2);
  });

  test('says when it was aborted, by whom it may be, and leaves no socket', async () => {
    const kernel = kernelWith({
      triggerScan() {
        kernel.emit('scan', 'triggerScan', { ifindex: 4 });
        kernel.emit('scan', 'scanAborted', { ifindex: 4 });
        return [];
      },
    });
    const wifi = await VWifi.open({ socket: kernel.socket });
    await expect(wifi.dev('vw1').scan()).rejects.toMatchObject({ code: 'SCAN_ABORTED' });
    await wifi.close();
    expect(kernel.openSockets).toBe(0);
  });

  test('gives up after its time, or when told to', async () => {
    await expect(scanWith({ triggerScan: () => [] }, { timeoutMs: 10 })).rejects.toMatchObject({
      code: 'TIMEOUT',
    });
    const controller = new AbortController();
    const scanning = scanWith({ triggerScan: () => [] }, { signal: controller.signal });
    turns(10, () => controller.abort(new Error('enough')));
    await expect(scanning).rejects.toThrow('enough');
  });

  test('passive: no names are asked for', async () => {
    const kernel = kernelWith({
      triggerScan() {
        kernel.emit('scan', 'triggerScan', { ifindex: 4 });
        kernel.emit('scan', 'newScanResults', { ifindex: 4 });
        return [];
      },
    });
    await using wifi = await VWifi.open({ socket: kernel.socket });
    await wifi.dev('vw1').scan({ passive: true });
    const trigger = kernel.requests.find(({ command }) => command === 'triggerScan');
    expect(trigger?.attributes).not.toHaveProperty('scanSsids');
  });
});

describe('connect', () => {
  const connecting = async (answer: (kernel: ReturnType<typeof fakeKernel>) => void) => {
    const kernel = kernelWith({
      connect() {
        setImmediate(() => answer(kernel));
        return [];
      },
      disconnect: () => [],
    });
    await using wifi = await VWifi.open({ socket: kernel.socket });
    return { result: await wifi.dev('vw1').connect({ ssid: 'test' }), kernel };
  };

  test('resolves when the network has accepted', async () => {
    const { result, kernel } = await connecting((each) => {
      each.emit('mlme', 'connect', { ifindex: 3, statusCode: 17 });
      each.emit('mlme', 'connect', { ifindex: 4, mac: BSS.bssid, statusCode: 0 });
    });
    expect(result).toEqual({ bssid: BSS.bssid, status: 0, statusText: 'success' });
    const request = kernel.requests.find(({ command }) => command === 'connect');
    expect(request?.attributes).toMatchObject({ ifindex: 4, authType: 'open-system' });
  });

  test('says why the network refused', async () => {
    await expect(
      connecting((kernel) => kernel.emit('mlme', 'connect', { ifindex: 4, mac: BSS.bssid, statusCode: 17 })),
    ).rejects.toMatchObject({
      code: 'CONNECT_REFUSED',
      status: 17,
      message: 'connect vw1 to "test": refused (access point is full)',
    });
  });

  test('says when nobody answered', async () => {
    const answer = { ifindex: 4, timedOut: true, statusCode: 1, timeoutReason: 'auth' as const };
    await expect(connecting((kernel) => kernel.emit('mlme', 'connect', answer))).rejects.toMatchObject({
      code: 'CONNECT_TIMEOUT',
      message: 'connect vw1 to "test": no answer from the network (auth); is it in range?',
    });
  });

  test('says when the network sent us away instead', async () => {
    await expect(
      connecting((kernel) => kernel.emit('mlme', 'disconnect', { ifindex: 4, reasonCode: 15 })),
    ).rejects.toMatchObject({ code: 'CONNECT_LOST', reasonText: '4-way handshake timeout' });
  });

  test('stops trying when its time is over', async () => {
    const kernel = kernelWith({ connect: () => [], disconnect: () => [] });
    await using wifi = await VWifi.open({ socket: kernel.socket });
    const attempt = wifi.dev('vw1').connect({ ssid: 'test', timeoutMs: 300 });
    await expect(attempt).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(kernel.requests.at(-1)).toMatchObject({ command: 'disconnect', attributes: { ifindex: 4 } });
  });
});

describe('events', () => {
  test('come with names and words, and overruns do not end them', async () => {
    const kernel = kernelWith({});
    await using wifi = await VWifi.open({ socket: kernel.socket });
    await using events = wifi.events({ groups: ['mlme'] });
    await events.ready;
    kernel.emit('scan', 'newScanResults', { ifindex: 4 });
    kernel.emit('mlme', 'disconnect', { ifindex: 4, reasonCode: 3 });
    kernel.overrun();
    kernel.emit('mlme', 'connect', { ifindex: 4, statusCode: 0 });
    const names: string[] = [];
    for await (const event of events) {
      names.push(`${event.name} ${'reasonText' in event ? event.reasonText : ''}`.trim());
      if (event.name === 'connect') break;
    }
    expect(names).toEqual(['disconnect station is leaving', 'overrun', 'connect']);
  });

  test('end with their signal, and close their socket', async () => {
    const kernel = kernelWith({});
    const wifi = await VWifi.open({ socket: kernel.socket });
    const controller = new AbortController();
    const events = wifi.events({ signal: controller.signal });
    await events.ready;
    expect(kernel.openSockets).toBe(2);
    setImmediate(() => controller.abort());
    for await (const event of events) expect(event).toBeUndefined();
    await wifi.close();
    expect(kernel.openSockets).toBe(0);
  });

  test('a stream that cannot start throws and leaves no socket', async () => {
    const kernel = kernelWith({});
    const socket: typeof kernel.socket = async (options) => {
      const inner = await kernel.socket(options);
      inner.join = () => Promise.reject(new Error('no groups here'));
      return inner;
    };
    const wifi = await VWifi.open({ socket });
    const events = wifi.events();
    await expect(events.ready).rejects.toThrow('no groups here');
    await expect(events.next()).rejects.toThrow('no groups here');
    await wifi.close();
    expect(kernel.openSockets).toBe(0);
  });
});

describe('names', () => {
  test('interfaces come in the order of their radios, by name or index', async () => {
    await using wifi = await VWifi.open({ socket: kernelWith({}).socket });
    expect((await wifi.interfaces()).map(({ name }) => name)).toEqual(['vw0', 'vw1']);
    expect((await wifi.interface(4)).name).toBe('vw1');
  });

  test('one that does not exist is answered with those that do', async () => {
    await using wifi = await VWifi.open({ socket: kernelWith({}).socket });
    await expect(wifi.dev('vw9').stations()).rejects.toThrow(
      'interface vw9: no Wi-Fi interface of this namespace; there are vw0, vw1',
    );
  });

  test('a kernel without Wi-Fi says so', async () => {
    const { socket } = fakeKernel();
    const other: typeof socket = async (options) => {
      const inner = await socket(options);
      const send = inner.send.bind(inner);
      inner.send = (bytes) =>
        send(Buffer.from(Buffer.from(bytes).toString('latin1').replace('nl80211', 'nl80299'), 'latin1'));
      return inner;
    };
    await using wifi = await VWifi.open({ socket: other });
    await expect(wifi.radios()).rejects.toMatchObject({ code: 'NO_FAMILY' });
  });
});

test('link joins the network and its access point', async () => {
  const station = { signal: -47, txBitrate: { bitrate32: 1300, vhtMcs: 7, vhtNss: 2, width80Mhz: true } };
  const staFlags = { mask: ['authorized' as const], set: ['authorized' as const] };
  const kernel = kernelWith({
    getScan: () => [{ ifindex: 4, bss: { ...BSS, status: 'associated' } }],
    getStation: () => [
      { ifindex: 4, mac: BSS.bssid, staInfo: { ...station, staFlags, rxBytes: 1, rxBytes64: 2n ** 40n } },
    ],
  });
  await using wifi = await VWifi.open({ socket: kernel.socket });
  expect(await wifi.dev('vw1').link()).toMatchObject({
    bssid: BSS.bssid,
    authorized: true,
    signalDbm: -47,
    rxBytes: 2 ** 40,
    txBitrate: { mbps: 130, mode: 'vht', mcs: 7, streams: 2, widthMhz: 80 },
  });
});

test('link of an association over several links finds its peer by the address of them all', async () => {
  const mldAddr = '02:00:00:00:0a:00';
  const on = (mloLinkId: number, bssid: string, frequency: number) => ({
    ifindex: 4,
    bss: { ...BSS, bssid, frequency, status: 'associated' as const, mloLinkId, mldAddr },
  });
  const staFlags = { mask: ['authorized' as const], set: ['authorized' as const] };
  const staInfo = { signal: -47, txBitrate: { bitrate32: 1300 }, staFlags };
  const kernel = kernelWith({
    getScan: () => [
      on(2, '02:00:00:00:00:05', 5180),
      { ifindex: 4, bss: { ...BSS, bssid: '02:00:00:00:00:09' } },
      on(0, '02:00:00:00:00:02', 2437),
    ],
    getStation: ({ ifindex, staDumpLinkStats }) => {
      const counted = (txPackets: number) => ({ txPackets, txBytes64: 2n ** 40n, signal: -40 - txPackets });
      const messages = [
        { mac: mldAddr, staInfo: { ...staInfo, txPackets: 5 } },
        {
          mac: mldAddr,
          mloLinks: [{ mloLinkId: 0, mac: '02:00:00:00:00:02', staInfo: counted(1) }],
        },
        {
          mac: mldAddr,
          mloLinks: [{ mloLinkId: 2, mac: '02:00:00:00:00:05', staInfo: counted(4) }],
        },
        { mac: '02:00:00:00:00:07', staInfo: {} },
      ];
      return messages
        .filter((each) => staDumpLinkStats || !each.mloLinks)
        .map((each) => ({ ifindex, ...each }));
    },
  });
  await using wifi = await VWifi.open({ socket: kernel.socket });
  expect(await wifi.dev('vw1').link()).toMatchObject({
    bssid: '02:00:00:00:00:02',
    frequencyMhz: 2437,
    mldMac: mldAddr,
    authorized: true,
    signalDbm: -47,
    txBitrate: { mbps: 130 },
    links: [
      { linkId: 0, bssid: '02:00:00:00:00:02', channel: 6, txPackets: 1, signalDbm: -41 },
      { linkId: 2, bssid: '02:00:00:00:00:05', channel: 36, txPackets: 4, signalDbm: -44 },
    ],
  });
  const [peer, other, ...more] = await wifi.dev('vw1').stations();
  expect(peer).toMatchObject({ mac: mldAddr, authorized: true, txPackets: 5 });
  expect(peer?.links).toEqual([
    { linkId: 0, mac: '02:00:00:00:00:02', txPackets: 1, txBytes: 2 ** 40, signalDbm: -41 },
    { linkId: 2, mac: '02:00:00:00:00:05', txPackets: 4, txBytes: 2 ** 40, signalDbm: -44 },
  ]);
  expect(other).not.toHaveProperty('links');
  expect(more).toEqual([]);
});

test('the links of an interface have addresses and channels of their own', async () => {
  const own = { ifindex: 4, ifname: 'vw1', wdev: 1n, wiphy: 1, iftype: 'station' as const };
  const on = (mloLinkId: number, wiphyFreq: number) => ({
    ...{ mloLinkId, mac: `02:00:00:00:00:0${mloLinkId}`, wiphyFreq },
    ...{ channelWidth: '80' as const, wiphyTxPowerLevel: 2000 },
  });
  const kernel = kernelWith({ getInterface: () => [{ ...own, mloLinks: [on(0, 2437), on(2, 5180)] }] });
  await using wifi = await VWifi.open({ socket: kernel.socket });
  const { links, frequencyMhz } = await wifi.dev('vw1').info();
  expect(frequencyMhz).toBeUndefined();
  expect(links).toEqual([
    { linkId: 0, mac: '02:00:00:00:00:00', frequencyMhz: 2437, channel: 6, widthMhz: 80, txPowerDbm: 20 },
    { linkId: 2, mac: '02:00:00:00:00:02', frequencyMhz: 5180, channel: 36, widthMhz: 80, txPowerDbm: 20 },
  ]);
});

test('a radio cannot be moved by descriptor over a socket that is elsewhere', async () => {
  const kernel = kernelWith({
    getWiphy: () => [{ wiphy: 0, wiphyName: 'vw_phy0' }],
    setWiphyNetns: () => [],
  });
  await using wifi = await VWifi.open({ socket: kernel.socket });
  await expect(wifi.phy('vw_phy0').moveTo('sta1')).rejects.toThrow('name a process of that kernel: { pid }');
  await wifi.phy('vw_phy0').moveTo({ pid: 42 });
  expect(kernel.requests.at(-1)).toMatchObject({
    command: 'setWiphyNetns',
    attributes: { wiphy: 0, pid: 42 },
  });
});
