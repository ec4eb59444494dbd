/** A station that wpa_supplicant carries, by its control socket. */

import { statusWords } from '../elements/words.js';
import { limited } from '../genl/deadline.js';
import { VWifiError } from '../wire/errors.js';
import { Ssid, ssidBytes } from '../wire/ssid.js';
import { ControlledDaemon } from './daemon.js';
import type { ControlEvent } from './event.js';
import { controlFolders, openIn } from './folder.js';
import type { JoinOptions } from './join-options.js';
import {
  type ConfiguredNetwork,
  type HeardNetwork,
  parseNetworks,
  parseScanResults,
  parseSignalPoll,
  parseSupplicantStatus,
  type SignalPoll,
  type SupplicantStatus,
} from './reply.js';

export type { JoinOptions };

const SECURITY = {
  open: { key_mgmt: 'NONE' },
  owe: { key_mgmt: 'OWE', ieee80211w: '2' },
  'wpa2-psk': { key_mgmt: 'WPA-PSK WPA-PSK-SHA256', ieee80211w: '1' },
  'wpa3-sae': { key_mgmt: 'SAE', ieee80211w: '2' },
  either: { key_mgmt: 'WPA-PSK WPA-PSK-SHA256 SAE', ieee80211w: '1' },
} as const;

/** What WPA2 takes for a passphrase: 8 to 63 printable characters of ASCII (802.11, J.4.1); SAE takes any. */
const PSK = /^[\x20-\x7e]{8,63}$/;
/**
 * Of SAE, a confirm that is refused did not fit, so the passwords differ: with status code 15, or without a reason (1, as
 * 802.11, table 9-80, has them).
 */
const CONFIRM_REFUSED: readonly number[] = [1, 15];
const SAE = '3';
const CONFIRM = '2';

const bad = (message: string): VWifiError => new VWifiError('BAD_ARGUMENT', `join: ${message}`);
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex');

/** What SET_NETWORK is told, in its order. Text goes as hexadecimal digits: no character of it is a word of the command. */
function settingsOf(options: JoinOptions): readonly (readonly [name: string, value: string])[] {
  const { ssid, passphrase, bssid, frequenciesMhz, hidden } = options;
  const wanted =
    options.security ?? (passphrase === undefined ? 'open' : PSK.test(passphrase) ? 'either' : 'wpa3-sae');
  const keyed = wanted !== 'open' && wanted !== 'owe';
  if (keyed !== (passphrase !== undefined))
    throw bad(keyed ? `${wanted} needs a passphrase` : `${wanted} has no passphrase`);
  if (passphrase !== undefined && (passphrase === '' || /[\0\r\n]/.test(passphrase)))
    throw bad('a passphrase has at least one character, and no line in it');
  if (wanted === 'wpa2-psk' && !PSK.test(passphrase ?? ''))
    throw bad('a passphrase of WPA2 has 8 to 63 printable characters');
  if (bssid !== undefined && !/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(bssid))
    throw bad(`${JSON.stringify(bssid)} is no hardware address`);
  const frequencies = frequenciesMhz?.map((each) => {
    if (!Number.isInteger(each) || each <= 0) throw bad(`${each} is no frequency in MHz`);
    return each;
  });
  const { key_mgmt, ...more } = { ...SECURITY[wanted] };
  return [
    ['ssid', hex(ssidBytes(ssid))],
    ['key_mgmt', key_mgmt],
    ...Object.entries(more),
    ...(passphrase !== undefined && PSK.test(passphrase) && wanted !== 'wpa3-sae'
      ? ([['psk', `"${passphrase}"`]] as const)
      : []),
    ...(passphrase !== undefined && wanted !== 'wpa2-psk'
      ? ([['sae_password', `"${passphrase}"`]] as const)
      : []),
    ...(bssid === undefined ? [] : ([['bssid', bssid]] as const)),
    ...(frequencies?.length
      ? ([
          ['scan_freq', frequencies.join(' ')],
          ['freq_list', frequencies.join(' ')],
        ] as const)
      : []),
    ...(hidden ? ([['scan_ssid', '1']] as const) : []),
  ];
}

export class Supplicant extends ControlledDaemon {
  /**
   * The wpa_supplicant of an interface of this system: its socket is looked for in /run/wpa_supplicant and
   * /var/run/wpa_supplicant, or is the file `path`. Rejects with `NO_SUPPLICANT`.
   */
  static async open(name: string, { path }: { readonly path?: string } = {}): Promise<Supplicant> {
    return new Supplicant(await openIn(controlFolders.supplicant, name, path));
  }

  async status(): Promise<SupplicantStatus> {
    return parseSupplicantStatus(await this.control.request('STATUS'));
  }

  /** Signal and rate of the connection; empty while there is none. */
  async signal(): Promise<SignalPoll> {
    return parseSignalPoll(await this.control.request('SIGNAL_POLL'));
  }

  /** The networks that it is configured for. */
  async networks(): Promise<readonly ConfiguredNetwork[]> {
    return parseNetworks(await this.control.request('LIST_NETWORKS'));
  }

  /** What it has heard last, without looking anew. */
  async scanResults(): Promise<readonly HeardNetwork[]> {
    return parseScanResults(await this.control.request('SCAN_RESULTS'));
  }

