import { limited } from '../genl/deadline.js';
import { FakeBus } from '../testing/fake-bus.js';
import { VWifiError } from '../wire/errors.js';
import { type Attempt, BusError, type BusNetwork } from './bus.js';
import { joinByBus } from './join.js';

const DEVICE = { name: 'wlan1', mac: '02:00:00:00:00:01' };
const HOME: BusNetwork = { ssid: 'home', passphrase: 'correct horse' };

/** Joins, for at most so long. */
async function join(bus: FakeBus, network = HOME, afterMs = 5000): Promise<boolean> {
  const late = () => new VWifiError('CONNECT_TIMEOUT', `join: ${attempt.last}`);
  using signal = limited([], { afterMs, late });
  const attempt: Attempt = { what: 'join', signal, last: 'nothing' };
  return await joinByBus(bus, DEVICE, network, attempt);
}

const IWD = 'net.connman.iwd';
const STATION = '/net/connman/iwd/0/4';

/** Networks as iwd's objects, of this station. */
const network = (name: string, type: string, device = STATION) => ({
  [`${device}/${name}_${type}`]: { [`${IWD}.Network`]: { Name: name, Type: type, Device: device } },
});

interface IwdScript {
  /** What is heard before the scan, and after it. */
  readonly before?: object;
  readonly after?: object;
  readonly connect?: (path: string, bus: FakeBus) => void;
  readonly scan?: () => void;
}

function iwd({ before = {}, after = before, connect = () => {}, scan = () => {} }: IwdScript) {
  let heard = before;
  let scanning = false;
  const bus: FakeBus = new FakeBus([IWD], ({ path, interface: name }, member) => {
    if (member === 'GetManagedObjects')
      return [
        {
          '/net/connman/iwd/0/3': { [`${IWD}.Device`]: { Name: 'wlan0', Address: '02:00:00:00:00:00' } },
          [STATION]: {
            [`${IWD}.Device`]: { Name: 'wlan1', Address: '02:00:00:00:00:01' },
            [`${IWD}.Station`]: {},
          },
          ...heard,
        },
      ];
    if (member === 'Scan') {
      scan();
      scanning = true;
      setImmediate(() => {
        heard = after;
        scanning = false;
        bus.tell(STATION, 'org.freedesktop.DBus.Properties', 'PropertiesChanged', `${IWD}.Station`, {
          Scanning: false,
        });
      });
    }
    if (member === 'Get') return [scanning];
    if (member === 'Connect' && name === `${IWD}.Network`) connect(path, bus);
    return undefined;
  });
  return { bus, members: () => bus.asked.map(([member]) => member) };
}

test('iwd looks for the network, asks for the passphrase, and has joined', async () => {
  const said: unknown[] = [];
  const { bus, members } = iwd({
    after: {
      ...network('other', 'psk'),
      ...network('home', 'psk', '/net/connman/iwd/0/3'),
      ...network('home', 'psk'),
    },
    connect: (path, on) => said.push(path, on.ask('/net/vwifi/agent', 'RequestPassphrase')),
  });
  expect(await join(bus)).toBe(true);
  expect(said).toEqual([`${STATION}/home_psk`, 'correct horse']);
  expect(members()).toEqual([
    ...['GetManagedObjects', 'RegisterAgent', 'GetManagedObjects', 'Scan', 'Get', 'GetManagedObjects'],
    'Connect',
  ]);
});

test('iwd is never told to join an open network with a passphrase', async () => {
  const { bus, members } = iwd({ before: network('home', 'open') });
  await expect(join(bus, HOME, 50)).rejects.toMatchObject({
    code: 'CONNECT_TIMEOUT',
    message: expect.stringMatching(/only one of another security was heard/),
  });
  expect(members()).not.toContain('Connect');
});

test.each([
  [{ ...HOME, security: 'wpa3-sae' }, /iwd chooses the security itself/],
  [{ ...HOME, bssid: '02:00:00:00:00:09' }, /iwd chooses the access point itself/],
  [{ ...HOME, frequencyMhz: 2437 }, /iwd chooses the access point itself/],
  [{ ssid: 'home', passphrase: 'short' }, /8 to 63/],
  [{ ssid: 'home' }, /8 to 63/],
] as const)('iwd has no words for %j', async (wish, why) => {
  const { bus, members } = iwd({ before: network('home', 'psk') });
  await expect(join(bus, wish)).rejects.toMatchObject({
    code: 'BAD_ARGUMENT',
    message: expect.stringMatching(why),
  });
  expect(members()).not.toContain('Connect');
});

test('what iwd refuses is said, and what it does not do in time is undone', async () => {
  const refused = iwd({
    before: network('home', 'psk'),
    connect() {
      throw new BusError('Operation failed', `${IWD}.Failed`);
    },
  });
  await expect(join(refused.bus)).rejects.toMatchObject({
    code: 'CONNECT_REFUSED',
    message: expect.stringMatching(/is the passphrase right/),
  });
  const gone = iwd({
    scan() {
      throw new BusError('No agent', `${IWD}.NotAvailable`);
    },
  });
  await expect(join(gone.bus)).rejects.toMatchObject({ busName: `${IWD}.NotAvailable` });

  const { bus, members } = iwd({ before: network('home', 'psk') });
  const call = bus.call.bind(bus);
  bus.call = (object, member, ...rest) =>
    member === 'Connect' ? new Promise(() => {}) : call(object, member, ...rest);
  await expect(join(bus, HOME, 50)).rejects.toMatchObject({
    code: 'CONNECT_TIMEOUT',
    message: expect.stringMatching(/iwd is still at it/),
  });
  expect(members().at(-1)).toBe('Disconnect');
});

