/** An access point: hostapd on one node, driven through its control socket. */

import type { ControlEvent } from '@vwifi/nl80211/supplicant';
import {
  Hostapd as ControlledHostapd,
  type HostapdStatus,
  parseHostapdStatus,
} from '@vwifi/nl80211/supplicant';
import { TestbedError } from '../errors.js';
import { untilAborted } from './control.js';
import type { DaemonHandle } from './node-daemon.js';
import type { PeerState } from './not-connected.js';
import { reasonOf } from './reason.js';

/** A reason is said at once; what follows from it is not long. */
const REASON_LINES = 50;

const within = (milliseconds: number | undefined): string =>
  milliseconds === undefined ? 'in time' : `within ${Math.round(milliseconds / 100) / 10} s`;

export class Hostapd {
  constructor(readonly daemon: DaemonHandle) {}

  /** Resolves once the access point sends beacons. */
  async enabled(signal: AbortSignal, withinMs?: number): Promise<void> {
    const { node } = this.daemon;
    const events = this.daemon.control.events(signal);
    const reason = () => reasonOf(this.daemon.lastLines(REASON_LINES));
    const wait = async () => {
      const { state } = await this.status();
      if (state === 'ENABLED') return;
      for await (const event of events) {
        if (event.name === 'AP-ENABLED') return;
        if (event.name === 'AP-DISABLED' || event.name === 'INTERFACE-DISABLED')
          throw new TestbedError(
            'AP_DISABLED',
            `${node.name}: hostapd gave up its access point: ${reason() ?? event.name}`,
            {
              details: this.daemon.lastLines(8),
            },
          );
      }
      await untilAborted(signal);
      const now = (await this.status().catch(() => undefined))?.state ?? state;
      const why = reason();
      throw new TestbedError(
        'AP_TIMEOUT',
        `${node.name} waits for hostapd to start its access point, and it did not ${within(withinMs)} (state ${now})${why ? `: ${why}` : ''}`,
        {
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

  async status(): Promise<HostapdStatus> {
    return parseHostapdStatus(await this.daemon.control.request('STATUS'), this.daemon.node.interface);
  }

  /** Hardware addresses of the associated stations. */
  stations(): Promise<readonly string[]> {
    return new ControlledHostapd(this.daemon.control).stations();
  }

  /** Resolves once this station's data passes: it has authenticated, and hostapd has told the driver. */
  async authorized(address: string, signal: AbortSignal, withinMs?: number): Promise<void> {
    const events = this.daemon.control.events(signal);
    try {
      if (/^flags=.*\[AUTHORIZED\]/m.test(await this.request(`STA ${address}`))) return;
      for await (const event of events)
        if (event.name === 'AP-STA-CONNECTED' && event.address === address) return;
      await untilAborted(signal);
      throw new TestbedError(
        'NOT_AUTHORIZED',
        `${this.daemon.node.name}: hostapd did not let ${address} in ${within(withinMs)}`,
        {
          details: this.daemon.lastLines(8),
        },
      );
    } finally {
      await events.return(undefined);
    }
  }

  /** What it does, for a station that does not hear it. */
  async peerState(): Promise<PeerState> {
    const { state = 'unknown', frequencyMhz } = await this.status();
    const beacons = /^beacon_set=/m.test(await this.request('STATUS-DRIVER'));
    return { name: this.daemon.node.name, state, frequencyMhz, beacons };
  }

  /** Tells a station to leave, with a deauthentication frame. */
  deauthenticate(address: string): Promise<void> {
    return this.daemon.control.command(`DEAUTHENTICATE ${address}`);
  }

  /** Any command of hostapd's control interface; returns its reply. */
  request(command: string): Promise<string> {
    return this.daemon.control.request(command);
  }

  events(signal: AbortSignal): AsyncGenerator<ControlEvent> {
    return this.daemon.control.events(signal);
  }
}
