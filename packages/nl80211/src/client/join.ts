/** Networks that need keys: what a supplicant of this system does for an interface. */

import { statusWords } from '../elements/words.js';
import { abortError } from '../genl/abort.js';
import { nativeSocket } from '../socket/native.js';
import { nl80211 } from '../spec/nl80211/family.js';
import type { JoinOptions } from '../supplicant/join-options.js';
import { VWifiError } from '../wire/errors.js';
import type { ConnectOptions, ConnectResult } from './connect.js';
import type { Place } from './place.js';
import { runVerb } from './verb.js';

export type JoinKeys = Pick<JoinOptions, 'passphrase' | 'security'> & {
  /** The supplicant's control socket, where it is none of the usual ones. */
  readonly control?: string;
};

/** Joins a network by the wpa_supplicant that serves the interface. Rejects with `NO_SUPPLICANT` where there is none. */
export async function join(place: Place, what: string, options: ConnectOptions): Promise<ConnectResult> {
  const { ifindex, target, factory } = place;
  const { ssid, bssid, frequencyMhz, passphrase, security, control, timeoutMs = 30_000, signal } = options;
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
  // Its own limit says more.
  return runVerb(place, what, { signal, timeoutMs: Number.POSITIVE_INFINITY }, async (verb) => {
    const call = { signal: verb.signal, target };
    const [{ ifname = '' } = {}] = await verb.netlink.request(nl80211, 'getInterface', { ifindex }, call);
    const { Supplicant } = await import('../supplicant/supplicant.js');
    await using supplicant = await Supplicant.open(ifname, control === undefined ? {} : { path: control });
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
    return { bssid: joined.bssid ?? '', status: 0, statusText: statusWords(0) };
  });
}
