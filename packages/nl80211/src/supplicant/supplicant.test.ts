import { FakeDaemon } from '../testing/fake-daemon.js';
import { ControlSocket } from './control.js';
import { type JoinOptions, Supplicant } from './supplicant.js';

const NETWORKS =
  'network id / ssid / bssid / flags\n0\thome\tany\t[CURRENT]\n1\told\t02:00:00:00:00:01\t[DISABLED]\n';

interface Script {
  /** What is said once the network is selected. */
  readonly events?: readonly string[];
  readonly replies?: Readonly<Record<string, string>>;
}

/** A wpa_supplicant with one network that is used and one that is not. */
async function supplicant({
  events = ['<3>CTRL-EVENT-CONNECTED - Connection to 02:00:00:00:00:09 completed [id=7 id_str=]'],
  replies = {},
}: Script = {}) {
  const daemon = new FakeDaemon((command) => {
    for (const [start, reply] of Object.entries(replies)) if (command.startsWith(start)) return reply;
    if (command === 'LIST_NETWORKS') return NETWORKS;
    if (command === 'ADD_NETWORK') return '7\n';
    if (command === 'STATUS') return 'wpa_state=COMPLETED\nbssid=02:00:00:00:00:09\n';
    if (command.startsWith('SELECT_NETWORK'))
      setImmediate(() => {
        for (const event of events) daemon.say(event);
      });
    return 'OK\n';
  });
  const control = await ControlSocket.attach('/run/x/vw1', async () => daemon);
  return { daemon, station: new Supplicant(control), asked: () => daemon.asked.slice(1) };
}

const settings = (asked: readonly string[]) =>
  asked
    .filter((each) => each.startsWith('SET_NETWORK 7 '))
    .map((each) => each.slice('SET_NETWORK 7 '.length));

test('joins with the settings that its passphrase asks for', async () => {
  const { station, asked } = await supplicant();
  expect(
    await station.join({
      ssid: 'a "b"\n',
      passphrase: '8 "chars"',
      bssid: '02:00:00:00:00:09',
      frequenciesMhz: [2412, 5180],
      hidden: true,
    }),
  ).toEqual({
    state: 'COMPLETED',
    bssid: '02:00:00:00:00:09',
  });
  expect(settings(asked())).toEqual([
    'ssid 61202262220a',
    'key_mgmt WPA-PSK WPA-PSK-SHA256 SAE',
    'ieee80211w 1',
    'psk "8 "chars""',
    'sae_password "8 "chars""',
    'bssid 02:00:00:00:00:09',
    'scan_freq 2412 5180',
    'freq_list 2412 5180',
    'scan_ssid 1',
  ]);
  expect(asked().slice(-2)).toEqual(['SELECT_NETWORK 7', 'STATUS']);
});

test.each([
  [{}, ['key_mgmt NONE']],
  [{ security: 'owe' }, ['key_mgmt OWE', 'ieee80211w 2']],
  [{ passphrase: 'short' }, ['key_mgmt SAE', 'ieee80211w 2', 'sae_password "short"']],
  [
    { passphrase: 'passphrase', security: 'wpa3-sae' },
    ['key_mgmt SAE', 'ieee80211w 2', 'sae_password "passphrase"'],
  ],
  [
    { passphrase: 'passphrase', security: 'wpa2-psk' },
    ['key_mgmt WPA-PSK WPA-PSK-SHA256', 'ieee80211w 1', 'psk "passphrase"'],
  ],
] as const)('%j is %j', async (options, expected) => {
  const { station, asked } = await supplicant();
  await station.join({ ssid: 'x', ...options });
  expect(settings(asked()).slice(1)).toEqual(expected);
});

test('does without SAE where the supplicant was built without it', async () => {
  const { station, asked } = await supplicant({
    replies: { 'SET_NETWORK 7 key_mgmt WPA-PSK WPA-PSK-SHA256 SAE': 'FAIL\n' },
  });
  await station.join({ ssid: 'x', passphrase: 'passphrase' });
  expect(settings(asked())).toContain('key_mgmt WPA-PSK WPA-PSK-SHA256');
});

