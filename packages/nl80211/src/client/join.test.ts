import { Elements } from '../elements/elements.js';
import type { nl80211 } from '../spec/nl80211/family.js';
import { type FakeHandlers, fakeKernel } from '../testing/fake-kernel.js';
import { VWifi } from './vwifi.js';

const ssid = [0, 4, ...Buffer.from('home')];
/** WPA2: CCMP for both, one key management. */
const rsn = (akm: number) => [48, 20, 1, 0, 0, 15, 172, 4, 1, 0, 0, 15, 172, 4, 1, 0, 0, 15, 172, akm, 0, 0];

const heard = (capability: number, ...elements: readonly number[]) => ({
  ifindex: 4,
  bss: {
    bssid: '02:00:00:00:00:01',
    frequency: 2437,
    capability,
    informationElements: new Elements(Uint8Array.from([...ssid, ...elements])),
  },
});

function kernelWith(handlers: FakeHandlers<typeof nl80211>) {
  const kernel = fakeKernel({
    getInterface: () => [
      { ifindex: 4, ifname: 'vw1', wiphy: 1, wdev: 1n, iftype: 'station', mac: '00:76:77:30:00:01' },
    ],
    connect() {
      setImmediate(() =>
        kernel.emit('mlme', 'connect', { ifindex: 4, statusCode: 0, mac: '02:00:00:00:00:01' }),
      );
      return [];
    },
    ...handlers,
  });
  return kernel;
}

const attempts = ({ requests }: ReturnType<typeof kernelWith>) =>
  requests.filter(({ command }) => command === 'connect').length;

test.each([
  [[heard(0x11, ...rsn(2))], /home.*protected \(PSK\); say its passphrase/],
  [[heard(0x11, ...rsn(18))], /protected \(OWE\); say security: 'owe'/],
  [[heard(0x11)], /protected \(WEP\)/],
])('nothing is sent to a protected network without its passphrase', async (bss, why) => {
  const kernel = kernelWith({ getScan: () => bss });
  await using wifi = await VWifi.open({ socket: kernel.socket });
  await expect(wifi.dev('vw1').connect({ ssid: 'home' })).rejects.toMatchObject({
    code: 'PROTECTED',
    message: expect.stringMatching(why),
  });
  expect(attempts(kernel)).toBe(0);
});

test.each([
  ['that is open', [heard(0x1)], {}],
  ['that was not heard', [], {}],
  ['that has an open twin', [heard(0x11, ...rsn(2)), heard(0x1)], {}],
  ['whose keys the caller gives to the driver', [heard(0x11)], { attributes: { privacy: true } }],
] as const)('a network %s is tried', async (_, bss, options) => {
  const kernel = kernelWith({ getScan: () => [...bss] });
  await using wifi = await VWifi.open({ socket: kernel.socket });
  expect(await wifi.dev('vw1').connect({ ssid: 'home', ...options })).toMatchObject({ status: 0 });
  expect(attempts(kernel)).toBe(1);
});

test('a passphrase is no affair of the kernel, nor of a supplicant elsewhere', async () => {
  const kernel = kernelWith({ getScan: () => [] });
  await using wifi = await VWifi.open({ socket: kernel.socket });
  const dev = wifi.dev('vw1');
  await expect(dev.connect({ ssid: 'home', passphrase: 'correct horse' })).rejects.toMatchObject({
    code: 'NO_SUPPLICANT',
  });
  const both = dev.connect({ ssid: 'home', passphrase: 'correct horse', attributes: { privacy: true } });
  await expect(both).rejects.toMatchObject({ code: 'BAD_ARGUMENT' });
  expect(attempts(kernel)).toBe(0);
});
