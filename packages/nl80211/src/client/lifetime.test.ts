import { getEventListeners } from 'node:events';
import type { NetlinkSocketFactory } from '../socket/socket.js';
import type { nl80211 } from '../spec/nl80211/family.js';
import { vwifi } from '../spec/vwifi.js';
import { FakeError, type FakeHandlers, fakeFamily, fakeKernel } from '../testing/fake-kernel.js';
import { VWifi } from './vwifi.js';

const MAC = '00:76:77:30:00:01';
const INTERFACE = { ifindex: 4, ifname: 'vw1', wiphy: 1, wdev: 0x1_0000_0001n, mac: MAC };
const accepted = () => [];

function kernelWith(handlers: FakeHandlers<typeof nl80211> = {}, driver: FakeHandlers<typeof vwifi> = {}) {
  const family = fakeFamily({ spec: vwifi, id: 40, groups: { config: 12 }, handlers: driver });
  const all = {
    getInterface: () => [{ ...INTERFACE, iftype: 'ap' as const }],
    getScan: accepted,
    registerFrame: accepted,
    startAp: accepted,
    stopAp: accepted,
    frame: accepted,
    ...handlers,
  };
  return fakeKernel(all, [family]);
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await turn();
}

const commands = (kernel: ReturnType<typeof fakeKernel>) => kernel.requests.map(({ command }) => command);

describe('a client that is closed', () => {
  test('has ended its streams, and left no socket and no listener', async () => {
    const kernel = kernelWith(
      { startSchedScan: accepted, getStation: accepted },
      { statsSubscribe: accepted },
    );
    const { signal } = new AbortController();
    const wifi = await VWifi.open({ socket: kernel.socket });
    const dev = wifi.dev('vw1');
    const streams = [
      wifi.events({ signal }),
      wifi.vwifi.events({ signal }),
      wifi.vwifi.stats({ signal }),
      await dev.frames({ matches: [{ type: 'action' }], signal }),
      await dev.scheduledScan({ intervalSeconds: 10, signal }),
      await dev.watchSignal({ thresholdsDbm: [-60], signal }),
    ];
    await Promise.all(streams.map(({ ready }) => ready));
    expect(kernel.openSockets).toBe(7);
    await wifi.close();
    expect(kernel.openSockets).toBe(0);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    for (const stream of streams) expect(await stream.next()).toEqual({ done: true, value: undefined });
    expect(() => wifi.events()).toThrow('the client is closed');
    await expect(dev.frames({ matches: [] })).rejects.toMatchObject({ code: 'CLOSED' });
  });

  test('leaves no socket of a stream that was still being opened', async () => {
    const kernel = kernelWith();
    const wifi = await VWifi.open({ socket: kernel.socket });
    wifi.events();
    wifi.vwifi.events();
    await wifi.close();
    expect(kernel.openSockets).toBe(0);
  });

  test('has stopped what its verbs began: they reject with CLOSED', async () => {
    const kernel = kernelWith({
      triggerScan: accepted,
      abortScan: accepted,
      connect: accepted,
      disconnect: accepted,
    });
    const wifi = await VWifi.open({ socket: kernel.socket });
    const scanning = wifi.dev('vw1').scan();
    const connecting = wifi.dev('vw1').connect({ ssid: 'test' });
    const outcomes = Promise.allSettled([scanning, connecting]);
    await turns(20);
    await wifi.close();
    for (const outcome of await outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'CLOSED' } });
    expect(commands(kernel)).toEqual(expect.arrayContaining(['abortScan', 'disconnect']));
    expect(kernel.openSockets).toBe(0);
  });

  test('has left the channel it was to remain on', async () => {
    const kernel = kernelWith({
      remainOnChannel() {
        setImmediate(() => kernel.emit('mlme', 'remainOnChannel', { ifindex: 4, cookie: 7n }));
        return [{ cookie: 7n }];
      },
      cancelRemainOnChannel: accepted,
    });
    const wifi = await VWifi.open({ socket: kernel.socket });
    const away = await wifi.dev('vw1').remainOnChannel(2412, 5000);
    await wifi.close();
    await away.ended;
    expect(kernel.requests.at(-1)).toMatchObject({
      command: 'cancelRemainOnChannel',
      attributes: { ifindex: 4, cookie: 7n },
    });
    expect(kernel.openSockets).toBe(0);
  });

  test('rejects nowhere, also where the carrier of its sockets is gone', async () => {
    const kernel = kernelWith();
    const unhandled: unknown[] = [];
    const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', onUnhandled);
    try {
      const socket: NetlinkSocketFactory = async (options) => {
        // No rtnetlink in this kernel.
        if (options.protocol === 0) throw new Error('no netlink protocol 0');
        const inner = await kernel.socket(options);
        const close = inner.close.bind(inner);
        inner.close = async () => {
          await close();
          throw new Error('the guest is gone');
        };
        return inner;
      };
      const controller = new AbortController();
      const wifi = await VWifi.open({ socket });
      const aborted = wifi.events({ signal: controller.signal });
      const left = wifi.events();
      await Promise.all([aborted.ready, left.ready]);
      controller.abort();
      await left.return?.();
      await expect(wifi.ip.links()).rejects.toThrow('no netlink protocol 0');
      wifi.ip.links().catch(() => {});
      await wifi.close();
      await turns(5);
      expect(unhandled).toEqual([]);
      expect(kernel.openSockets).toBe(0);
    } finally {
      process.off('unhandledRejection', onUnhandled);
    }
  });
});

