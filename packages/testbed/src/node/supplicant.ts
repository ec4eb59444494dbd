/** A station: wpa_supplicant on one node, driven through its control socket. */

import type { ControlEvent } from '@vwifi/nl80211/supplicant';
import {
  parseSignalPoll,
  parseSupplicantStatus,
  type SignalPoll,
  type SupplicantStatus,
} from '@vwifi/nl80211/supplicant';
import { TestbedError } from '../errors.js';
import type { StationNode } from '../lab/lab.js';
import { untilAborted } from './control.js';
import type { DaemonHandle } from './node-daemon.js';
import { lastSeen, notConnected, objection, type PeerState } from './not-connected.js';
import { type Heard, lastLook, tellingLines } from './reason.js';

export interface ConnectOptions {
  readonly expectRefusal?: boolean;
  readonly hurry?: boolean;
  readonly explain?: boolean;
  /** What the access point does, for the error of a station that does not hear it. */
  readonly peerState?: () => Promise<PeerState | undefined>;
  /** What else may keep it out, for the error. */
  readonly besides?: string;
  /** How long the signal allows, for the error. */
  readonly withinMs?: number;
}

/** So often in a row, seconds apart, the daemon hears its network and does not want it: it never will. */
const SURE = 2;
/** What it says of one look at a crowded air. */
const EXPLAINING_LINES = 200;

export class Supplicant {
  constructor(readonly daemon: DaemonHandle) {}

  /**
   * Resolves once the station may send data. A refusal that will not mend itself rejects at once: `expectRefusal`
   * says that the passphrases are known to differ; otherwise the first failed handshake is given a second chance.
   * `hurry` has it look for the network at once, `explain` has the daemon say in its log what it hears.
   */
  async connected(signal: AbortSignal, options: ConnectOptions = {}): Promise<void> {
    const { expectRefusal = false, hurry = false, explain = false } = options;
    const node = this.daemon.node as StationNode;
    const events = this.daemon.control.events(signal);
    let last: string | undefined;
    let explaining = false;
    let refusals = 0;
    const wait = async () => {
      if ((await this.status()).state === 'COMPLETED') return;
      if (hurry) await this.hurry();
      for await (const event of events) {
        if (event.name === 'CTRL-EVENT-CONNECTED') return;
        const refusal = refusalOf(event, node, expectRefusal);
        if (refusal) throw refusal;
        last = lastSeen(event, last) ?? last;
        if (isRefusedByServer(event)) throw await this.#notConnected(node, last, options, true);
        if (!explain || event.name !== 'CTRL-EVENT-NETWORK-NOT-FOUND') continue;
        if (!explaining) {
          explaining = true;
          await this.request('LOG_LEVEL DEBUG');
          await this.hurry();
          continue;
        }
        refusals = objection(node, this.#heard()) === undefined ? 0 : refusals + 1;
        if (refusals === SURE) throw await this.#notConnected(node, last, options, true);
      }
      await untilAborted(signal);
      throw await this.#notConnected(node, last, options);
    };
    try {
      await this.daemon.whileRunning(wait());
    } finally {
      await events.return(undefined);
      if (explaining) await this.request('LOG_LEVEL INFO').catch(() => {});
    }
  }

  #heard(): readonly Heard[] | undefined {
    return lastLook(this.daemon.lastLines(EXPLAINING_LINES));
  }

  async #notConnected(
    node: StationNode,
    last: string | undefined,
    { peerState, withinMs, besides }: ConnectOptions,
    hopeless = false,
  ): Promise<TestbedError> {
    // Whoever does not answer now is told of as far as is known.
    const state = (await this.status().catch(() => undefined))?.state;
    const only = await this.request('GET_NETWORK 0 scan_freq').catch(() => '');
    const scannedMhz = only.trim().split(/\s+/).map(Number).filter(Boolean);
    const peer = await peerState?.().catch(() => undefined);
    const heard = this.#heard();
    return notConnected(
      node,
      { state, last, heard, scannedMhz, peer, withinMs, hopeless, besides },
      tellingLines(this.daemon.lastLines(EXPLAINING_LINES)).slice(-8),
    );
  }

  /** Looks for the network at once instead of when the next scan is due, unless it is busy connecting. */
  async hurry(): Promise<void> {
    const { state } = await this.status();
    if (state === 'SCANNING' || state === 'DISCONNECTED' || state === 'INACTIVE')
      await this.request('REASSOCIATE');
  }

  async status(): Promise<SupplicantStatus> {
    return parseSupplicantStatus(await this.daemon.control.request('STATUS'));
  }

  /** Signal and rate of the connection; empty while there is none. */
  async signal(): Promise<SignalPoll> {
    return parseSignalPoll(await this.daemon.control.request('SIGNAL_POLL'));
  }

  /** Leaves the network until {@link reconnect}. */
  disconnect(): Promise<void> {
    return this.daemon.control.command('DISCONNECT');
  }

  reconnect(): Promise<void> {
    return this.daemon.control.command('RECONNECT');
  }

  /** Any command of wpa_supplicant's control interface; returns its reply. */
  request(command: string): Promise<string> {
    return this.daemon.control.request(command);
  }

  events(signal: AbortSignal): AsyncGenerator<ControlEvent> {
    return this.daemon.control.events(signal);
  }
}

/**
 * With SAE: a confirm that is answered with a refusal did not fit, so the passwords differ. hostapd says 1 (unspecified)
 * up to 2.10, others 15 (challenge failure; 802.11-2020, table 9-50).
 */
const CONFIRM_REFUSED = ['1', '15'];
const SAE = '3';
const CONFIRM = '2';

/** Whether the second 802.1X authentication in a row has failed: who it is, or whom it trusts, does not change. */
const isRefusedByServer = ({ name, fields }: ControlEvent): boolean =>
  name === 'CTRL-EVENT-SSID-TEMP-DISABLED' &&
  fields.reason === 'AUTH_FAILED' &&
  Number(fields.auth_failures ?? 1) >= 2;

/** The error of an event that says the station will not get in; undefined for any other event. */
export function refusalOf(
  event: ControlEvent,
  node: StationNode,
  expectRefusal: boolean,
): TestbedError | undefined {
  const wrongKey = event.name === 'CTRL-EVENT-SSID-TEMP-DISABLED' && event.fields.reason === 'WRONG_KEY';
  const wrongPassword =
    event.name === 'CTRL-EVENT-AUTH-REJECT' &&
    event.fields.auth_type === SAE &&
    event.fields.auth_transaction === CONFIRM &&
    CONFIRM_REFUSED.includes(event.fields.status_code ?? '');
  if (!wrongKey && !wrongPassword) return undefined;
  if (wrongKey && !expectRefusal && Number(event.fields.auth_failures ?? 1) < 2) return undefined;
  const peer = node.network ?? 'the access point';
  return new TestbedError(
    'WRONG_PASSPHRASE',
    `${node.name}: ${peer} refuses its passphrase for ${JSON.stringify(node.ssid)}`,
    {
      hint: node.ownConf
        ? `compare the passphrase in ${node.ownConf} with the one of ${peer}`
        : `check passphrase of ${node.name} in the laboratory file against the one of ${peer}, or leave it out to inherit it`,
    },
  );
}
