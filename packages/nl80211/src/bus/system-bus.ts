/** The bus of this system, by a library that is there or not. */
import type { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { VWifiError } from '../wire/errors.js';
import { type Bus, BusError, type BusObject, type BusSignal } from './bus.js';

/** A name in a variable: the library is optional, and this package is built without it. */
const LIBRARY = 'dbus-native';
const VARIABLE = 'DBUS_SYSTEM_BUS_ADDRESS';
/** Where the specification has it. */
const SOCKETS = ['/run/dbus/system_bus_socket', '/var/run/dbus/system_bus_socket'];
/** The bus itself. */
const DAEMON: BusObject = {
  service: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};
/** The connection has ended, or did not come about. */
const CLOSED = 'ECONNCLOSED';
/** The type of a message. */
const SIGNAL = 4;

interface Message {
  readonly type?: number;
  readonly destination?: string;
  readonly sender?: string;
  readonly path?: string;
  readonly interface?: string;
  readonly member?: string;
  readonly signature?: string;
  readonly body?: readonly unknown[];
}

/** What is used of the library. */
interface Client {
  readonly connection: EventEmitter;
  invoke(message: Message, done: (error: Failure | null, ...values: readonly unknown[]) => void): void;
  addMatch(rule: string): PromiseLike<void>;
  listNames(): PromiseLike<string[]>;
  setMethodCallHandler(
    path: string,
    name: string,
    member: string,
    handler: readonly [() => unknown, string],
  ): void;
  close(): Promise<void>;
}
interface Failure extends Error {
  readonly dbusName?: string;
  readonly code?: string;
}
interface Library {
  createClient(options: { readonly busAddress: string; readonly plainValues: boolean }): Client;
}

/** Where the system's bus listens; undefined where there is none. */
export function systemBusAddress(): string | undefined {
  const said = process.env[VARIABLE];
  if (said !== undefined && said !== '') return said;
  const socket = SOCKETS.find((path) => existsSync(path));
  return socket === undefined ? undefined : `unix:path=${socket}`;
}

class LibraryBus implements Bus {
  #lost: Error | undefined;

  constructor(
    private readonly client: Client,
    private readonly address: string,
  ) {
    client.connection.on('error', (error: Error) => {
      this.#lost ??= error;
    });
  }

  async names(): Promise<readonly string[]> {
    return this.#while(async () => this.client.listNames());
  }

  call(
    { service, path, interface: name }: BusObject,
    member: string,
    signature?: string,
    body?: readonly unknown[],
  ): Promise<readonly unknown[]> {
    const message = { destination: service, path, interface: name, member };
    return this.#while(
      () =>
        new Promise((resolve, reject) => {
          this.client.invoke(
            signature ? { ...message, signature, body: body ?? [] } : message,
            (error, ...values) => (error ? reject(error) : resolve(values)),
          );
        }),
      `${service} ${member}`,
    );
  }

  async watch(service: string, listener: (signal: BusSignal) => void): Promise<void> {
    // Signals say who sent them by another name.
    const [owner] = await this.call(DAEMON, 'GetNameOwner', 's', [service]);
    this.client.connection.on('message', ({ type, sender, path, interface: name, member, body }: Message) => {
      if (type !== SIGNAL || sender !== owner) return;
      listener({ path: path ?? '', interface: name ?? '', member: member ?? '', body: body ?? [] });
    });
    await this.#while(async () => this.client.addMatch(`type='signal',sender='${service}'`));
  }

  serve({ path, interface: name }: Omit<BusObject, 'service'>, member: string, answer: () => string): void {
    this.client.setMethodCallHandler(path, name, member, [answer, 's']);
  }

  close(): Promise<void> {
    return this.client.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #while<T>(work: () => Promise<T>, what = 'it'): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const { dbusName, code, message } = error as Failure;
      if (dbusName !== undefined && code !== CLOSED)
        throw new BusError(`${what}: ${message} (${dbusName})`, dbusName);
      throw new VWifiError(
        'CONTROL_CLOSED',
        `D-Bus at ${this.address}: ${(this.#lost ?? (error as Error)).message}`,
        {
          cause: error,
        },
      );
    }
  }
}

/** Opens the system's bus. Rejects with `NO_DBUS` where the library is not installed, `CONTROL_CLOSED` where nobody listens. */
export async function openSystemBus(address: string): Promise<Bus> {
  let library: { readonly default: Library };
  try {
    library = await import(LIBRARY);
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new VWifiError(
      'NO_DBUS',
      `NetworkManager and iwd are asked by a package that is not installed: npm install ${LIBRARY}; or start a wpa_supplicant with a control socket`,
    );
  }
  const bus = new LibraryBus(
    library.default.createClient({ busAddress: address, plainValues: true }),
    address,
  );
  try {
    await bus.names();
  } catch (error) {
    await bus.close();
    throw error;
  }
  return bus;
}