describe('a verb that is aborted', () => {
  const enough = new Error('enough');
  const abortAfter = (count: number) => {
    const controller = new AbortController();
    void turns(count).then(() => controller.abort(enough));
    return controller.signal;
  };

  test('ends the scan it began', async () => {
    const kernel = kernelWith({
      triggerScan: accepted,
      abortScan() {
        setImmediate(() => kernel.emit('scan', 'scanAborted', { ifindex: 4 }));
        return [];
      },
    });
    await using wifi = await VWifi.open({ socket: kernel.socket });
    await expect(wifi.dev('vw1').scan({ signal: abortAfter(20) })).rejects.toBe(enough);
    expect(commands(kernel).at(-1)).toBe('abortScan');
    await expect(wifi.dev('vw1').scan({ timeoutMs: 300 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(commands(kernel).filter((each) => each === 'abortScan')).toHaveLength(2);
  });

  test('leaves the scan of another program alone', async () => {
    const kernel = kernelWith({
      triggerScan() {
        throw new FakeError('EBUSY');
      },
      abortScan: accepted,
    });
    await using wifi = await VWifi.open({ socket: kernel.socket });
    await expect(wifi.dev('vw1').scan({ signal: abortAfter(20) })).rejects.toBe(enough);
    expect(commands(kernel)).not.toContain('abortScan');
  });

  test('disconnects when it was to connect', async () => {
    const kernel = kernelWith({ connect: accepted, disconnect: accepted });
    await using wifi = await VWifi.open({ socket: kernel.socket });
    await expect(wifi.dev('vw1').connect({ ssid: 'x', signal: abortAfter(20) })).rejects.toBe(enough);
    expect(commands(kernel).at(-1)).toBe('disconnect');
  });

  test('stops what it asked for also while the kernel is still answering', async () => {
    const late: (() => void)[] = [];
    const kernel = kernelWith({ connect: accepted, disconnect: accepted });
    const socket: NetlinkSocketFactory = async (options) => {
      const inner = await kernel.socket(options);
      const send = inner.send.bind(inner);
      // NL80211_CMD_CONNECT, the first octet behind the message header.
      inner.send = async (bytes) =>
        bytes[16] === 46 ? new Promise((resolve) => late.push(() => resolve(send(bytes)))) : send(bytes);
      return inner;
    };
    await using wifi = await VWifi.open({ socket });
    const controller = new AbortController();
    const connecting = wifi.dev('vw1').connect({ ssid: 'x', signal: controller.signal });
    connecting.catch(() => {});
    while (late.length === 0) await turn();
    controller.abort(enough);
    await turns(3);
    late[0]?.();
    await expect(connecting).rejects.toBe(enough);
    expect(commands(kernel).slice(-2)).toEqual(['connect', 'disconnect']);
  });

  test('does not stay on a channel for a frame, or for nothing', async () => {
    const kernel = kernelWith({
      frame: () => [{ cookie: 9n }],
      frameWaitCancel: accepted,
      remainOnChannel: () => [{ cookie: 8n }],
      cancelRemainOnChannel: accepted,
    });
    await using wifi = await VWifi.open({ socket: kernel.socket });
    const dev = wifi.dev('vw1');
    const options = { frequencyMhz: 2412, waitMs: 5000, signal: abortAfter(20) };
    await expect(dev.sendFrame(new Uint8Array(24), options)).rejects.toBe(enough);
    expect(kernel.requests.at(-1)).toMatchObject({ command: 'frameWaitCancel', attributes: { cookie: 9n } });
    await expect(dev.remainOnChannel(2412, 5000, { signal: abortAfter(20) })).rejects.toBe(enough);
    expect(kernel.requests.at(-1)).toMatchObject({
      command: 'cancelRemainOnChannel',
      attributes: { cookie: 8n },
    });
  });

  test('leaves no listener on the signal, however it went', async () => {
    const kernel = kernelWith({
      triggerScan() {
        kernel.emit('scan', 'triggerScan', { ifindex: 4 });
        kernel.emit('scan', 'newScanResults', { ifindex: 4 });
        return [];
      },
      frame: () => [{ cookie: 9n }],
    });
    await using wifi = await VWifi.open({ socket: kernel.socket });
    const { signal } = new AbortController();
    await wifi.dev('vw1').scan({ signal });
    const sending = wifi.dev('vw1').sendFrame(new Uint8Array(24), { signal, timeoutMs: 5 });
    await expect(sending).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('an open network', () => {
  // Its interface is an access point already, and is up.
  const open = async (kernel: ReturnType<typeof fakeKernel>, signal?: AbortSignal) => {
    const wifi = await VWifi.open({ socket: kernel.socket });
    const dev = wifi.dev('vw1');
    dev.up = async () => {};
    const settings = { ssid: 'anybody', frequencyMhz: 2412 };
    return { wifi, network: await dev.openNetwork(settings, signal ? { signal } : {}) };
  };

  test('ends with its client, and leaves no listener', async () => {
    const kernel = kernelWith();
    const { signal } = new AbortController();
    const { wifi, network } = await open(kernel, signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await wifi.close();
    expect(await network.next()).toMatchObject({ done: true });
    expect(commands(kernel).at(-1)).toBe('stopAp');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(kernel.openSockets).toBe(0);
  });

  test('is closed when the loop over its events is left', async () => {
    const kernel = kernelWith();
    const { wifi, network } = await open(kernel);
    await network.return?.();
    expect(kernel.openSockets).toBe(1);
    await wifi.close();
  });

  test('says when its interface has gone', async () => {
    const kernel = kernelWith();
    const { wifi, network } = await open(kernel);
    kernel.emit('config', 'delInterface', INTERFACE);
    await expect(network.next()).rejects.toMatchObject({ code: 'NO_INTERFACE' });
    await wifi.close();
    expect(kernel.openSockets).toBe(0);
  });
});

describe('a stream over a reload of its module', () => {
  test('goes on under the new numbers, and says that events were lost', async () => {
    const kernel = kernelWith({}, { mediumGet: () => [{}] });
    await using wifi = await VWifi.open({ socket: kernel.socket });
    const events = wifi.vwifi.events();
    await events.ready;
    kernel.emitFrom(vwifi, 'config', 'radioRemoved', { id: 1 });
    expect(await events.next()).toMatchObject({ value: { name: 'radioRemoved', id: 1 } });
    kernel.unload('vwifi');
    expect(await events.next()).toMatchObject({ value: { name: 'overrun' } });
    await expect(wifi.vwifi.medium.get()).rejects.toMatchObject({ code: 'NOT_LOADED' });
    kernel.load('vwifi');
    expect(await events.next()).toMatchObject({ value: { name: 'overrun' } });
    kernel.emitFrom(vwifi, 'config', 'radioRemoved', { id: 2 });
    expect(await events.next()).toMatchObject({ value: { name: 'radioRemoved', id: 2 } });
    await wifi.vwifi.medium.get();
  });

  test('asks again for what comes without a group', async () => {
    const kernel = kernelWith({}, { statsSubscribe: accepted });
    await using wifi = await VWifi.open({ socket: kernel.socket });
    const stats = wifi.vwifi.stats();
    await stats.ready;
    kernel.unload('vwifi');
    kernel.load('vwifi');
    await stats.next();
    await stats.next();
    expect(commands(kernel)).toEqual(['statsSubscribe', 'statsSubscribe']);
  });

  test('ends with an error where what it watched is not there any more', async () => {
    let there = true;
    const kernel = kernelWith({
      registerFrame() {
        if (!there) throw new FakeError('ENODEV');
        return [];
      },
    });
    await using wifi = await VWifi.open({ socket: kernel.socket });
    const matches = [{ type: 'action' as const }];
    const renewed = await wifi.dev('vw1').frames({ matches });
    const gone = await wifi.dev('vw1').frames({ matches });
    kernel.emit('config', 'delInterface', { ...INTERFACE, ifindex: 9 });
    kernel.emit('config', 'delInterface', INTERFACE);
    await expect(gone.next()).rejects.toMatchObject({ code: 'NO_INTERFACE' });
    expect(await gone.next()).toMatchObject({ done: true });
    await expect(renewed.next()).rejects.toMatchObject({ code: 'NO_INTERFACE' });
    const again = await wifi.dev('vw1').frames({ matches });
    there = false;
    kernel.unload('nl80211');
    kernel.load('nl80211');
    expect(await again.next()).toMatchObject({ value: { name: 'overrun' } });
    await expect(again.next()).rejects.toMatchObject({ code: 'ENODEV' });
  });
});

describe('watchSignal', () => {
  const station = (signal: number) => [{ ifindex: 4, mac: MAC, staInfo: { signal } }];
  const within = async <T>(take: () => Promise<IteratorResult<T>>) => (await take()).value;

  test('reads the signal, and leaves the thresholds of wpa_supplicant alone', async () => {
    const signals = [-50, -61, -63, -61, -58, -57, -71];
    const kernel = kernelWith({ getStation: () => station(signals.shift() ?? -71), setCqm: accepted });
    await using wifi = await VWifi.open({ socket: kernel.socket });
    const watched = await wifi
      .dev('vw1')
      .watchSignal({ thresholdsDbm: [-60, -70], intervalMs: 1, hysteresisDb: 2 });
    kernel.emit('mlme', 'notifyCqm', { ifindex: 4, cqm: { rssiThresholdEvent: 'threshold-event-low' } });
    kernel.emit('mlme', 'notifyCqm', { ifindex: 4, cqm: { pktLossEvent: 3 } });
    const seen: unknown[] = [];
    for await (const event of watched) if (seen.push(event) === 5) break;
    expect(seen.map((each) => JSON.stringify(each)).sort()).toEqual(
      [
        { name: 'packet-loss', packets: 3 },
        { name: 'signal', level: 'high', signalDbm: -50 },
        { name: 'signal', level: 'low', signalDbm: -63 },
        { name: 'signal', level: 'high', signalDbm: -58 },
        { name: 'signal', level: 'low', signalDbm: -71 },
      ]
        .map((each) => JSON.stringify(each))
        .sort(),
    );
    expect(commands(kernel)).not.toContain('setCqm');
    const { length } = kernel.requests;
    await turns(20);
    expect(kernel.requests).toHaveLength(length);
  });

  test('has the kernel watch where that is asked for, and ends that also when aborted while it begins', async () => {
    const kernel = kernelWith({ setCqm: accepted });
    await using wifi = await VWifi.open({ socket: kernel.socket });
    const options = { thresholdsDbm: [-60], watcher: 'kernel' as const };
    const watched = await wifi.dev('vw1').watchSignal(options);
    kernel.emit('mlme', 'notifyCqm', {
      ifindex: 4,
      cqm: { rssiThresholdEvent: 'threshold-event-low', rssiLevel: -65 },
    });
    expect(await within(() => watched.next())).toEqual({ name: 'signal', level: 'low', signalDbm: -65 });
    await watched.close();
    expect(kernel.requests.at(-1)?.attributes).toMatchObject({ cqm: { rssiThold: [0], rssiHyst: 0 } });
    const controller = new AbortController();
    const beginning = wifi.dev('vw1').watchSignal({ ...options, signal: controller.signal });
    while (commands(kernel).filter((each) => each === 'setCqm').length < 3) await turn();
    controller.abort();
    await beginning.catch(() => {});
    await wifi.close();
    expect(commands(kernel).filter((each) => each === 'setCqm')).toHaveLength(4);
  });
});
