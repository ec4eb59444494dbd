/** An access point: hostapd on one node, driven through its control socket. */
import { TestbedError } from '../errors.js';
import type { ControlEvent } from './control-event.js';
import type { DaemonHandle } from './node-daemon.js';
import { type HostapdStatus, parseHostapdStatus } from './status-reply.js';

export class Hostapd {
  constructor(readonly daemon: DaemonHandle) {}

  /** Resolves once the access point sends beacons. */
  async enabled(signal: AbortSignal): Promise<void> {
    const { node } = this.daemon;
    const events = this.daemon.control.events(signal);
    const wait = async () => {
      const { state } = await this.status();
      if (state === 'ENABLED') return;
      for await (const event of events) {
        if (event.name === 'AP-ENABLED') return;
        if (event.name === 'AP-DISABLED' || event.name === 'INTERFACE-DISABLED')
          throw new TestbedError(
            'AP_DISABLED',
            `${node.name}: hostapd gave up its access point: ${event.name}`,
            {
              details: this.daemon.lastLines(8),
            },
          );
      }
      throw new TestbedError(
        'AP_TIMEOUT',
        `${node.name}: hostapd did not start its access point in time (state ${state})`,
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
    return parseHostapdStatus(await this.daemon.control.request('STATUS'));
  }

  /** Hardware addresses of the associated stations. */
  async stations(): Promise<string[]> {
    const found: string[] = [];
    let reply = await this.daemon.control.request('STA-FIRST');
    for (;;) {
      const address = /^([0-9a-f:]{17})\s/i.exec(reply)?.[1];
      if (!address) return found;
      found.push(address);
      reply = await this.daemon.control.request(`STA-NEXT ${address}`);
    }
  }

  /** Resolves once this station's data passes: it has authenticated, and hostapd has told the driver. */
  async authorized(address: string, signal: AbortSignal): Promise<void> {
    const events = this.daemon.control.events(signal);
    try {
      if (/^flags=.*\[AUTHORIZED\]/m.test(await this.request(`STA ${address}`))) return;
      for await (const event of events)
        if (event.name === 'AP-STA-CONNECTED' && event.address === address) return;
      throw new TestbedError(
        'NOT_AUTHORIZED',
        `${this.daemon.node.name}: hostapd did not let ${address} in in time`,
        {
          details: this.daemon.lastLines(8),
        },
      );
    } finally {
      await events.return(undefined);
    }
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
