import type { Commands } from '../commands.js';
import { type Station, stationOf } from '../station.js';
import type { Cancel } from '../vwifi.js';

/** One peer of an interface, by its address. */
export class StationVerbs {
  constructor(
    private readonly commands: Commands,
    readonly dev: string | number,
    readonly mac: string,
  ) {}

  /** Its counters, signal and rates. Rejects with NetlinkError `ENOENT` when it is no peer. */
  async info(options: Cancel = {}): Promise<Station> {
    return stationOf(await this.commands.getStation({ dev: this.dev, mac: this.mac }, options));
  }

  /** Opens or closes the port: whether its data frames are let through. */
  async authorize(authorized = true, options: Cancel = {}): Promise<void> {
    const staFlags2 = {
      mask: ['authorized' as const],
      set: authorized ? ['authorized' as const] : [],
    };
    await this.commands.setStation({ dev: this.dev, mac: this.mac, staFlags2 }, options);
  }

  /** Sends it away: a deauthentication with this reason code, 'station is leaving' when left out. */
  async remove(options: Cancel & { readonly reason?: number } = {}): Promise<void> {
    const { reason: reasonCode = 3, ...rest } = options;
    const request = { dev: this.dev, mac: this.mac, mgmtSubtype: 12, reasonCode };
    await this.commands.delStation(request, rest);
  }
}
