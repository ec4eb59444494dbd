import type { SsidLike } from '../../wire/ssid.js';
import { type ChannelWidth, channelDefinition } from '../channel-definition.js';
import { checkList, rateSteps } from '../check.js';
import type { Commands } from '../commands.js';
import { defined } from '../defined.js';
import type { MoreAttributes } from '../more-attributes.js';
import { withUnits } from '../units.js';
import type { Cancel } from '../vwifi.js';

/** What all kinds of networks without an access point have. */
export interface CellSettings {
  readonly frequencyMhz: number;
  readonly width?: ChannelWidth;
  readonly beaconIntervalTu?: number;
  /** Those that every member must know. */
  readonly basicRatesMbps?: readonly number[];
  /** Of frames to a group. */
  readonly multicastRateMbps?: number;
}

/** The attributes of them; the kernel counts rates in steps of 500 and of 100 kbit/s. */
export function cellAttributes({
  frequencyMhz,
  width,
  beaconIntervalTu,
  basicRatesMbps,
  multicastRateMbps,
}: CellSettings) {
  return {
    ...channelDefinition(frequencyMhz, width),
    ...defined({
      beaconInterval: beaconIntervalTu,
      bssBasicRates:
        basicRatesMbps &&
        Uint8Array.from(checkList('basicRatesMbps', basicRatesMbps), (mbps) =>
          rateSteps('basicRatesMbps', mbps, 0.5, 127),
        ),
      mcastRate:
        multicastRateMbps === undefined
          ? undefined
          : rateSteps('multicastRateMbps', multicastRateMbps, 0.1, 0xffff),
    }),
  };
}

export interface IbssSettings extends CellSettings, MoreAttributes {
  readonly ssid: SsidLike;
  /** Only this cell. */
  readonly bssid?: string;
  /** Do not follow a cell of that name to another channel. */
  readonly fixedFrequency?: boolean;
}

/** Ad hoc networks (independent BSS): the interface has the type 'adhoc' and is up. */
export class Ibss {
  constructor(
    private readonly commands: Commands,
    private readonly dev: string | number,
  ) {}

  /** Joins the cell of that name, or begins it. The event `joinIbss` tells when. */
  async join(settings: IbssSettings, options: Cancel = {}): Promise<void> {
    const { ssid, bssid, fixedFrequency, attributes, ...cell } = withUnits(settings);
    const request = { ssid, ...cellAttributes(cell), freqFixed: fixedFrequency, mac: bssid, ...attributes };
    await this.commands.joinIbss({ dev: this.dev, ...request }, options);
  }

  async leave(options: Cancel = {}): Promise<void> {
    await this.commands.leaveIbss({ dev: this.dev }, options);
  }
}

/** Outside the context of a BSS (802.11p, vehicles): the interface has the type 'ocb' and is up. */
export class Ocb {
  constructor(
    private readonly commands: Commands,
    private readonly dev: string | number,
  ) {}

  async join(frequencyMhz: number, width: '5MHz' | '10MHz', options: Cancel = {}): Promise<void> {
    await this.commands.joinOcb({ dev: this.dev, ...channelDefinition(frequencyMhz, width) }, options);
  }

  async leave(options: Cancel = {}): Promise<void> {
    await this.commands.leaveOcb({ dev: this.dev }, options);
  }
}
