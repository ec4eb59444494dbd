import { limited } from '../deadline.js';
import type { StationNode } from '../lab/lab.js';
import { parseLab } from '../lab/parse.js';
import type { ControlSocket } from './control.js';
import { type ControlEvent, parseEvent } from './control-event.js';
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
function saying(...texts: readonly string[]): { supplicant: Supplicant; asked: string[] } {
  const asked: string[] = [];
  const control: Partial<ControlSocket> = {
    request: async (command) => {
      asked.push(command);
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
    lastLines: () => ['a line of the log'],
    whileRunning: (work) => work,
  };
  return { supplicant: new Supplicant(handle), asked };
}

it('is connected when the daemon says so', async () => {
  const { supplicant } = saying(
    'CTRL-EVENT-SCAN-STARTED',
    'CTRL-EVENT-CONNECTED - Connection to x completed',
  );
  await supplicant.connected(new AbortController().signal);
});

it('says how far it came when time is up', async () => {
  const { supplicant } = saying('CTRL-EVENT-ASSOC-REJECT bssid=00:76:77:30:00:00 status_code=17');
  await expect(supplicant.connected(limited([], { afterMs: 20 }))).rejects.toMatchObject({
    message:
      'sta did not connect to "l" in time: its association was refused with status 17 (state SCANNING)',
    details: ['a line of the log'],
  });
});

it('scans at once when it is only waiting', async () => {
  const { supplicant, asked } = saying();
  await supplicant.hurry();
  expect(asked).toEqual(['STATUS', 'REASSOCIATE']);
});