test.each([
  [{ ssid: 'x'.repeat(33) }, /ssid|32/i],
  [{ ssid: 'x', passphrase: '' }, /at least one/],
  [{ ssid: 'x', passphrase: 'two\nlines of it' }, /no line/],
  [{ ssid: 'x', passphrase: 'short', security: 'wpa2-psk' }, /8 to 63/],
  [{ ssid: 'x', security: 'wpa2-psk' }, /needs a passphrase/],
  [{ ssid: 'x', passphrase: 'passphrase', security: 'open' }, /has no passphrase/],
  [{ ssid: 'x', bssid: 'any\nREMOVE_NETWORK all' }, /no hardware address/],
  [{ ssid: 'x', frequenciesMhz: [Number.NaN] }, /no frequency/],
] as const)('refuses %j before anything is said', async (options, why) => {
  const { station, asked } = await supplicant();
  await expect(station.join(options as JoinOptions)).rejects.toThrow(why);
  expect(asked()).toEqual([]);
});

const wrongKey =
  '<3>CTRL-EVENT-SSID-TEMP-DISABLED id=7 ssid="x" auth_failures=1 duration=10 reason=WRONG_KEY';
test.each([
  [[wrongKey], 'WRONG_PASSPHRASE', /refuses the passphrase/],
  [
    ['<3>CTRL-EVENT-AUTH-REJECT 02:00:00:00:00:09 auth_type=3 auth_transaction=2 status_code=15'],
    'WRONG_PASSPHRASE',
    /refuses the passphrase/,
  ],
  [['<3>CTRL-EVENT-NETWORK-NOT-FOUND '], 'CONNECT_TIMEOUT', /no such network was heard/],
  [
    ['<3>CTRL-EVENT-ASSOC-REJECT bssid=02:00:00:00:00:09 status_code=17'],
    'CONNECT_TIMEOUT',
    /refused \(.+\)/,
  ],
  [
    ['<3>CTRL-EVENT-CONNECTED - Connection to 02:00:00:00:00:08 completed [id=0 id_str=]'],
    'CONNECT_TIMEOUT',
    /within 50 ms/,
  ],
] as const)('%j is %s, and everything is as before', async (events, code, message) => {
  const { station, asked } = await supplicant({ events });
  const failure = station.join({ ssid: 'x', passphrase: 'passphrase', timeoutMs: 50 });
  await expect(failure).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  expect(asked().slice(-2)).toEqual(['REMOVE_NETWORK 7', 'ENABLE_NETWORK 0']);
});

test("ends with its caller's signal, and with the daemon", async () => {
  const { station, asked } = await supplicant({ events: [] });
  const stop = new AbortController();
  const joining = station.join({ ssid: 'x', signal: stop.signal });
  setImmediate(() => stop.abort(new Error('enough')));
  await expect(joining).rejects.toThrow('enough');
  expect(asked().at(-1)).toBe('ENABLE_NETWORK 0');
  const { station: other, daemon } = await supplicant({ events: [] });
  setImmediate(() => void daemon.close());
  await expect(other.join({ ssid: 'x' })).rejects.toMatchObject({ code: 'CONTROL_CLOSED' });
});

test('reads its tables', async () => {
  const results =
    'bssid / frequency / signal level / flags / ssid\n02:00:00:00:00:09\t2437\t-50\t[WPA2-PSK-CCMP][ESS]\tcaf\\xc3\\xa9\n02:00:00:00:00:0a\t5180\t-71\t[ESS]\t\n';
  const { station, daemon } = await supplicant({ replies: { SCAN_RESULTS: results, SCAN: 'FAIL-BUSY\n' } });
  expect(await station.networks()).toEqual([
    { id: 0, ssid: 'home', flags: ['CURRENT'] },
    { id: 1, ssid: 'old', bssid: '02:00:00:00:00:01', flags: ['DISABLED'] },
  ]);
  setImmediate(() => daemon.say('<3>CTRL-EVENT-SCAN-RESULTS '));
  expect(await station.scan()).toEqual([
    {
      bssid: '02:00:00:00:00:09',
      frequencyMhz: 2437,
      signalDbm: -50,
      flags: ['WPA2-PSK-CCMP', 'ESS'],
      ssid: 'café',
    },
    { bssid: '02:00:00:00:00:0a', frequencyMhz: 5180, signalDbm: -71, flags: ['ESS'], ssid: '' },
  ]);
});

test('nobody there is said with what to do', async () => {
  await expect(Supplicant.open('vw1', { path: '/nowhere/vw1' })).rejects.toMatchObject({
    code: 'NO_SUPPLICANT',
    message: expect.stringMatching(
      /no wpa_supplicant serves vw1: nobody listens at .* start one: wpa_supplicant -B -i vw1/,
    ),
  });
  await expect(Supplicant.open('../x')).rejects.toMatchObject({ code: 'BAD_ARGUMENT' });
});
