import { readFileSync } from 'node:fs';
import { VWifi } from '../client/vwifi.js';
import { decodeFamilyMessage } from '../genl/family.js';
import { GenericNetlink } from '../genl/generic.js';
import { nlctrl } from '../genl/nlctrl.js';
import { getPolicy } from '../genl/policy.js';
import { nl80211 } from '../spec/nl80211/family.js';
import { splitMessages } from '../wire/message.js';
import { formatCapture, parseCapture } from './capture.js';
import { fakeKernel } from './fake-kernel.js';
import { record } from './record.js';
import { replay } from './replay.js';
import { unknownOf } from './unknown.js';

const text = readFileSync(new URL('../../fixtures/hwsim-6.1.txt', import.meta.url), 'utf8');
const capture = parseCapture(text);

test('the capture of kernel 6.1 leaves nothing unknown', () => {
  const messages = capture
    .filter(({ direction }) => direction === 'RX')
    .flatMap(({ data }) => splitMessages(data));
  const families = messages.filter(({ type }) => type === 16 || type === 32);
  const left = families.flatMap(({ type, payload }) =>
    type === 16
      ? unknownOf(decodeFamilyMessage(nlctrl, payload).attributes)
      : unknownOf(decodeFamilyMessage(nl80211, payload).attributes),
  );
  expect(families.length).toBeGreaterThan(600);
  expect([...new Set(left)]).toEqual([]);
});

test('a replayed kernel has radios, merged from their split dump', async () => {
  await using wifi = await VWifi.open({ socket: replay(text) });
  const radios = await wifi.radios();
  expect(radios.map(({ name }) => name)).toEqual(['phy0']);
  const [radio] = radios;
  expect(radio?.bands.map(({ name }) => name)).toEqual(expect.arrayContaining(['2ghz', '5ghz']));
  const band = radio?.bands.find(({ name }) => name === '2ghz');
  expect(band?.frequencies.map(({ frequencyMhz }) => frequencyMhz)).toEqual([
    2412, 2417, 2422, 2427, 2432, 2437, 2442, 2447, 2452, 2457, 2462, 2467, 2472, 2484,
  ]);
  expect(band?.rates).toEqual([1, 2, 5.5, 11, 6, 9, 12, 18, 24, 36, 48, 54]);
  expect(band?.ht?.rxMcs).toContain(7);
  expect(radio?.interfaceTypes).toEqual(expect.arrayContaining(['station', 'ap', 'monitor', 'adhoc']));
  expect(radio?.commands).toEqual(expect.arrayContaining(['authenticate', 'associate', 'startAp']));
  expect(radio?.cipherSuites).toContain('CCMP-128');
});

test('a replayed kernel has interfaces and a regulatory domain', async () => {
  await using wifi = await VWifi.open({ socket: replay(text) });
  const interfaces = await wifi.interfaces();
  expect(interfaces).toContainEqual(
    expect.objectContaining({ name: 'wlan0', type: 'station', mac: '02:00:00:00:00:00', radio: 0 }),
  );
  const [world] = await wifi.regulatory();
  expect(world?.alpha2).toBe('00');
  expect(world?.rules[0]).toMatchObject({ startMhz: 2402, endMhz: 2472, maxWidthMhz: 40, maxPowerDbm: 20 });
});

test('a replayed kernel tells its policy', async () => {
  await using netlink = await GenericNetlink.open(replay(text));
  const policy = await getPolicy(netlink, 'nl80211');
  expect(Object.keys(policy.policies)).toHaveLength(17);
  expect(policy.policies[0]?.[5]).toMatchObject({ type: 'u32', minValue: 0n, maxValue: 12n });
});

test("refusals carry the kernel's words, the attribute and its range", async () => {
  await using wifi = await VWifi.open({ socket: replay(text) });
  const range = wifi.raw('newInterface', { wiphy: 0, iftype: 99, ifname: 'x0' });
  await expect(range).rejects.toThrow(
    'newInterface: ERANGE (integer out of range, at iftype, allowed u32 0 to 12)',
  );
  await expect(wifi.dev(9999).stations()).rejects.toMatchObject({ code: 'NOT_RECORDED' });
  const nodev = wifi.raw('getStation', { ifindex: 9999 }, { target: 'ifindex 9999' });
  await expect(nodev).rejects.toMatchObject({ code: 'ENODEV', errno: 19, command: 'getStation' });
  await expect(nodev).rejects.toThrow('getStation ifindex 9999: ENODEV (no such device)');
});

test('what was recorded can be replayed, events in their place', async () => {
  const kernel = fakeKernel({
    getInterface: () => [{ ifindex: 3, ifname: 'vw0', wiphy: 0, wdev: 1n, mac: '00:76:77:30:00:00' }],
    triggerScan() {
      kernel.emit('scan', 'triggerScan', { ifindex: 3 });
      kernel.emit('scan', 'newScanResults', { ifindex: 3 });
      return [];
    },
    getScan: () => [{ ifindex: 3, bss: { bssid: '02:00:00:00:00:01', frequency: 2437, signalMbm: -5000 } }],
  });
  const recording = record(kernel.socket);
  const run = async (socket: typeof kernel.socket) => {
    await using wifi = await VWifi.open({ socket });
    return (await wifi.dev('vw0').scan()).map(({ bssid, channel, signalDbm }) => ({
      bssid,
      channel,
      signalDbm,
    }));
  };
  const original = await run(recording.socket);
  expect(original).toEqual([{ bssid: '02:00:00:00:00:01', channel: 6, signalDbm: -50 }]);
  expect(parseCapture(recording.text())).toEqual(recording.lines);
  expect(formatCapture(capture) === text).toBe(true);
  expect(await run(replay(recording.text()))).toEqual(original);
});
