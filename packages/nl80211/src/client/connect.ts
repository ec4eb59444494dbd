import { reasonWords, statusWords } from '../elements/words.js';
import { Bell } from '../genl/bell.js';
import type { FamilyEvent } from '../genl/generic.js';
import type { Nl80211, Nl80211In } from '../spec/nl80211/attributes.js';
import { nl80211 } from '../spec/nl80211/family.js';
import { VWifiError } from '../wire/errors.js';
import { Ssid, type SsidLike, ssidBytes } from '../wire/ssid.js';
import { type JoinKeys, join } from './join.js';
import type { Place } from './place.js';
import { readBss } from './scan.js';
import { runVerb, type Verb } from './verb.js';
import type { Cancel } from './vwifi.js';

export interface ConnectOptions extends JoinKeys, Cancel {
  readonly ssid: SsidLike;
  readonly bssid?: string;
  readonly frequencyMhz?: number | undefined;
  /** @deprecated `frequencyMhz` */
  readonly frequency?: number;
  /** 30 000 when left out. */
  readonly timeoutMs?: number;
  /** Anything else the command takes, for instance `privacy`, `ie`, `authType`, `keys`. */
  readonly attributes?: Nl80211In;
}

export interface ConnectResult {
  readonly bssid: string;
  /** 0: success. */
  readonly status: number;
  readonly statusText: string;
}

const REASON_LEAVING = 3;

/** The network refused, or did not answer. `code` is 'CONNECT_REFUSED', 'CONNECT_TIMEOUT' or 'CONNECT_LOST'. */
export class ConnectError extends VWifiError {
  override name = 'ConnectError';
  constructor(
    code: 'CONNECT_REFUSED' | 'CONNECT_TIMEOUT' | 'CONNECT_LOST',
    message: string,
    /** The access point's status code and what it means. */
    readonly status?: number,
    readonly statusText?: string,
    /** The reason code of a deauthentication, and what it means. */
    readonly reason?: number,
    readonly reasonText?: string,
  ) {
    super(code, message);
  }
}

/** An open attempt at a network that is known to be protected helps nobody but who plays that network. */
async function refuseOpen(
  { netlink, signal, what }: Verb,
  { ifindex, target }: Place,
  ssid: SsidLike,
): Promise<void> {
  const name = Buffer.from(ssidBytes(ssid));
  // Whoever may not be told what the radio has heard is told by the attempt itself.
  const heard = await readBss(netlink, ifindex, target, signal).catch(() => []);
  const its = heard.filter((bss) => name.equals(bss.ssidBytes));
  const [first] = its;
  if (!first || its.some(({ security }) => security.length === 0)) return;
  const owe = first.security.includes('OWE');
  throw new VWifiError(
    'PROTECTED',
    `${what}: the network is protected (${first.security.join(', ')}); say ${owe ? "security: 'owe'" : 'its passphrase'}`,
  );
}

/**
 * Joins a network: with a passphrase (or `security`) by the wpa_supplicant that serves the interface, else through
 * NL80211_CMD_CONNECT: open networks, and whatever the driver does by itself.
 */
export async function connect(place: Place, options: ConnectOptions): Promise<ConnectResult> {
  const { ifindex, target } = place;
  const { ssid, bssid, frequencyMhz, timeoutMs = 30_000, signal, attributes } = options;
  const what = `connect ${target} to ${JSON.stringify(new Ssid(ssidBytes(ssid)).toString())}`;
  const { passphrase, security = 'open', control } = options;
  if (passphrase !== undefined || control !== undefined || security !== 'open')
    return join(place, what, options);
  const request = {
    ifindex,
    ssid,
    authType: 'open-system',
    ...(bssid === undefined ? {} : { mac: bssid }),
    ...(frequencyMhz === undefined ? {} : { wiphyFreq: frequencyMhz }),
    ...attributes,
  } as Nl80211In;
  return runVerb(place, what, { signal, timeoutMs }, async (verb) => {
    const { netlink } = verb;
    const call = { signal: verb.signal, target };
    if (attributes === undefined) await refuseOpen(verb, place, ssid);
    const outcome = new Outcome(ifindex);
    await netlink.subscribe(nl80211, ['mlme'], (event) => outcome.see(event), call);
    // Answers and events share the socket: once this is answered, all events of earlier attempts have been seen.
    await netlink.request(nl80211, 'getInterface', { ifindex }, call);
    outcome.expect();
    // An attempt that goes on would surprise the next one.
    const stop = () =>
      netlink.request(nl80211, 'disconnect', { ifindex, reasonCode: REASON_LEAVING }, { target });
    await verb.begin(() => netlink.request(nl80211, 'connect', request, { target }), stop);
    const result = await netlink.waiting(outcome.result(what, verb.signal)).catch((error: Error) => {
      // The network said no, or nobody knows: only who gave up wants it stopped.
      if (!verb.signal.aborted) verb.ended();
      throw error;
    });
    verb.ended();
    return result;
  });
}

class Outcome {
  private seen: { readonly command: string | number; readonly attributes: Nl80211 } | undefined;
  private failure: Error | undefined;
  private expecting = false;
  private readonly bell = new Bell();

  constructor(private readonly ifindex: number) {}

  expect(): void {
    this.expecting = true;
  }

  see(event: FamilyEvent<typeof nl80211>): void {
    if (event.kind === 'message') {
      const { command, attributes } = event.message;
      if (!this.expecting || this.seen || attributes.ifindex !== this.ifindex) return;
      if (command !== 'connect' && command !== 'disconnect') return;
      this.seen = { command, attributes };
    } else {
      this.failure = new VWifiError(
        'CLOSED',
        'connect: events were lost, the outcome is unknown; ask for link()',
      );
    }
    this.bell.ring();
  }

  async result(what: string, signal: AbortSignal): Promise<ConnectResult> {
    const look = () => {
      if (!this.seen && this.failure) throw this.failure;
      return this.seen;
    };
    const { command, attributes } = await this.bell.until(what, look, signal);
    return readOutcome(what, command, attributes);
  }
}

function readOutcome(what: string, command: string | number, attributes: Nl80211): ConnectResult {
  const { statusCode = 0, reasonCode, timedOut, timeoutReason, mac = '' } = attributes;
  if (command === 'disconnect') {
    const text = reasonCode === undefined ? 'no reason given' : reasonWords(reasonCode);
    throw new ConnectError(
      'CONNECT_LOST',
      `${what}: disconnected (${text})`,
      undefined,
      undefined,
      reasonCode,
      text,
    );
  }
  if (timedOut) {
    const step = timeoutReason === undefined ? '' : ` (${timeoutReason})`;
    throw new ConnectError('CONNECT_TIMEOUT', `${what}: no answer from the network${step}; is it in range?`);
  }
  const statusText = statusWords(statusCode);
  if (statusCode !== 0) {
    throw new ConnectError('CONNECT_REFUSED', `${what}: refused (${statusText})`, statusCode, statusText);
  }
  return { bssid: mac, status: statusCode, statusText };
}