  /** Looks for networks, or waits for a look that is under way, and returns what it hears. */
  async scan({
    signal,
    timeoutMs = 30_000,
  }: Pick<JoinOptions, 'signal' | 'timeoutMs'> = {}): Promise<readonly HeardNetwork[]> {
    using limit = limited(signal ? [signal] : [], { afterMs: timeoutMs });
    const events = this.control.events(limit);
    const work = async () => {
      const reply = (await this.control.request('SCAN')).trim();
      if (reply !== 'OK' && reply !== 'FAIL-BUSY')
        throw new VWifiError(
          'CONTROL_REFUSED',
          `${this.control.path} answered SCAN with ${reply || 'nothing'}`,
        );
      for await (const { name, fields } of events) {
        if (name === 'CTRL-EVENT-SCAN-RESULTS') return this.scanResults();
        if (name === 'CTRL-EVENT-SCAN-FAILED')
          throw new VWifiError(
            'SCAN_FAILED',
            `${this.control.path}: the scan failed (${fields.ret ?? 'no reason given'})`,
          );
      }
      signal?.throwIfAborted();
      throw limit.aborted
        ? new VWifiError('TIMEOUT', `${this.control.path}: no scan ended within ${timeoutMs} ms`)
        : this.#gone();
    };
    return work().finally(() => events.return(undefined));
  }

  /**
   * Joins a network and resolves once data may be sent. The network is added to the configuration in memory and selected,
   * so the others are not used any more; when it rejects, it is removed again and they are as they were. Rejects with
   * `WRONG_PASSPHRASE`, `CONNECT_REFUSED`, `CONNECT_TIMEOUT` (which says whether the network was heard), `BAD_ARGUMENT`.
   */
  async join(options: JoinOptions): Promise<SupplicantStatus> {
    const { signal, timeoutMs = 30_000 } = options;
    const settings = settingsOf(options);
    signal?.throwIfAborted();
    const before = await this.networks();
    const reply = (await this.control.request('ADD_NETWORK')).trim();
    if (!/^\d+$/.test(reply))
      throw new VWifiError(
        'CONTROL_REFUSED',
        `${this.control.path} answered ADD_NETWORK with ${reply || 'nothing'}`,
      );
    const id = Number(reply);
    using limit = limited(signal ? [signal] : [], { afterMs: timeoutMs });
    const events = this.control.events(limit);
    try {
      for (const [name, value] of settings) await this.#set(id, name, value);
      await this.control.command(`SELECT_NETWORK ${id}`);
      await this.#connected(id, events, options, limit);
      return await this.status();
    } catch (error) {
      await this.#restore(id, before);
      throw error;
    } finally {
      await events.return(undefined);
    }
  }

  /** One that was built without SAE does without it where the network may have WPA2 as well. */
  async #set(id: number, name: string, value: string): Promise<void> {
    const say = (what: string) => this.control.request(`SET_NETWORK ${id} ${name} ${what}`);
    const either = name === 'key_mgmt' && value === SECURITY.either.key_mgmt;
    let reply = (await say(value)).trim();
    if (reply !== 'OK' && either) reply = (await say(SECURITY['wpa2-psk'].key_mgmt)).trim();
    if (reply !== 'OK')
      throw new VWifiError('CONTROL_REFUSED', `${this.control.path} refuses ${name} for a network: ${reply}`);
  }

  async #connected(
    id: number,
    events: AsyncGenerator<ControlEvent>,
    options: JoinOptions,
    limit: AbortSignal,
  ): Promise<void> {
    const what = `join ${JSON.stringify(new Ssid(ssidBytes(options.ssid)).toString())}`;
    let last = 'it says nothing of it';
    for await (const { name, fields, text } of events) {
      const its = fields.id === undefined || Number(fields.id) === id;
      const status = Number(fields.status_code ?? 0);
      const wrong =
        (name === 'CTRL-EVENT-SSID-TEMP-DISABLED' && its && fields.reason === 'WRONG_KEY') ||
        (name === 'CTRL-EVENT-AUTH-REJECT' &&
          fields.auth_type === SAE &&
          fields.auth_transaction === CONFIRM &&
          CONFIRM_REFUSED.includes(status));
      if (wrong) throw new VWifiError('WRONG_PASSPHRASE', `${what}: the access point refuses the passphrase`);
      // The one before may still be told of: it is this network that has to be connected.
      if (name === 'CTRL-EVENT-CONNECTED' && its) return;
      if (name === 'CTRL-EVENT-NETWORK-NOT-FOUND') last = 'no such network was heard that fits';
      else if (/^CTRL-EVENT-(AUTH|ASSOC)-REJECT$/.test(name)) last = `refused (${statusWords(status)})`;
      else if (name === 'CTRL-EVENT-DISCONNECTED' || name === 'CTRL-EVENT-EAP-FAILURE')
        last = `${name} ${text}`;
    }
    options.signal?.throwIfAborted();
    if (!limit.aborted) throw this.#gone();
    throw new VWifiError(
      'CONNECT_TIMEOUT',
      `${what}: not connected within ${options.timeoutMs ?? 30_000} ms: ${last}`,
    );
  }

  /** As before {@link join}. Whoever does not answer now has nothing to be restored. */
  async #restore(id: number, before: readonly ConfiguredNetwork[]): Promise<void> {
    const ask = (command: string) => this.control.request(command).catch(() => '');
    await ask(`REMOVE_NETWORK ${id}`);
    for (const { id: other, flags } of before)
      if (!flags.includes('DISABLED')) await ask(`ENABLE_NETWORK ${other}`);
  }

  #gone(): VWifiError {
    return new VWifiError('CONTROL_CLOSED', `${this.control.path} is closed: its wpa_supplicant has ended`);
  }

  /** Leaves the network until {@link reconnect}. */
  disconnect(): Promise<void> {
    return this.control.command('DISCONNECT');
  }

  reconnect(): Promise<void> {
    return this.control.command('RECONNECT');
  }
}
