import { type ControlEvent, type ControlSocket, parseEvent } from '@vwifi/nl80211/supplicant';
import { limited } from '../deadline.js';
import type { StationNode } from '../lab/lab.js';
import { parseLab } from '../lab/parse.js';
import type { DaemonHandle } from './node-daemon.js';
import { refusalOf, Supplicant } from './supplicant.js';

const station = parseLab('nodes:\n  ap: {kind: ap, passphrase: abcdefgh}\n  sta: {kind: station}\n', 'l.yaml')
  .nodes[1] as StationNode;

const event = (text: string): ControlEvent => {
  const parsed = parseEvent(`<3>${text}`);
  if (!parsed) throw new Error(text);
  return parsed;
};

const disabled = (failures: number, reason: string) =>
  event(`CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid="l" auth_failures=${failures} duration=10 reason=${reason}`);

it.each([
  ['a first failed handshake, passphrases known to differ', disabled(1, 'WRONG_KEY'), true, true],
  ['a first failed handshake, passphrases alike', disabled(1, 'WRONG_KEY'), false, false],
  ['a second failed handshake', disabled(2, 'WRONG_KEY'), false, true],
  ['a failure to connect', disabled(2, 'CONN_FAILED'), false, false],
  [
    'SAE with another password',
    event('CTRL-EVENT-AUTH-REJECT 00:76:77:30:00:00 auth_type=3 auth_transaction=2 status_code=15 ie='),
    false,
    true,
  ],
  [
    'SAE with another password, as hostapd 2.10 says it',
    event('CTRL-EVENT-AUTH-REJECT 00:76:77:30:00:00 auth_type=3 auth_transaction=2 status_code=1'),
    false,
    true,
  ],
  [
    'SAE that is refused before',
    event('CTRL-EVENT-AUTH-REJECT 00:76:77:30:00:00 auth_type=3 auth_transaction=1 status_code=1'),
    false,
    false,
  ],
  [
    'another refused authentication',
    event('CTRL-EVENT-AUTH-REJECT 00:76:77:30:00:00 auth_type=0 auth_transaction=2 status_code=1 ie='),
    false,
    false,
  ],
  ['a connection', event('CTRL-EVENT-CONNECTED - Connection to 00:76:77:30:00:00 completed'), false, false],
])('%s', (_, what, expectRefusal, refused) => {
  const error = refusalOf(what, station, expectRefusal);
  expect(error !== undefined).toBe(refused);
  if (error) expect(error.message).toBe('sta: ap refuses its passphrase for "l"');
});

