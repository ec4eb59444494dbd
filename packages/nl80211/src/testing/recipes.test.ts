/** The programs of docs/recipes.md, as they stand there, against a kernel of functions each. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { format } from 'node:util';
import { CaptureFile, type CaptureFileOptions, readPcap } from '../capture/index.js';
import { VWifi } from '../client/vwifi.js';
import { buildElements } from '../elements/encode.js';
import { buildManagementFrame, type ManagementBody } from '../elements/management.js';
import { NetlinkError } from '../genl/error.js';
import type { Nl80211In } from '../spec/nl80211/attributes.js';
import type { nl80211 } from '../spec/nl80211/family.js';
import { type FakeCall, FakeError, type FakeHandlers, type FakeKernel, fakeKernel } from './index.js';

const PAGE = new URL('../../../../docs/recipes.md', import.meta.url);
const RECORD = new URL('../../fixtures/wpa2-ccmp.pcapng', import.meta.url);

const AP = '02:00:00:00:00:0a';
const OTHER = '02:00:00:00:00:0b';
const STATION = '02:00:00:00:00:01';

type Handlers = FakeHandlers<typeof nl80211>;
type Settings = Exclude<CaptureFileOptions, undefined>;

const interfaceNamed = (ifname: string, iftype: 'station' | 'ap' | 'monitor' = 'station') =>
  ({ ifindex: 4, ifname, wiphy: 3, wdev: 0x3_0000_0001n, iftype, mac: STATION }) as const;

const bssOf = (bssid: string, ssid: string, frequency: number, signalMbm: number, more: object = {}) => ({
  ifindex: 4,
  bss: {
    ...{ bssid, frequency, signalMbm, capability: 1 },
    informationElements: buildElements({ ssid, rates: [{ mbps: 6, basic: true }] }),
    ...more,
  },
});

const RSN = { akms: ['SAE', 'PSK'], pairwiseCiphers: ['CCMP-128'], groupCipher: 'CCMP-128' } as const;

/** What a program prints; its first line that fits is waited for. */
class Output {
  readonly lines: string[] = [];
  readonly tables: unknown[][] = [];
  private waiting: (() => void) | undefined;

  readonly console = {
    log: (...words: unknown[]) => {
      this.lines.push(format(...words));
      this.waiting?.();
    },
    table: (rows: unknown[]) => void this.tables.push(rows),
  };

  async line(pattern: RegExp): Promise<void> {
    while (!this.lines.some((line) => pattern.test(line)))
      await new Promise<void>((resolve) => {
        this.waiting = resolve;
      });
  }
}

const AsyncFunction = (async () => {}).constructor as new (
  ...words: string[]
) => (...values: unknown[]) => Promise<void>;

