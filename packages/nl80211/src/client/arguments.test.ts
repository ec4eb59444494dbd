import fc from 'fast-check';
import type { nl80211 } from '../spec/nl80211/family.js';
import { vwifi } from '../spec/vwifi.js';
import { FakeError, type FakeHandlers, fakeFamily, fakeKernel } from '../testing/fake-kernel.js';
import { VWifiError } from '../wire/errors.js';
import { channelDefinition } from './channel-definition.js';
import { VWifi } from './vwifi.js';

const MAC = '00:76:77:30:00:01';
const INTERFACE = { ifindex: 4, ifname: 'vw1', wiphy: 1, wdev: 0x1_0000_0001n, mac: MAC };

/** A kernel that accepts everything. */
function willing() {
  const known: FakeHandlers<typeof nl80211> = {
    getInterface: () => [{ ...INTERFACE, iftype: 'ap' as const }],
    getWiphy: () => [{ wiphy: 1, wiphyName: 'phy1' }],
  };
  const anything = <T extends object>(handlers: T): T =>
    new Proxy(handlers, { get: (own, name) => Reflect.get(own, name) ?? (() => []) });
  const handlers = anything({} as FakeHandlers<typeof vwifi>);
  const driver = fakeFamily({ spec: vwifi, id: 40, groups: { config: 12 }, handlers });
  return fakeKernel(anything(known), [driver]);
}

const turns = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
};

/** What a program without types may say by mistake. */
const mistakes: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  undefined,
  null,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -1,
  0,
  1.5,
  2 ** 40,
  7n,
  true,
  '',
  'vw1',
  '40MHz',
  'x'.repeat(300),
  MAC,
  [],
  [33],
  ['x'],
  [null],
  {},
  { pid: 'x' },
  new Uint8Array(3),
  () => {},
  Symbol('mistake'),
);

/** The names of everything that verbs take. */
const NAMES =
  'ssid ssids bssid frequency frequencies passive flush randomMac elements dwellTu timeoutMs attributes width waitMs matches type prefix thresholdsDbm hysteresisDb intervalMs watcher intervalSeconds delaySeconds limit groups signal name mac owned reason index cipher data sequence id rates rsn beaconIntervalTu basicRates multicastRate antennas rtsThreshold receiver sender loss delayUs rateBps seed position bands txPowerDbm personality legacy ht vht he guardInterval heLtf beacons vlan subtype category body transmitter to via metric'.split(
    ' ',
  );
const settings = fc.dictionary(fc.constantFrom(...NAMES), mistakes, { maxKeys: 6 });
const sayings = fc.array(fc.oneof(mistakes, settings), { maxLength: 4 });

/** The objects whose methods are verbs. */
const holders = {
  wifi: (wifi: VWifi) => wifi,
  dev: (wifi: VWifi) => wifi.dev('vw1'),
  phy: (wifi: VWifi) => wifi.phy('phy1'),
  keys: (wifi: VWifi) => wifi.dev('vw1').keys,
  ibss: (wifi: VWifi) => wifi.dev('vw1').ibss,
  mesh: (wifi: VWifi) => wifi.dev('vw1').mesh,
  ocb: (wifi: VWifi) => wifi.dev('vw1').ocb,
  station: (wifi: VWifi) => wifi.dev('vw1').station(MAC),
  driver: (wifi: VWifi) => wifi.vwifi,
  radios: (wifi: VWifi) => wifi.vwifi.radios,
  denylist: (wifi: VWifi) => wifi.vwifi.denylist,
  links: (wifi: VWifi) => wifi.vwifi.links,
  faults: (wifi: VWifi) => wifi.vwifi.faults,
  medium: (wifi: VWifi) => wifi.vwifi.medium,
  underlays: (wifi: VWifi) => wifi.vwifi.underlays,
  taps: (wifi: VWifi) => wifi.vwifi.taps,
} as const;

async function everyVerb(): Promise<[keyof typeof holders, string][]> {
  await using wifi = await VWifi.open({ socket: willing().socket });
  return Object.entries(holders).flatMap(([holder, get]) => {
    const described = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(get(wifi)));
    const methods = Object.keys(described).filter((name) => typeof described[name]?.value === 'function');
    // What is private to the types is no verb.
    const hidden = ['constructor', 'close', 'attributes', 'call', 'routes', 'wiphys', 'methods', 'place'];
    const verbs = methods.filter((name) => !hidden.includes(name) && !/ndexOf$/.test(name));
    return verbs.map((name): [keyof typeof holders, string] => [holder as keyof typeof holders, name]);
  });
}

test('whatever a verb is given, it refuses with an error of this library', async () => {
  const verbs = await everyVerb();
  expect(verbs.length).toBeGreaterThan(100);
  const wrong = new Map<string, string>();
  const judge = (verb: string, said: unknown[], error: unknown): void => {
    if (error instanceof VWifiError || error instanceof FakeError) return;
    const { stack = '' } = error as Error;
    const where = stack.split('\n').find((line) => line.includes('/src/')) ?? '';
    wrong.set(`${verb} ${where.trim().replace(/^.*src/, '')}`, `${String(error)} ${fc.stringify(said)}`);
  };
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...verbs), sayings, async ([holder, name], said) => {
      const wifi = await VWifi.open({ socket: willing().socket });
      const on = holders[holder](wifi) as unknown as Record<string, (...said: unknown[]) => unknown>;
      let outcome: Promise<unknown> | undefined;
      try {
        outcome = Promise.resolve(on[name]?.(...said)).catch((error) =>
          judge(`${holder}.${name}`, said, error),
        );
      } catch (error) {
        judge(`${holder}.${name}`, said, error);
      }
      await turns(12);
      await wifi.close();
      await outcome;
    }),
    { numRuns: 500 },
  );
  expect(Object.fromEntries(wrong)).toEqual({});
}, 120_000);