/** A station whose daemon says these things after it was asked for its state. */
function saying(
  texts: readonly string[],
  log: readonly string[] = ['a line of the log'],
  scanned = 'FAIL\n',
): { supplicant: Supplicant; asked: string[] } {
  const asked: string[] = [];
  const control: Partial<ControlSocket> = {
    request: async (command) => {
      asked.push(command);
      if (command.startsWith('GET_NETWORK')) return scanned;
      return command === 'STATUS' ? 'wpa_state=SCANNING\n' : 'OK\n';
    },
    async *events(signal) {
      for (const text of texts) yield event(text);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  };
  const handle: DaemonHandle = {
    node: station,
    control: control as ControlSocket,
    lastLines: () => log,
    whileRunning: (work) => work,
  };
  return { supplicant: new Supplicant(handle), asked };
}

it('is connected when the daemon says so', async () => {
  const { supplicant } = saying([
    'CTRL-EVENT-SCAN-STARTED',
    'CTRL-EVENT-CONNECTED - Connection to x completed',
  ]);
  await supplicant.connected(new AbortController().signal);
});

it('says how far it came when time is up', async () => {
  const { supplicant } = saying(['CTRL-EVENT-ASSOC-REJECT bssid=00:76:77:30:00:00 status_code=17']);
  await expect(
    supplicant.connected(limited([], { afterMs: 20 }), { withinMs: 20_000 }),
  ).rejects.toMatchObject({
    message:
      'sta waits for the network "l" of ap and did not connect within 20 s: its association was refused: access point is full (status 17) (state SCANNING)',
    details: ['a line of the log'],
  });
});

const EAP_FAILURE = 'CTRL-EVENT-EAP-FAILURE EAP authentication failed';
const BY_8021X = 'CTRL-EVENT-DISCONNECTED bssid=00:76:77:30:00:00 reason=23';
const authFailures = (n: number) =>
  `CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid="l" auth_failures=${n} duration=10 reason=AUTH_FAILED`;

it.each([
  ['a user whom the server refuses', [EAP_FAILURE], 'the authentication server refuses who it says it is'],
  [
    'a server that the user does not trust',
    ["CTRL-EVENT-EAP-TLS-CERT-ERROR reason=1 depth=0 subject='/CN=x' err='unknown'", EAP_FAILURE],
    'it does not take the certificate of the authentication server',
  ],
])('gives up %s at the second time', async (_, said, why) => {
  const once = [...said, BY_8021X];
  const first = saying([...once, authFailures(1)]);
  await expect(
    first.supplicant.connected(limited([], { afterMs: 20 }), { withinMs: 20_000 }),
  ).rejects.toMatchObject({ message: expect.stringContaining(`did not connect within 20 s: ${why} (state`) });
  const { supplicant } = saying([...once, authFailures(1), ...once, authFailures(2)]);
  await expect(supplicant.connected(new AbortController().signal)).rejects.toMatchObject({
    message: `sta waits for the network "l" of ap and will not connect: ${why} (state SCANNING)`,
  });
});

const NOT_FOUND = 'CTRL-EVENT-NETWORK-NOT-FOUND';
/** One look of wpa_supplicant 2.10, with debugging lines. */
const look = (ssid: string, ...skips: readonly string[]) => [
  '1795929598.866621: vw1: Selecting BSS from priority group 0',
  `1795929598.866680: vw1: 0: 00:76:77:30:00:00 ssid='${ssid}' wpa_ie_len=0 rsn_ie_len=20 caps=0x411 level=-50 freq=2437 `,
  ...skips.map((skip) => `1795929598.866758: vw1:    skip ${skip}`),
  '1795929598.866873: vw1: No suitable network found',
];

it('gives up at once a network that it hears and does not want, in the words of the daemon', async () => {
  const log = look('l', 'RSN IE - no mgmt frame protection', '- MFP Required but network not MFP Capable');
  const { supplicant, asked } = saying([NOT_FOUND, NOT_FOUND, NOT_FOUND], log);
  await expect(supplicant.connected(new AbortController().signal, { explain: true })).rejects.toMatchObject({
    message:
      'sta waits for the network "l" of ap and will not connect: it hears it on 2437 MHz (channel 6, 2.4GHz band) and passes it over; wpa_supplicant says: no mgmt frame protection, MFP Required but network not MFP Capable (state SCANNING)',
  });
  expect(asked).toContain('LOG_LEVEL DEBUG');
  expect(asked.at(-1)).toBe('LOG_LEVEL INFO');
});

it('goes on waiting while it hears only other networks, and says which', async () => {
  const { supplicant } = saying(
    [NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND],
    look('other', '- SSID mismatch'),
  );
  await expect(
    supplicant.connected(limited([], { afterMs: 50 }), { explain: true, besides: '; the air is bad' }),
  ).rejects.toMatchObject({
    message:
      'sta waits for the network "l" of ap and did not connect in time: it hears no such network, only "other" (state SCANNING); the air is bad',
  });
});

it.each([
  [{ beacons: false }, 'ap sends no beacons (hostapd: ENABLED), as with start_disabled'],
  [{ frequencyMhz: 5180 }, 'ap sends on 5180 MHz (channel 36, 5GHz band), where it does not look'],
  [{}, 'ap sends on 2437 MHz (channel 6, 2.4GHz band)'],
])('what the access point does is in the error: %o', async (differs, says) => {
  const { supplicant } = saying([NOT_FOUND], [], '2437\n');
  const peer = { name: 'ap', state: 'ENABLED', frequencyMhz: 2437, beacons: true, ...differs };
  await expect(
    supplicant.connected(limited([], { afterMs: 20 }), { peerState: async () => peer }),
  ).rejects.toThrow(`it hears no such network on 2437 MHz (channel 6, 2.4GHz band); ${says} (state`);
});

it('scans at once when it is only waiting', async () => {
  const { supplicant, asked } = saying([]);
  await supplicant.hurry();
  expect(asked).toEqual(['STATUS', 'REASSOCIATE']);
});
