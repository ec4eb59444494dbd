/** iwd, by its interfaces on D-Bus (iwd, doc/*-api.txt). */
import { abortable } from '../genl/abort.js';
import { Bell } from '../genl/bell.js';
import { pause } from '../genl/deadline.js';
import { VWifiError } from '../wire/errors.js';
import { Ssid, ssidBytes } from '../wire/ssid.js';
import { type Attempt, type Bus, BusError, type BusNetwork, type Joiner, PROPERTIES } from './bus.js';

const SERVICE = 'net.connman.iwd';
const DEVICE = `${SERVICE}.Device`;
const STATION = `${SERVICE}.Station`;
const NETWORK = `${SERVICE}.Network`;
/** Whom iwd asks for the passphrase: the one who said to connect. */
const AGENT = { path: '/net/vwifi/agent', interface: `${SERVICE}.Agent` };
const AGENTS = { service: SERVICE, path: '/net/connman/iwd', interface: `${SERVICE}.AgentManager` };
/** It has one under way, which serves as well; or something else to do first. */
const BUSY: readonly string[] = [`${SERVICE}.InProgress`, `${SERVICE}.Busy`];
/** How long that may take it until it is asked again. */
const BUSY_WAIT_MS = 500;

type Properties = Readonly<Record<string, unknown>>;

const stationAt = (path: string) => ({ service: SERVICE, path, interface: STATION });

/** All objects, by their paths: properties of their interfaces. */
async function objectsOf(bus: Bus): Promise<Readonly<Record<string, Readonly<Record<string, Properties>>>>> {
  const manager = { service: SERVICE, path: '/', interface: 'org.freedesktop.DBus.ObjectManager' };
  const [objects] = await bus.call(manager, 'GetManagedObjects');
  return objects as Record<string, Record<string, Properties>>;
}

/** What of a wish iwd has no words for. */
function refuseMore({ security, bssid, frequencyMhz, passphrase = '' }: BusNetwork, what: string): void {
  const bad = (why: string) => new VWifiError('BAD_ARGUMENT', `${what}: ${why}`);
  if (security !== undefined) throw bad(`iwd chooses the security itself; leave ${security} out`);
  if (bssid !== undefined || frequencyMhz !== undefined)
    throw bad('iwd chooses the access point itself; leave its address and frequency out');
  if (!/^[\x20-\x7e]{8,63}$/.test(passphrase))
    throw bad('iwd takes passphrases of 8 to 63 printable characters');
}

/** Looks for the network until it is heard; one of that name without security is another one. */
async function findNetwork(bus: Bus, station: string, name: string, attempt: Attempt): Promise<string> {
  const scans = await Scans.watch(bus, station);
  for (;;) {
    const heard = Object.entries(await objectsOf(bus)).filter(
      ([, { [NETWORK]: network }]) => network?.Device === station && network.Name === name,
    );
    const [found] = heard.find(([, { [NETWORK]: network }]) => network?.Type === 'psk') ?? [];
    if (found !== undefined) return found;
    attempt.last = heard.length > 0 ? 'only one of another security was heard' : 'no such network was heard';
    await scans.another(attempt);
  }
}

/** Scans of a station. */
class Scans {
  readonly #bell = new Bell();
  #running = false;

  private constructor(
    private readonly bus: Bus,
    private readonly path: string,
  ) {}

  static async watch(bus: Bus, path: string): Promise<Scans> {
    const scans = new Scans(bus, path);
    await bus.watch(SERVICE, ({ path: at, member, body: [of, changed] }) => {
      if (at === path && member === 'PropertiesChanged' && of === STATION) scans.#see(changed as Properties);
    });
    return scans;
  }

  #see({ Scanning: running }: Properties): void {
    if (typeof running !== 'boolean') return;
    this.#running = running;
    this.#bell.ring();
  }

  /** Resolves when a scan has ended that began after the call, or was under way. */
  async another({ what, signal }: Attempt): Promise<void> {
    const asked = this.bus.call(stationAt(this.path), 'Scan').then(
      () => true,
      (error) => {
        if (error instanceof BusError && BUSY.includes(error.busName)) return false;
        throw error;
      },
    );
    if (!(await abortable(asked, signal, what))) await pause(BUSY_WAIT_MS, signal);
    const properties = { service: SERVICE, path: this.path, interface: PROPERTIES };
    const [now] = await this.bus.call(properties, 'Get', 'ss', [STATION, 'Scanning']);
    this.#running = now === true;
    await this.#bell.until(what, () => (this.#running ? undefined : true), signal);
  }
}

export const iwd: Joiner = {
  service: SERVICE,

  async find(bus, { name, mac }) {
    const found = Object.entries(await objectsOf(bus)).find(
      ([, { [DEVICE]: device, [STATION]: station }]) =>
        station && device?.Name === name && String(device.Address).toLowerCase() === mac,
    );
    return found?.[0];
  },

  async join(bus, station, network, attempt) {
    const { what, signal } = attempt;
    refuseMore(network, what);
    bus.serve(AGENT, 'RequestPassphrase', () => network.passphrase ?? '');
    await bus.call(AGENTS, 'RegisterAgent', 'o', [AGENT.path]);
    const path = await findNetwork(bus, station, new Ssid(ssidBytes(network.ssid)).toString(), attempt);
    attempt.last = 'iwd is still at it';
    const connecting = bus.call({ service: SERVICE, path, interface: NETWORK }, 'Connect');
    try {
      await abortable(connecting, signal, what);
    } catch (error) {
      if (signal.aborted) await bus.call(stationAt(station), 'Disconnect').catch(() => {});
      if (!(error instanceof BusError)) throw error;
      throw new VWifiError(
        'CONNECT_REFUSED',
        `${what}: iwd could not, and does not say why (${error.busName}); is the passphrase right?`,
      );
    }
  },
};
