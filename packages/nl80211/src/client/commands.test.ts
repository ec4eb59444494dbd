import { FakeError, fakeKernel } from '../testing/fake-kernel.js';
import { VWifi } from './vwifi.js';

const VW0 = { ifindex: 3, ifname: 'vw0', wiphy: 7, wdev: 0x700000001n, iftype: 'station' } as const;

function kernel() {
  return fakeKernel({
    getInterface: () => [VW0],
    getWiphy: () => [{ wiphy: 7, wiphyName: 'vw_phy7' }],
    getPowerSave: () => [{ psState: 'enabled' }],
    setPowerSave: () => [],
    setWiphy: () => [],
    getStation: (_, { dump }) => {
      if (!dump) throw new FakeError('ENOENT');
      return [{ mac: '02:00:00:00:00:01' }, { mac: '02:00:00:00:00:02' }];
    },
    startP2pDevice: () => [],
  });
}

test('a method for each command, addressed as iw does', async () => {
  const fake = kernel();
  await using wifi = await VWifi.open({ socket: fake.socket });
  const { psState } = await wifi.commands.getPowerSave({ dev: 'vw0' });
  expect(psState).toBe('enabled');
  expect(await wifi.commands.setPowerSave({ dev: 'vw0', psState: 'disabled' })).toBeUndefined();
  await wifi.commands.setWiphy({ phy: 'vw_phy7', wiphyRtsThreshold: 500 });
  await wifi.commands.startP2pDevice({ wdev: 0x700000002n });
  const sent = fake.requests.filter(({ command }) => !/^get(Interface|Wiphy)$/.test(String(command)));
  expect(sent.map(({ command, attributes }) => [command, attributes])).toEqual([
    ['getPowerSave', { ifindex: 3 }],
    ['setPowerSave', { ifindex: 3, psState: 'disabled' }],
    ['setWiphy', { wiphy: 7, wiphyRtsThreshold: 500 }],
    ['startP2pDevice', { wdev: 0x700000002n }],
  ]);
});

test('all objects of a kind, one by one', async () => {
  await using wifi = await VWifi.open({ socket: kernel().socket });
  const stations = await wifi.dumps.getStation({ dev: 'vw0' });
  expect([stations.length, stations.interrupted]).toEqual([2, false]);
  const macs: unknown[] = [];
  for await (const { mac } of stations) macs.push(mac);
  expect(macs).toEqual(['02:00:00:00:00:01', '02:00:00:00:00:02']);
});

test('refuses what the command does not take, before anything is sent', async () => {
  const fake = kernel();
  await using wifi = await VWifi.open({ socket: fake.socket });
  // @ts-expect-error an attribute that the command does not take
  const wrong = wifi.commands.setPowerSave({ dev: 'vw0', ssid: 'x' });
  await expect(wrong).rejects.toThrow('setPowerSave: it does not take ssid; it takes psState');
  expect(fake.requests).toEqual([]);
});

test('an error names the interface as it was said', async () => {
  await using wifi = await VWifi.open({ socket: kernel().socket });
  const refused = wifi.commands.getStation({ dev: 'vw0', mac: '02:00:00:00:00:09' });
  await expect(refused).rejects.toThrow('getStation vw0: ENOENT (no such file or directory)');
});

test('types follow from the table', async () => {
  await using wifi = await VWifi.open({ socket: kernel().socket });
  const { commands, dumps } = wifi;
  // Not called: the compiler is what looks at it.
  const never = async (): Promise<void> => {
    // @ts-expect-error an interface is missing
    await commands.getPowerSave({});
    // @ts-expect-error a radio is no address of an interface
    await commands.getPowerSave({ phy: 0 });
    // @ts-expect-error not one of the states
    await commands.setPowerSave({ dev: 0, psState: 'on' });
    // @ts-expect-error the kernel's answer does not have it
    (await commands.getPowerSave({ dev: 0 })).ssid;
    // @ts-expect-error only all of them can be asked for
    await commands.getScan({ dev: 0 });
    // @ts-expect-error no kernel answers it
    await commands.getBeacon({ dev: 0 });
    // @ts-expect-error only one of them can be asked for
    await dumps.getPowerSave({ dev: 0 });
    const nothing: undefined = await commands.setPowerSave({ dev: 0, psState: 'enabled' });
    for (const { wiphyName } of await dumps.getWiphy({})) wiphyName?.toUpperCase();
    expect(nothing).toBeUndefined();
  };
  expect(typeof never).toBe('function');
});
