import type { NetlinkSocketOptions } from '../socket/socket.js';
import { fakeKernel } from '../testing/fake-kernel.js';
import type { OldVerbs } from './old-verbs.js';
import { VWifi } from './vwifi.js';

const VW0 = { ifindex: 3, ifname: 'vw0', wiphy: 7, wdev: 0x7_0000_0001n, iftype: 'station' } as const;

function kernelOf() {
  const kernel = fakeKernel({
    getInterface: () => [VW0],
    getScan: () => [{ ifindex: 3, bss: { bssid: '02:00:00:00:00:01', frequency: 2437 } }],
    getStation: () => [],
    setInterface: () => [],
    connect: () => [],
    triggerScan(_request) {
      kernel.emit('scan', 'newScanResults', { ifindex: 3 });
      return [];
    },
  });
  return kernel;
}

/** As a program that is not compiled sees it. */
const older = (wifi: VWifi): OldVerbs => wifi as VWifi & OldVerbs;

test('verbs are found where they were, and settings by the names that they had', async () => {
  const kernel = kernelOf();
  await using wifi = await VWifi.open({ socket: kernel.socket });
  expect(await older(wifi).bss('vw0')).toEqual(await wifi.dev('vw0').bss());
  expect(await older(wifi).stations(3)).toEqual([]);
  await older(wifi).setInterfaceType('vw0', 'ap');
  await older(wifi).scan('vw0', { frequencies: [2437] });
  const sent = (command: string) => kernel.requests.find((each) => each.command === command)?.attributes;
  expect(sent('setInterface')).toMatchObject({ ifindex: 3, iftype: 'ap' });
  expect(sent('triggerScan')).toMatchObject({ scanFrequencies: [2437] });
});

test('links and addresses have a socket once they are asked for, and a promise of them is what it was', async () => {
  const opened: number[] = [];
  const { socket } = kernelOf();
  const counting = (options: NetlinkSocketOptions) => {
    opened.push(options.protocol);
    return socket(options);
  };
  await using wifi = await VWifi.open({ socket: counting });
  expect(wifi.ip).toBe(wifi.ip);
  expect(opened).toEqual([16]);
  const links = await (await wifi.ip).links();
  expect(links.map(({ name }) => name)).toEqual(['lo', 'vw0']);
  expect(await older(wifi).links()).toEqual(links);
  expect(opened).toEqual([16, 0]);
  await expect(wifi.ip.setUp('nowhere')).rejects.toThrow(
    /interface nowhere: not in this namespace; there are lo, vw0/,
  );
});

test('a device is a bigint, as every number of 64 bits', async () => {
  await using wifi = await VWifi.open({ socket: kernelOf().socket });
  expect((await wifi.dev('vw0').info()).wdev).toBe(0x7_0000_0001n);
});
