import type { Commands } from '../commands.js';
import { defined } from '../defined.js';
import type { MoreAttributes } from '../more-attributes.js';
import { type Station, stationOf } from '../station.js';
import type { Cancel } from '../vwifi.js';

/** What can be changed about a peer; what is left out stays. */
export interface StationSettings extends MoreAttributes {
  /** Its share of the air, relative to others'; 256 is the default of mac80211. */
  readonly airtimeWeight?: number;
  /** Most power of what is sent to it, in dBm. */
  readonly txPowerDbm?: number | 'auto';
  /** ifindex of an interface of the type 'ap-vlan'. */
  readonly vlan?: number;
  /** In a mesh. */
  readonly peerLink?: 'open' | 'block';
  readonly meshPowerMode?: 'active' | 'light-sleep' | 'deep-sleep';
}

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

  async set(settings: StationSettings, options: Cancel = {}): Promise<void> {
    const { airtimeWeight, txPowerDbm, vlan, peerLink, meshPowerMode, attributes } = settings;
    const power =
      txPowerDbm === 'auto'
        ? { staTxPowerSetting: 'automatic' as const }
        : txPowerDbm === undefined
          ? {}
          : { staTxPowerSetting: 'limited' as const, staTxPower: Math.round(txPowerDbm * 100) };
    const request = {
      ...power,
      ...defined({
        airtimeWeight,
        staVlan: vlan,
        staPlinkAction: peerLink,
        localMeshPowerMode: meshPowerMode,
      }),
      ...attributes,
    };
    await this.commands.setStation({ dev: this.dev, mac: this.mac, ...request }, options);
  }

  /**
   * Takes it out of the kernel. Some drivers send it a deauthentication with this reason code ('station is leaving' when
   * left out); with mac80211 that is for the access point to do.
   */
  async remove(options: Cancel & { readonly reason?: number } = {}): Promise<void> {
    const { reason: reasonCode = 3, ...rest } = options;
    const request = { dev: this.dev, mac: this.mac, mgmtSubtype: 12, reasonCode };
    await this.commands.delStation(request, rest);
  }
}