describe('what is refused is said with its reason', () => {
  const refused = async (act: (wifi: VWifi) => unknown, words: string, code = 'BAD_ARGUMENT') => {
    const kernel = willing();
    await using wifi = await VWifi.open({ socket: kernel.socket });
    const outcome = (async () => act(wifi))();
    await expect(outcome).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
    // Nothing but the look for the interface has been sent.
    expect(kernel.requests.filter(({ command }) => !/^get/.test(String(command)))).toEqual([]);
  };
  const dev = (wifi: VWifi) => wifi.dev('vw1');

  test.each([
    ['40MHz', 'width: "40MHz" is none of NOHT, HT20, HT40+'],
    [7, 'width: 7 is none of'],
  ])('the width %p', async (width, words) => {
    await refused((wifi) => dev(wifi).setChannel(2437, width as never), words);
  });

  test.each([
    [2412, 'HT40-', 'HT40- has no second half below it; take HT40+, or HT20'],
    [2472, 'HT40+', 'take HT40-'],
    [5200, 'HT40+', 'take HT40-'],
    [5180, 'HT40-', 'take HT40+'],
    [5975, 'HT40+', 'take HT40-'],
    [Number.NaN, 'HT20', 'NaN is no whole number'],
    [2412.5, 'HT20', '2412.5 is no whole number'],
  ] as const)('the channel %p %s', async (frequency, width, words) => {
    await refused((wifi) => dev(wifi).setChannel(frequency, width), words);
  });

  test('channels of 40 MHz that there are are taken', () => {
    const there = {
      'HT40+': [2412, 2452, 5180, 5745, 5955, 4920],
      'HT40-': [2432, 2472, 5200, 5765, 5975, 4940],
    };
    for (const [width, frequencies] of Object.entries(there))
      for (const frequency of frequencies)
        expect(channelDefinition(frequency, width as never)).toMatchObject({ wiphyFreq: frequency });
  });

  test.each([[[33]], [[-1]], [[1.5]], [['1']], [3]])('the traffic identifiers %p', async (tids) => {
    await refused((wifi) => dev(wifi).setNoAck(tids as never), 'setNoAck: ');
  });

  test('all traffic identifiers are a bit each', async () => {
    const kernel = willing();
    await using wifi = await VWifi.open({ socket: kernel.socket });
    await wifi.dev('vw1').setNoAck([0, 7, 15]);
    expect(kernel.requests.at(-1)).toMatchObject({ attributes: { noackMap: 0x8081 } });
  });

  test.each([Number.NaN, -1, '5', null])('a limit of time of %p', async (timeoutMs) => {
    await refused(
      (wifi) => wifi.dev('vw1').scan({ timeoutMs } as never),
      'is no time; milliseconds from 0 on',
    );
    await refused((wifi) => wifi.dev('vw1').connect({ ssid: 'x', timeoutMs } as never), 'is no time');
    await refused((wifi) => dev(wifi).sendFrame(new Uint8Array(24), { timeoutMs } as never), 'is no time');
  });

  test.each([Number.POSITIVE_INFINITY, 2 ** 31, 2 ** 40])(
    'a limit of %p ms is no limit of one',
    async (timeoutMs) => {
      await using wifi = await VWifi.open({ socket: willing().socket });
      let over = false;
      const scanning = wifi
        .dev('vw1')
        .scan({ timeoutMs })
        .catch((error: Error) => {
          over = true;
          throw error;
        });
      const outcome = expect(scanning).rejects.toMatchObject({ code: 'CLOSED' });
      // A short one that begins later is over before.
      await expect(wifi.dev('vw1').scan({ timeoutMs: 20 })).rejects.toMatchObject({ code: 'TIMEOUT' });
      expect(over).toBe(false);
      await wifi.close();
      await outcome;
    },
  );

  test('rates, ciphers, groups and references', async () => {
    await refused(
      (wifi) => dev(wifi).setBitrates('2ghz', { legacy: [5.3] }),
      '5.3 Mbit/s is no multiple of 0.5',
    );
    await refused((wifi) => dev(wifi).setBitrates('3ghz' as never), '"3ghz" is none of 2ghz, 5ghz, 6ghz');
    await refused((wifi) => dev(wifi).setMulticastRate(Number.NaN), 'NaN Mbit/s');
    const key = { index: 0, cipher: 'AES' as never, data: new Uint8Array(16) };
    await refused((wifi) => dev(wifi).keys.add(key), '"AES" is none of WEP-40, TKIP');
    await refused((wifi) => wifi.events({ groups: ['mlem'] as never }), '"mlem" is none of config, scan');
    await refused((wifi) => wifi.events({ limit: Number.NaN }), 'a limit of NaN');
    await refused(
      (wifi) => wifi.dev(undefined as never).scan(),
      'interface: undefined is neither a name nor an index',
    );
    await refused((wifi) => dev(wifi).watchSignal({ thresholdsDbm: 60 as never }), '60 is no list');
    const rsn = { akms: ['WPA9'] as never };
    const settings = { ssid: 'x', frequencyMhz: 2412, rsn };
    await refused((wifi) => dev(wifi).startAccessPoint(settings), '"WPA9" is none of 802.1X, PSK', 'ENCODE');
  });
});
