/** An access point that hostapd carries, by its control socket. */
import { ControlledDaemon } from './daemon.js';
import { controlFolders, openIn } from './folder.js';
import { type HostapdStatus, parseHostapdStatus } from './reply.js';

export class Hostapd extends ControlledDaemon {
  /**
   * The hostapd of an interface of this system: its socket is looked for in /run/hostapd and /var/run/hostapd, or is
   * the file `path`. Rejects with `NO_HOSTAPD`.
   */
  static async open(name: string, { path }: { readonly path?: string } = {}): Promise<Hostapd> {
    return new Hostapd(await openIn(controlFolders.hostapd, name, path));
  }

  async status(): Promise<HostapdStatus> {
    return parseHostapdStatus(await this.control.request('STATUS'));
  }

  /** Hardware addresses of the associated stations. */
  async stations(): Promise<readonly string[]> {
    const found: string[] = [];
    let reply = await this.control.request('STA-FIRST');
    for (;;) {
      const address = /^([0-9a-f:]{17})\s/i.exec(reply)?.[1];
      if (!address) return found;
      found.push(address);
      reply = await this.control.request(`STA-NEXT ${address}`);
    }
  }

  /** Tells a station to leave, with a deauthentication frame. */
  deauthenticate(address: string): Promise<void> {
    return this.control.command(`DEAUTHENTICATE ${address}`);
  }
}
