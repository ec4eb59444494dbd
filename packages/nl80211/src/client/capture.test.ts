import { buildFrame, type HeardFrame, parseFrame, parseRadiotap } from '../capture/index.js';
import type { OverrunEvent } from '../genl/stream.js';
import { FakeError, fakeKernel } from '../testing/index.js';
import { VWifiError } from '../wire/errors.js';
import { VWifi } from './vwifi.js';

const RADIOTAP = Buffer.from('000008000000000000', 'hex').subarray(0, 8);
const ADDRESSES = {
  receiver: 'ff:ff:ff:ff:ff:ff',
  transmitter: '02:00:00:00:00:01',
  bssid: '02:00:00:00:00:01',
};
const action = (number: number): Uint8Array =>
  Buffer.concat([
    RADIOTAP,
    buildFrame({
      type: 'management',
      subtype: 'action',
      ...ADDRESSES,
      category: 127,
      body: Uint8Array.of(number),
    }),
  ]);

/** An interface wlan0 of radio 3, and monitors that are made. */
function kernelWith() {
  const interfaces = [
    { ifindex: 4, ifname: 'wlan0', wiphy: 3, wdev: 1n, iftype: 'station' as 'station' | 'monitor' },
  ];
  const kernel = fakeKernel({
    getInterface: () => interfaces,
    newInterface({ ifname = '' }) {
      if (interfaces.some((each) => each.ifname === ifname)) throw new FakeError('EEXIST');
      const made = { ifindex: 9 + interfaces.length, ifname, wiphy: 3, wdev: 2n, iftype: 'monitor' as const };
      interfaces.push(made);
      return [made];
    },
    delInterface({ ifindex }) {
      interfaces.splice(
        interfaces.findIndex((each) => each.ifindex === ifindex),
        1,
      );
      return [];
    },
  });
  return { kernel, interfaces, open: () => VWifi.open({ socket: kernel.socket, air: kernel.air.open }) };
}

const numbers = (told: (HeardFrame | OverrunEvent)[]): (number | string)[] =>
  told.map((each) => (each.name === 'overrun' ? `${each.lost} lost` : (each.octets.at(-1) ?? -1)));

async function read(
  stream: AsyncIterator<HeardFrame | OverrunEvent>,
  count: number,
): Promise<(HeardFrame | OverrunEvent)[]> {
  const told = [];
  while (told.length < count) {
    const { done, value } = await stream.next();
    if (done) break;
    told.push(value);
  }
  return told;
}

test('a monitor is made beside an interface, switched on, and gone with the capture', async () => {
  const { kernel, interfaces, open } = kernelWith();
  await using wifi = await open();
  const capture = await wifi.dev('wlan0').capture();
  const second = await wifi.dev('wlan0').capture();
  expect([capture.interfaceName, second.interfaceName]).toEqual(['vwmon0', 'vwmon1']);
  expect((await wifi.ip.links()).map(({ name, up }) => [name, up])).toEqual([
    ['lo', false],
    ['wlan0', false],
    ['vwmon0', true],
    ['vwmon1', true],
  ]);
  kernel.air.hear('vwmon0', action(7), 5n);
  const [heard] = await read(capture, 1);
  expect(heard).toMatchObject({
    name: 'frame',
    time: 5n,
    frame: { type: 'management', subtype: 'action', category: 127 },
  });
  await capture.close();
  await second[Symbol.asyncDispose]();
  expect(interfaces.map(({ ifname }) => ifname)).toEqual(['wlan0']);
  expect(kernel.air.openSockets).toBe(0);
  expect(await capture.next()).toEqual({ done: true, value: undefined });
});

