/** NetworkManager, by its interfaces on D-Bus (NetworkManager's reference, "D-Bus API"; nm-dbus-interface.h). */
import { Bell } from '../genl/bell.js';
import { VWifiError } from '../wire/errors.js';
import { Ssid, ssidBytes } from '../wire/ssid.js';
import { type Bus, BusError, type BusNetwork, type Joiner, PROPERTIES } from './bus.js';

const SERVICE = 'org.freedesktop.NetworkManager';
const MANAGER = { service: SERVICE, path: '/org/freedesktop/NetworkManager', interface: SERVICE };
const DEVICE = `${SERVICE}.Device`;
const WIFI = 2;
const NOT_MANAGED = 10;
const UNAVAILABLE = 20;
/** From here on the network is joined; what follows are addresses. */
const ADDRESSES = 70;
const ACTIVATED = 100;
const FAILED = 120;
/** Secrets were wanted again: those that it had were wrong. */
const NO_SECRETS = 7;
const SSID_NOT_FOUND = 53;
/** Management frames are not protected: so the key is WPA2's. */
const PMF_OFF = 1;

const PSK = /^[\x20-\x7e]{8,63}$/;

/** The settings of a connection that is gone when it ends. */
function settingsOf({ ssid, passphrase, security, bssid }: BusNetwork): readonly unknown[] {
  const name = Buffer.from(ssidBytes(ssid));
  // WPA2's words are of either: the daemon takes WPA3 where the network has it.
  const management =
    security === 'owe' ? 'owe' : security === 'wpa3-sae' || !PSK.test(passphrase ?? '') ? 'sae' : 'wpa-psk';
  const text = new Ssid(ssidBytes(ssid)).toString();
  return [
    [
      'connection',
      [
        ['id', ['s', text]],
        ['type', ['s', '802-11-wireless']],
        ['autoconnect', ['b', false]],
      ],
    ],
    [
      '802-11-wireless',
      [
        ['ssid', ['ay', name]],
        ...(bssid === undefined ? [] : [['bssid', ['ay', Buffer.from(bssid.replaceAll(':', ''), 'hex')]]]),
      ],
    ],
    [
      '802-11-wireless-security',
      [
        ['key-mgmt', ['s', management]],
        ...(passphrase === undefined ? [] : [['psk', ['s', passphrase]]]),
        ...(security === 'wpa2-psk' ? [['pmf', ['i', PMF_OFF]]] : []),
      ],
    ],
  ];
}

/** What became of it, by the reasons of nm-dbus-interface.h. */
function failure(what: string, reason: number): VWifiError {
  if (reason === NO_SECRETS)
    return new VWifiError('WRONG_PASSPHRASE', `${what}: the access point refuses the passphrase`);
  if (reason === SSID_NOT_FOUND)
    return new VWifiError('CONNECT_TIMEOUT', `${what}: no such network was heard`);
  return new VWifiError('CONNECT_REFUSED', `${what}: NetworkManager could not (its reason ${reason})`);
}

async function propertiesOf(bus: Bus, path: string): Promise<Readonly<Record<string, unknown>>> {
  const [all] = await bus.call({ service: SERVICE, path, interface: PROPERTIES }, 'GetAll', 's', [DEVICE]);
  return all as Record<string, unknown>;
}

export const networkManager: Joiner = {
  service: SERVICE,

  async find(bus, { name, mac }) {
    const found = await bus.call(MANAGER, 'GetDeviceByIpIface', 's', [name]).catch((error) => {
      if (error instanceof BusError) return [];
      throw error;
    });
    const path = found[0] as string | undefined;
    if (path === undefined) return undefined;
    const { DeviceType, State, HwAddress } = await propertiesOf(bus, path);
    const its = DeviceType === WIFI && String(HwAddress).toLowerCase() === mac;
    return its && State !== NOT_MANAGED ? path : undefined;
  },

  async join(bus, device, network, attempt) {
    const { what, signal } = attempt;
    if (network.frequencyMhz !== undefined && network.bssid === undefined)
      throw new VWifiError(
        'BAD_ARGUMENT',
        `${what}: NetworkManager takes an access point's address, and no frequency alone; leave it out`,
      );
    const { State } = await propertiesOf(bus, device);
    if (State === UNAVAILABLE)
      throw new VWifiError(
        'CONNECT_REFUSED',
        `${what}: NetworkManager cannot use the interface now; is its Wi-Fi switched on (nmcli radio wifi on), and does it have a wpa_supplicant?`,
      );
    const bell = new Bell();
    let state: readonly [state: number, reason: number] | undefined;
    await bus.watch(SERVICE, ({ path, interface: of, member, body }) => {
      if (path !== device || of !== DEVICE || member !== 'StateChanged') return;
      const [now, , reason] = body as readonly [number, number, number];
      state = [now, reason];
      if (now >= ADDRESSES) bell.ring();
    });
    attempt.last = 'NetworkManager is still at it';
    const volatile = [['persist', ['s', 'volatile']]];
    const [, active] = await bus.call(MANAGER, 'AddAndActivateConnection2', 'a{sa{sv}}ooa{sv}', [
      ...[settingsOf(network), device, '/', volatile],
    ]);
    const look = () => {
      if (!state) return undefined;
      const [now, reason] = state;
      if (now === FAILED) throw failure(what, reason);
      return now >= ADDRESSES && now <= ACTIVATED ? true : undefined;
    };
    try {
      await bell.until(what, look, signal);
    } catch (error) {
      await bus.call(MANAGER, 'DeactivateConnection', 'o', [active]).catch(() => {});
      throw error;
    }
  },
};