/** A program of the page, by its heading, whose machine is the kernel and whose files are in a folder. */
async function started(heading: string, kernel: FakeKernel, edit = (text: string) => text) {
  const section = (await readFile(PAGE, 'utf8'))
    .split(/^## /m)
    .find((each) => each.startsWith(`${heading}\n`));
  const [, program = ''] = /^```js\n(.*?)^```/ms.exec(section ?? '') ?? [];
  expect(program).toContain('VWifi.open(');
  const folder = await mkdtemp(join(tmpdir(), 'recipe-'));
  const output = new Output();
  const names = {
    VWifi: {
      open: (options: object = {}) => VWifi.open({ ...options, socket: kernel.socket, air: kernel.air.open }),
    },
    NetlinkError,
    CaptureFile: {
      create: (path: string, options: Settings) => CaptureFile.create(join(folder, basename(path)), options),
    },
    console: output.console,
  };
  const body = edit(program).replaceAll(/^import .*\n/gm, '');
  const ended = new AsyncFunction(...Object.keys(names), body)(...Object.values(names)).finally(() =>
    expect(kernel.openSockets + kernel.air.openSockets).toBe(0),
  );
  return { output, ended, folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

async function printed(heading: string, handlers: Handlers): Promise<Output> {
  await using program = await started(heading, fakeKernel(handlers));
  await program.ended;
  return program.output;
}

test('which networks are around, as a table', async () => {
  const kernel = fakeKernel({
    getInterface: () => [interfaceNamed('wlan1')],
    triggerScan({ ifindex }) {
      kernel.emit('scan', 'triggerScan', { ifindex });
      kernel.emit('scan', 'newScanResults', { ifindex });
      return [];
    },
    getScan: () => [
      bssOf(OTHER, 'far', 5180, -7100, {
        capability: 0x11,
        informationElements: buildElements({ ssid: 'far', rsn: RSN }),
      }),
      bssOf(AP, 'near', 2437, -5000),
    ],
  });
  await using program = await started('Which networks are around, as a table', kernel);
  await program.ended;
  expect(program.output.tables).toEqual([
    [
      { ssid: 'near', bssid: AP, channel: 6, signalDbm: -50, security: 'open' },
      { ssid: 'far', bssid: OTHER, channel: 36, signalDbm: -71, security: 'SAE+PSK' },
    ],
  ]);
});

test('wait until connected, and print the rate', async () => {
  let joined = false;
  const kernel = fakeKernel({
    getInterface: () => [interfaceNamed('wlan1')],
    connect({ ifindex }) {
      joined = true;
      kernel.emit('mlme', 'connect', { ifindex, mac: AP, statusCode: 0 });
      return [];
    },
    getScan: () => [bssOf(AP, 'test', 2437, -5000, joined ? { status: 'associated' } : {})],
    getStation: () =>
      joined
        ? [
            {
              mac: AP,
              staInfo: {
                signal: -50,
                txBitrate: { bitrate32: 540 },
                staFlags: { mask: ['authorized'], set: ['authorized'] },
              },
            },
          ]
        : [],
  });
  await using program = await started('Wait until connected, and print the rate', kernel);
  await program.ended;
  expect(program.output.lines).toEqual([`connected to test (${AP}), -50 dBm`, 'rate 54 Mbit/s']);
});

test('watch a roam', async () => {
  let at = AP;
  const kernel = fakeKernel({
    getInterface: () => [interfaceNamed('wlan1')],
    getScan: () => [
      bssOf(AP, 'test', 2437, -6000, at === AP ? { status: 'associated' } : {}),
      bssOf(OTHER, 'test', 5180, -4500, at === OTHER ? { status: 'associated' } : {}),
    ],
    getStation: () => [],
  });
  await using program = await started('Watch a roam', kernel);
  await program.output.line(new RegExp(`^at ${AP}$`));
  at = OTHER;
  kernel.emit('mlme', 'roam', { ifindex: 4, mac: OTHER });
  await program.ended;
  expect(program.output.lines.at(-1)).toBe(`roam: from ${AP} to ${OTHER}, channel 36, -45 dBm`);
});

test('capture the handshake', async () => {
  const interfaces = [interfaceNamed('wlan2')] as object[];
  const kernel = fakeKernel({
    getInterface: () => interfaces,
    newInterface({ ifname = '' }, { closed }) {
      const made = { ...interfaceNamed(ifname, 'monitor'), ifindex: 9, wdev: 0x3_0000_0002n };
      interfaces.push(made);
      void closed.then(() => interfaces.splice(interfaces.indexOf(made), 1));
      return [made];
    },
    delInterface: () => void interfaces.pop(),
  });
  const recorded = readPcap(await readFile(RECORD), 127);
  // The network of the record.
  const edit = (text: string) =>
    text.replace(/ssid: '.*', passphrase: '.*'/, "ssid: 'test', passphrase: '12345678'");
  await using program = await started('Capture the handshake', kernel, edit);
  await program.output.line(/^listening on vwmon0$/);
  for (const { data, time } of recorded) kernel.air.hear('vwmon0', data, time);
  await program.ended;
  const messages = [1, 2, 3, 4].map((number) => `message ${number}`);
  expect(program.output.lines).toEqual(['listening on vwmon0', ...messages]);
  expect(readPcap(await readFile(join(program.folder, 'handshake.pcapng')), 127)).toHaveLength(4);
});

test('my own access point', async () => {
  let registered: FakeCall<typeof nl80211> | undefined;
  let type: 'station' | 'ap' = 'station';
  const kernel = fakeKernel({
    getInterface: () => [{ ...interfaceNamed('wlan0', type), mac: AP }],
    setInterface({ iftype }) {
      if (iftype === 'ap') type = iftype;
    },
    getWiphy: () => [{ wiphy: 3, wiphyName: 'phy3' }],
    registerFrame(_, call) {
      registered = call;
    },
    ...{ startAp: () => [], stopAp: () => [], frame: () => [], newStation: () => [], delStation: () => [] },
  });
  const say = (body: ManagementBody) =>
    registered?.tell('frame', {
      ifindex: 4,
      frame: buildManagementFrame({ receiver: AP, transmitter: STATION, bssid: AP, ...body }),
    });
  const elements = buildElements({ rates: [{ mbps: 6, basic: true }] });
  await using program = await started('My own access point', kernel);
  await program.output.line(/^on the air as /);
  say({ subtype: 'authentication', algorithm: 0, transaction: 1, status: 0, elements });
  say({ subtype: 'association-request', capability: 1, listenInterval: 5, elements });
  await program.output.line(/^joined /);
  say({ subtype: 'deauthentication', reason: 3, elements });
  await program.ended;
  expect(program.output.lines).toEqual([`on the air as ${AP}`, `joined ${STATION}`, `left ${STATION}`]);
  const commands = kernel.requests.map(({ command }) => command);
  expect(commands.slice(commands.indexOf('newStation'))).toEqual(
    expect.arrayContaining(['newStation', 'frame', 'delStation', 'stopAp']),
  );
});

test('what the radios can', async () => {
  const { lines } = await printed('What the radios can', {
    getWiphy: () => [
      { wiphy: 3, wiphyName: 'phy3', supportedIftypes: ['station', 'ap'] },
      {
        wiphy: 3,
        wiphyBands: {
          0: {
            freqs: [{ freq: 2412 }, { freq: 2484, disabled: true }],
            htCapa: 0x2,
            htMcsSet: new Uint8Array(16),
          },
        },
      },
    ],
  });
  expect(lines).toEqual(['phy3 station ap', '  2ghz: channels 1, HT']);
});

test('who is connected to my access point', async () => {
  const { lines } = await printed('Who is connected to my access point', {
    getInterface: () => [interfaceNamed('wlan0', 'ap')],
    getStation: () => [
      { mac: STATION, staInfo: { signal: -61, rxBytes64: 10n, txBytes64: 20n, connectedTime: 7 } },
    ],
  });
  expect(lines).toEqual([`${STATION}: -61 dBm, 10 octets in, 20 out, for 7 s`]);
});

test('an interface more, for as long as the program runs', async () => {
  const interfaces = [interfaceNamed('wlan1')] as Nl80211In[];
  const kernel = fakeKernel({
    getInterface: () => interfaces,
    getWiphy: () => [{ wiphy: 3, wiphyName: 'phy3' }],
    newInterface({ ifname, iftype, socketOwner }, { closed }) {
      const made = { ...interfaceNamed('', 'monitor'), ifname, iftype, ifindex: 9, wdev: 0x3_0000_0002n };
      interfaces.push(made);
      if (socketOwner) void closed.then(() => interfaces.splice(interfaces.indexOf(made), 1));
      return [made];
    },
  });
  await using program = await started('An interface more, for as long as the program runs', kernel);
  await program.ended;
  expect(program.output.lines).toEqual(['mon0 monitor on radio 3 device 300000002']);
  expect(interfaces.map(({ ifname }) => ifname)).toEqual(['wlan1']);
});

test('addresses and routes', async () => {
  const { lines } = await printed('Addresses and routes', { getInterface: () => [interfaceNamed('wlan1')] });
  expect(lines).toEqual(['lo up 1500', 'wlan1 down 1500', '10.6.0.1/24']);
});

test('power, and what the country allows', async () => {
  let psState: 'enabled' | 'disabled' = 'enabled';
  let powerMbm = 2000;
  const { lines } = await printed('Power, and what the country allows', {
    getInterface: () => [{ ...interfaceNamed('wlan1'), wiphyTxPowerLevel: powerMbm }],
    setWiphy({ wiphyTxPowerLevel = 2000 }) {
      powerMbm = wiphyTxPowerLevel;
    },
    setPowerSave({ psState: said }) {
      if (said === 'disabled') psState = said;
    },
    getPowerSave: () => [{ psState }],
    getReg: () => [
      {
        regAlpha2: 'DE',
        regRules: [{ freqRangeStart: 2400000, freqRangeEnd: 2483500, powerRuleMaxEirp: 2000 }],
      },
    ],
    setInterface() {
      throw new FakeError('EBUSY', 'it is up');
    },
  });
  expect(lines).toEqual(['10 dBm, power save off', '2400 2483.5 20', 'EBUSY it is up']);
});
