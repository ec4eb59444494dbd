import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BusError, type BusSignal } from './bus.js';
import { openSystemBus, systemBusAddress } from './system-bus.js';

interface Service {
  requestName(name: string, flags: number): PromiseLike<number>;
  exportInterface(object: unknown, path: string, descriptor: unknown): void;
  sendSignal(path: string, name: string, member: string, signature: string, body: readonly unknown[]): void;
  invoke(message: object): PromiseLike<unknown>;
  close(): Promise<void>;
}
/** The library's other half: a bus, and daemons on it. */
const library = createRequire(import.meta.url)('dbus-native') as {
  createBroker(): {
    listen(where: { readonly socket: string }, done: () => void): unknown;
    close(done: () => void): void;
  };
  createClient(options: object): Service;
};

const folder = mkdtempSync(join(tmpdir(), 'vwifi-bus-'));
const address = `unix:path=${join(folder, 'bus')}`;
const THING = { service: 'org.example.Daemon', path: '/org/example', interface: 'org.example.Thing' };
const broker = library.createBroker();

beforeAll(() => new Promise<void>((resolve) => void broker.listen({ socket: join(folder, 'bus') }, resolve)));
afterAll(async () => {
  await new Promise<void>((resolve) => broker.close(resolve));
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  delete process.env.DBUS_SYSTEM_BUS_ADDRESS;
});

async function daemon(): Promise<Service> {
  const service = library.createClient({ busAddress: address });
  await service.requestName(THING.service, 0);
  const methods = {
    Twice: ['a{sv}', 'a{sv}', [], []],
    Fail: ['', '', [], []],
  };
  service.exportInterface(
    {
      Twice: (values: unknown) => values,
      Fail() {
        throw Object.assign(new Error('not today'), { dbusName: 'org.example.Error.No' });
      },
    },
    THING.path,
    { name: THING.interface, methods },
  );
  return service;
}

test('daemons are called, heard and answered', async () => {
  const service = await daemon();
  await using bus = await openSystemBus(address);
  expect(await bus.names()).toContain(THING.service);
  const values = [
    ['name', ['s', 'wlan1']],
    ['octets', ['ay', Buffer.from([1, 2])]],
    ['up', ['b', true]],
  ];
  expect(await bus.call(THING, 'Twice', 'a{sv}', [values])).toHaveLength(1);

  const heard: BusSignal[] = [];
  const told = new Promise<void>((resolve) => {
    void bus
      .watch(THING.service, (signal) => {
        heard.push(signal);
        resolve();
      })
      .then(() =>
        service.sendSignal('/org/example', 'org.example.Thing', 'Changed', 'sa{sv}', [
          'x',
          [['on', ['b', true]]],
        ]),
      );
  });
  await told;
  expect(heard).toEqual([
    { path: '/org/example', interface: 'org.example.Thing', member: 'Changed', body: ['x', { on: true }] },
  ]);

  const failure = bus.call(THING, 'Fail');
  await expect(failure).rejects.toBeInstanceOf(BusError);
  await expect(failure).rejects.toMatchObject({
    code: 'CONTROL_REFUSED',
    message: /org.example.Daemon Fail: .*not today/,
  });
  await service.close();
});

test('nobody there is said', async () => {
  const nowhere = `unix:path=${join(folder, 'nowhere')}`;
  await expect(openSystemBus(nowhere)).rejects.toMatchObject({
    code: 'CONTROL_CLOSED',
    message: expect.stringMatching(/D-Bus at unix:path=.*nowhere: .*ENOENT/),
  });
  process.env.DBUS_SYSTEM_BUS_ADDRESS = nowhere;
  expect(systemBusAddress()).toBe(nowhere);
});