const NM = 'org.freedesktop.NetworkManager';
const WLAN1 = '/org/freedesktop/NetworkManager/Devices/4';

interface NmScript {
  readonly properties?: object;
  /** States of the device that follow, each with its reason. */
  readonly states?: readonly (readonly [state: number, reason: number])[];
}

function networkManager({ properties = {}, states = [] }: NmScript) {
  const bus: FakeBus = new FakeBus([IWD, NM], (_, member, [name]) => {
    if (member === 'GetDeviceByIpIface') {
      if (name === 'wlan1') return [WLAN1];
      throw new BusError('no', `${NM}.UnknownDevice`);
    }
    if (member === 'GetAll')
      return [{ DeviceType: 2, State: 30, HwAddress: '02:00:00:00:00:01', ...properties }];
    if (member === 'AddAndActivateConnection2') {
      setImmediate(() => {
        for (const [state, reason] of states)
          bus.tell(WLAN1, `${NM}.Device`, 'StateChanged', state, 30, reason);
      });
      return ['/settings/1', '/active/1', {}];
    }
    if (member === 'GetManagedObjects') return [{}];
    return undefined;
  });
  const settings = () => {
    const asked = bus.asked.find(([member]) => member === 'AddAndActivateConnection2');
    const pairs = asked?.[1] as readonly [string, readonly [string, readonly [string, unknown]][]][];
    return Object.fromEntries(
      pairs.map(([group, rows]) => [group, Object.fromEntries(rows.map(([key, [, value]]) => [key, value]))]),
    );
  };
  return { bus, settings, members: () => bus.asked.map(([member]) => member) };
}

const JOINED = [
  [40, 0],
  [50, 0],
  [70, 0],
] as const;

test('NetworkManager joins by a connection that is gone when it ends', async () => {
  const { bus, settings } = networkManager({ states: JOINED });
  expect(await join(bus, { ...HOME, bssid: '02:00:00:00:00:09', frequencyMhz: 2437 })).toBe(true);
  expect(settings()).toEqual({
    connection: { id: 'home', type: '802-11-wireless', autoconnect: false },
    '802-11-wireless': { ssid: Buffer.from('home'), bssid: Buffer.from([2, 0, 0, 0, 0, 9]) },
    '802-11-wireless-security': { 'key-mgmt': 'wpa-psk', psk: 'correct horse' },
  });
  expect(bus.asked.at(-1)?.slice(2)).toEqual([WLAN1, '/', [['persist', ['s', 'volatile']]]]);
});

test.each([
  [
    { ssid: 'x', passphrase: 'short' },
    { 'key-mgmt': 'sae', psk: 'short' },
  ],
  [
    { ...HOME, security: 'wpa3-sae' },
    { 'key-mgmt': 'sae', psk: 'correct horse' },
  ],
  [
    { ...HOME, security: 'wpa2-psk' },
    { 'key-mgmt': 'wpa-psk', psk: 'correct horse', pmf: 1 },
  ],
  [{ ssid: 'x', security: 'owe' }, { 'key-mgmt': 'owe' }],
] as const)('%j is %j to NetworkManager', async (wish, expected) => {
  const { bus, settings } = networkManager({ states: JOINED });
  expect(await join(bus, wish)).toBe(true);
  expect(settings()['802-11-wireless-security']).toEqual(expected);
});

test.each([
  [[120, 7], 'WRONG_PASSPHRASE', /refuses the passphrase/],
  [[120, 53], 'CONNECT_TIMEOUT', /no such network was heard/],
  [[120, 11], 'CONNECT_REFUSED', /its reason 11/],
  [[50, 0], 'CONNECT_TIMEOUT', /still at it/],
] as const)('state %j of NetworkManager is %s, and nothing stays of it', async (state, code, why) => {
  const { bus } = networkManager({ states: [state] });
  await expect(join(bus, HOME, 200)).rejects.toMatchObject({ code, message: expect.stringMatching(why) });
  expect(bus.asked.at(-1)).toEqual(['DeactivateConnection', '/active/1']);
});

test.each([
  [{ State: 20 }, HOME, 'CONNECT_REFUSED', /nmcli radio wifi on/],
  [{}, { ...HOME, frequencyMhz: 2437 }, 'BAD_ARGUMENT', /no frequency alone/],
] as const)('NetworkManager with %j is not asked', async (properties, wish, code, why) => {
  const { bus, members } = networkManager({ properties });
  await expect(join(bus, wish)).rejects.toMatchObject({ code, message: expect.stringMatching(why) });
  expect(members()).not.toContain('AddAndActivateConnection2');
});

test.each([
  ['another interface', { HwAddress: '02:00:00:00:00:07' }],
  ['one that it leaves alone', { State: 10 }],
  ['a wire', { DeviceType: 1 }],
])('NetworkManager that has %s is not asked, nor is an iwd without it', async (_, properties) => {
  const { bus, members } = networkManager({ properties });
  expect(await join(bus)).toBe(false);
  expect(members()).toEqual(['GetDeviceByIpIface', 'GetAll', 'GetManagedObjects']);
});

test('nobody is there', async () => {
  expect(await join(new FakeBus([':1.1'], () => undefined))).toBe(false);
});