test('a reader that is slow loses nothing while the buffer holds; what it costs beyond is told, in its place', async () => {
  const { kernel, open } = kernelWith();
  await using wifi = await open();
  const size = action(0).length;
  const capture = await wifi.dev('wlan0').capture({ limit: 4, bufferBytes: 6 * size });
  for (let number = 0; number < 20; number++) kernel.air.hear('vwmon0', action(number));
  // Four are here, six in the buffer.
  expect(numbers(await read(capture, 10))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(capture.lost).toBe(0);
  kernel.air.hear('vwmon0', action(20));
  expect(numbers(await read(capture, 2))).toEqual(['10 lost', 20]);
  expect(capture.lost).toBe(10);
  const waiting = read(capture, 2);
  kernel.air.hear('vwmon0', action(21));
  kernel.air.hear('vwmon0', action(22));
  expect(numbers(await waiting)).toEqual([21, 22]);
});

test('only what is asked for comes', async () => {
  const { kernel, open } = kernelWith();
  await using wifi = await open();
  const capture = await wifi.dev('wlan0').capture({ kinds: ['beacon'] });
  kernel.air.hear('vwmon0', action(1));
  const beacon = action(2).slice();
  beacon[8] = 0x80;
  kernel.air.hear('vwmon0', beacon);
  expect(numbers(await read(capture, 1))).toEqual([2]);
  await expect(wifi.dev('wlan0').capture({ kinds: ['bacon' as 'beacon'] })).rejects.toThrow(
    /"bacon" is none of/,
  );
});

test('it ends with its signal, with the client, and with an error where the interface goes', async () => {
  const { kernel, interfaces, open } = kernelWith();
  const wifi = await open();
  const stop = new AbortController();
  const aborted = await wifi.dev('wlan0').capture({ signal: stop.signal });
  const waiting = aborted.next();
  stop.abort();
  expect((await waiting).done).toBe(true);
  await expect(wifi.dev('wlan0').capture({ signal: stop.signal })).rejects.toThrow(/abort/i);

  const gone = await wifi.dev('wlan0').capture();
  const last = gone.next();
  kernel.air.remove(gone.interfaceName, new VWifiError('NO_INTERFACE', 'capture on vwmon0: it has gone'));
  await expect(last).rejects.toMatchObject({ code: 'NO_INTERFACE' });
  expect((await gone.next()).done).toBe(true);

  const open1 = await wifi.dev('wlan0').capture();
  await wifi.close();
  expect((await open1.next()).done).toBe(true);
  expect(kernel.air.openSockets).toBe(0);
  expect(interfaces.map(({ ifname }) => ifname)).toEqual(['wlan0']);
});

test('frames are injected as they are, by name or in octets', async () => {
  const { kernel, open } = kernelWith();
  await using wifi = await open();
  const body = Uint8Array.of(1, 2);
  const frame = { type: 'management', subtype: 'action', ...ADDRESSES, category: 4, body } as const;
  await wifi.dev('wlan0').inject(frame, { rateMbps: 6, noAck: true, keepSequence: true });
  const [injected] = kernel.air.injected;
  const radiotap = injected && parseRadiotap(injected.octets);
  expect(injected?.interface).toBe('vwmon0');
  expect(radiotap?.fields).toEqual([
    { name: 'rate', mbps: 6 },
    { name: 'txFlags', bits: 0x18 },
  ]);
  expect(parseFrame(injected?.octets.subarray(radiotap?.octets.length) ?? new Uint8Array())).toMatchObject(
    frame,
  );
  expect(kernel.air.openSockets).toBe(0);
});

test('what cannot be is said', async () => {
  const { kernel, open } = kernelWith();
  await using wifi = await open();
  await expect(wifi.dev('wlan7').capture()).rejects.toMatchObject({ code: 'NO_INTERFACE' });
  await expect(wifi.dev('wlan0').capture({ limit: 0 })).rejects.toThrow(/limit: 0 is no whole number/);
  const capture = await wifi.dev('wlan0').capture();
  expect(() => capture.decrypt({ ssid: 'x', passphrase: 'short' })).toThrow(/8 to 63/);
  expect(() => capture.decrypt(undefined as never)).toThrow(
    expect.objectContaining({ code: 'BAD_ARGUMENT' }),
  );
  await using deaf = await VWifi.open({ socket: kernel.socket });
  await expect(deaf.dev('wlan0').capture()).rejects.toThrow(/sockets of its own, which carry no frames/);
});
