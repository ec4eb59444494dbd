/** Networks that need keys: what a supplicant of this system does for an interface. */

import type { Attempt, BusDevice } from '../bus/bus.js';
import { statusWords } from '../elements/words.js';
import { abortError } from '../genl/abort.js';
import { limited } from '../genl/deadline.js';
import { nativeSocket } from '../socket/native.js';
import { nl80211 } from '../spec/nl80211/family.js';
import type { JoinOptions } from '../supplicant/join-options.js';
import { VWifiError } from '../wire/errors.js';
import type { ConnectOptions, ConnectResult } from './connect.js';
import { associated } from './link.js';
import type { Place } from './place.js';
import { readBss } from './scan.js';
import { runVerb, type Verb } from './verb.js';

export type JoinKeys = Pick<JoinOptions, 'passphrase' | 'security'> & {
  /** The supplicant's control socket, where it is none of the usual ones. */
  readonly control?: string;
};

type Options = ConnectOptions & Required<Pick<ConnectOptions, 'timeoutMs'>>;

/** By the wpa_supplicant that serves the interface; undefined where there is none and none was named. */
async function joinByControl(
  verb: Verb,
  what: string,
  ifname: string,
  options: Options,
): Promise<string | undefined> {
  const { ssid, bssid, frequencyMhz, passphrase, security, control, timeoutMs } = options;
  const { Supplicant } = await import('../supplicant/supplicant.js');
  const opening = Supplicant.open(ifname, control === undefined ? {} : { path: control });
  const opened = await opening.catch((error) => {
    if (control === undefined && error.code === 'NO_SUPPLICANT') return undefined;
    throw error;
  });
  if (!opened) return undefined;
  await using supplicant = opened;
  const joined = await supplicant
    .join({
      ...{ ssid, timeoutMs, signal: verb.signal },
      ...(passphrase === undefined ? {} : { passphrase }),
      ...(security === undefined ? {} : { security }),
      ...(bssid === undefined ? {} : { bssid }),
      ...(frequencyMhz === undefined ? {} : { frequenciesMhz: [frequencyMhz] }),
    })
    .catch((error: Error) => {
      throw verb.signal.aborted ? abortError(what, verb.signal) : error;
    });
  return joined.bssid ?? '';
}

/** By NetworkManager or iwd, where one of them looks after the interface; false where none does. */
async function joinByDaemon(verb: Verb, what: string, device: BusDevice, options: Options): Promise<boolean> {
  const { ssid, bssid, frequencyMhz, passphrase, security, timeoutMs } = options;
  const { openSystemBus, systemBusAddress } = await import('../bus/system-bus.js');
  const address = systemBusAddress();
  if (address === undefined) return false;
  const { joinByBus } = await import('../bus/join.js');
  // Who made its socket may have ended.
  const opened = await openSystemBus(address).catch((error) => {
    if (error.code === 'CONTROL_CLOSED') return undefined;
    throw error;
  });
  if (!opened) return false;
  await using bus = opened;
  const late = () =>
    new VWifiError('CONNECT_TIMEOUT', `${what}: not connected within ${timeoutMs} ms: ${attempt.last}`);
  using signal = limited([verb.signal], { afterMs: timeoutMs, late });
  const attempt: Attempt = { what, signal, last: 'no daemon has answered' };
  const network = {
    ssid,
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(security === undefined || security === 'open' ? {} : { security }),
    ...(bssid === undefined ? {} : { bssid }),
    ...(frequencyMhz === undefined ? {} : { frequencyMhz }),
  };
  return await joinByBus(bus, device, network, attempt);
}

/**
 * Joins a network by who has keys on this system: the wpa_supplicant that serves the interface, else NetworkManager or iwd.
 * Rejects with `NO_SUPPLICANT` where there is none.
 */
export async function join(place: Place, what: string, options: ConnectOptions): Promise<ConnectResult> {
  const { ifindex, target, factory } = place;
  const { timeoutMs = 30_000, signal } = options;
  if (options.attributes !== undefined)
    throw new VWifiError(
      'BAD_ARGUMENT',
      `${what}: attributes go to the driver, a passphrase to a supplicant`,
    );
  if (factory !== nativeSocket)
    throw new VWifiError(
      'NO_SUPPLICANT',
      `${what}: this client's interfaces are another system's, whose supplicant is not reached from here; open its control socket there`,
    );
  // Their own limits say more.
  return runVerb(place, what, { signal, timeoutMs: Number.POSITIVE_INFINITY }, async (verb) => {
    const call = { signal: verb.signal, target };
    const [{ ifname = '', mac = '' } = {}] = await verb.netlink.request(
      nl80211,
      'getInterface',
      { ifindex },
      call,
    );
    const said = { ...options, timeoutMs };
    const bssid =
      (await joinByControl(verb, what, ifname, said)) ??
      ((await joinByDaemon(verb, what, { name: ifname, mac }, said))
        ? associated(await readBss(verb.netlink, ifindex, target, verb.signal))[0]?.bssid
        : nobody(what, ifname));
    return { bssid: bssid ?? '', status: 0, statusText: statusWords(0) };
  });
}

function nobody(what: string, ifname: string): never {
  throw new VWifiError(
    'NO_SUPPLICANT',
    `${what}: nobody here joins protected networks with ${ifname}: no wpa_supplicant listens in /run/wpa_supplicant, neither NetworkManager nor iwd looks after it; start one: wpa_supplicant -B -i ${ifname} -C /run/wpa_supplicant`,
  );
}
