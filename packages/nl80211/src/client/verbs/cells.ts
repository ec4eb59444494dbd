import type { Nl80211In } from '../../spec/nl80211/attributes.js';
import type { SsidLike } from '../../wire/ssid.js';
import { type ChannelWidth, channelDefinition } from '../channel-definition.js';
import { checkList, rateSteps } from '../check.js';
import type { Commands } from '../commands.js';
import { defined } from '../defined.js';
import type { Cancel } from '../vwifi.js';

/** What all kinds of networks without an access point have. */
export interface CellSettings {
  /** In MHz. */
  readonly frequency: number;
  readonly width?: ChannelWidth;
  readonly beaconIntervalTu?: number;
  /** Mbit/s that every member must know. */
  readonly basicRates?: readonly number[];
  /** Mbit/s of frames to a group. */
  readonly multicastRate?: number;
}

/** The attributes of them; the kernel counts rates in steps of 500 and of 100 kbit/s. */
export function cellAttributes({
  frequency,
  width,
  beaconIntervalTu,
  basicRates,
  multicastRate,
}: CellSettings) {
  return {
    ...channelDefinition(frequency, width),
    ...defined({
      beaconInterval: beaconIntervalTu,
      bssBasicRates:
        basicRates &&
        Uint8Array.from(checkList('basicRates', basicRates), (mbps) =>
          rateSteps('basicRates', mbps, 0.5, 127),
        ),
      mcastRate:
        multicastRate === undefined ? undefined : rateSteps('multicastRate', multicastRate, 0.1, 0xffff),
    }),
  };
}

export interface IbssSettings extends CellSettings {
  readonly ssid: SsidLike;
  /** Only this cell. */
  readonly bssid?: string;
  /** Do not follow a cell of that name to another channel. */
  readonly fixedFrequency?: boolean;
  /** Anything else the command takes. */
  readonly attributes?: Nl80211In;
}

/** Ad hoc networks (independent BSS): the interface has the type 'adhoc' and is up. */
export class Ibss {
  constructor(
    private readonly commands: Commands,
    private readonly dev: string | number,
  ) {}

  /** Joins the cell of that name, or begins it. The event `joinIbss` tells when. */
  async join(
    { ssid, bssid, fixedFrequency, attributes, ...cell }: IbssSettings,
    options: Cancel = {},
  ): Promise<void> {
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

  async join(frequency: number, width: '5MHz' | '10MHz', options: Cancel = {}): Promise<void> {
    await this.commands.joinOcb({ dev: this.dev, ...channelDefinition(frequency, width) }, options);
  }

  async leave(options: Cancel = {}): Promise<void> {
    await this.commands.leaveOcb({ dev: this.dev }, options);
  }
}
