/** A station: wpa_supplicant on one node, driven through its control socket. */
import { TestbedError } from '../errors.js';
import type { StationNode } from '../lab/lab.js';
import type { ControlEvent } from './control-event.js';
import type { DaemonHandle } from './node-daemon.js';
import {
  parseSignalPoll,
  parseSupplicantStatus,
  type SignalPoll,
  type SupplicantStatus,
} from './status-reply.js';

export class Supplicant {
  constructor(readonly daemon: DaemonHandle) {}

  /**
   * Resolves once the station may send data. A refusal that will not mend itself rejects at once: `expectRefusal`
   * says that the passphrases are known to differ; otherwise the first failed handshake is given a second chance.
   * `hurry` has it look for the network at once.
   */
  async connected(signal: AbortSignal, { expectRefusal = false, hurry = false } = {}): Promise<void> {
    const node = this.daemon.node as StationNode;
    const events = this.daemon.control.events(signal);
    let seen = 'it never found the network';
    const wait = async () => {
      if ((await this.status()).state === 'COMPLETED') return;
      if (hurry) await this.hurry();
      for await (const event of events) {
        if (event.name === 'CTRL-EVENT-CONNECTED') return;
        const refusal = refusalOf(event, node, expectRefusal);
        if (refusal) throw refusal;
        seen = lastSeen(event) ?? seen;
      }
      const { state } = await this.status();
      throw new TestbedError(
        'NOT_CONNECTED',
        `${node.name} did not connect to ${JSON.stringify(node.ssid)} in time: ${seen} (state ${state})`,
        {
          hint: 'compare its SSID, channel and security with the access point',
          details: this.daemon.lastLines(8),
        },
      );
    };
    try {
      await this.daemon.whileRunning(wait());
    } finally {
      await events.return(undefined);
    }
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

/** Status code 15 (802.11, table 9-80): with SAE, the confirm did not fit, so the passwords differ. */
const CHALLENGE_FAILURE = '15';
const SAE = '3';

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
    event.fields.status_code === CHALLENGE_FAILURE;
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

/** What an event tells of how far the station came; undefined when it tells nothing. */
function lastSeen(event: ControlEvent): string | undefined {
  const { fields } = event;
  switch (event.name) {
    case 'CTRL-EVENT-NETWORK-NOT-FOUND':
      return 'it never found the network';
    case 'CTRL-EVENT-AUTH-REJECT':
      return `its authentication was refused with status ${fields.status_code}`;
    case 'CTRL-EVENT-ASSOC-REJECT':
      return `its association was refused with status ${fields.status_code}`;
    case 'CTRL-EVENT-SSID-TEMP-DISABLED':
      return `it was refused, reason ${fields.reason}`;
    case 'CTRL-EVENT-DISCONNECTED':
      return `it was disconnected, reason ${fields.reason}`;
    case 'CTRL-EVENT-SCAN-FAILED':
      return `its scan failed with ${fields.ret}`;
    default:
      return undefined;
  }
}
