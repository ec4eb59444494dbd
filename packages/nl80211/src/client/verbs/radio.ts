import type { Netns } from '../../socket/socket.js';
import type { WifiInterface } from '../interface.js';
import type { Radio } from '../radio.js';
import type { Cancel, NewInterface, VWifi } from '../vwifi.js';

/** Settings of a radio; what is left out stays. */
export interface RadioSettings {
  readonly name?: string;
  /** Frames longer than this announce themselves; 'off' never does. */
  readonly rtsThreshold?: number | 'off';
  readonly fragmentationThreshold?: number | 'off';
  readonly retryShort?: number;
  readonly retryLong?: number;
  /** Three microseconds each, for far stations. */
  readonly coverageClass?: number;
}

const OFF = 0xffff_ffff;
const threshold = (value: number | 'off' | undefined): number | undefined => (value === 'off' ? OFF : value);

/** What can be done with one radio: `wifi.phy('vw_phy0')`. Nothing is asked of the kernel before a method is called. */
export class RadioVerbs {
  constructor(
    private readonly wifi: VWifi,
    /** Its name or index. */
    readonly ref: string | number,
  ) {}

  info(options?: Cancel): Promise<Radio> {
    return this.wifi.radio(this.ref, options);
  }

  async interfaces(options: Cancel = {}): Promise<WifiInterface[]> {
    const { index } = await this.info(options);
    return (await this.wifi.interfaces(options)).filter(({ radio }) => radio === index);
  }

  /** Makes an interface, switched off. */
  create(spec: NewInterface, options?: Cancel): Promise<WifiInterface> {
    return this.wifi.createInterface(this.ref, spec, options);
  }

  /** Moves it, with all its interfaces, to another namespace. */
  moveTo(netns: Netns, options?: Cancel): Promise<void> {
    return this.wifi.setNetns(this.ref, netns, options);
  }

  async set(settings: RadioSettings, options?: Cancel): Promise<void> {
    const { name, rtsThreshold, fragmentationThreshold, retryShort, retryLong, coverageClass } = settings;
    await this.wifi.commands.setWiphy(
      {
        phy: this.ref,
        wiphyName: name,
        wiphyRtsThreshold: threshold(rtsThreshold),
        wiphyFragThreshold: threshold(fragmentationThreshold),
        wiphyRetryShort: retryShort,
        wiphyRetryLong: retryLong,
        wiphyCoverageClass: coverageClass,
      },
      options,
    );
  }
}
