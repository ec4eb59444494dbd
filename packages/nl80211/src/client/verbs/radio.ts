import type { Netns } from '../../socket/socket.js';
import { type ChannelWidth, channelDefinition } from '../channel-definition.js';
import { refuseMisfits } from '../check.js';
import type { WifiInterface } from '../interface.js';
import type { Radio } from '../radio.js';
import { type RegulatoryDomain, regulatoryOf } from '../regulatory.js';
import type { Cancel, NewInterface, VWifi } from '../vwifi.js';
import { type TxPowerOptions, txPowerAttributes } from './power.js';

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
  /** Bit masks of antennas. */
  readonly antennas?: { readonly tx: number; readonly rx: number };
  /** Transmit queues: packets and bytes that may wait, bytes of one turn. */
  readonly queueLimit?: number;
  readonly queueMemoryBytes?: number;
  readonly queueQuantumBytes?: number;
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
    const { antennas, queueLimit, queueMemoryBytes, queueQuantumBytes } = settings;
    await this.wifi.commands.setWiphy(
      {
        phy: this.ref,
        wiphyName: name,
        wiphyRtsThreshold: threshold(rtsThreshold),
        wiphyFragThreshold: threshold(fragmentationThreshold),
        wiphyRetryShort: retryShort,
        wiphyRetryLong: retryLong,
        wiphyCoverageClass: coverageClass,
        wiphyAntennaTx: antennas?.tx,
        wiphyAntennaRx: antennas?.rx,
        txqLimit: queueLimit,
        txqMemoryLimit: queueMemoryBytes,
        txqQuantum: queueQuantumBytes,
      },
      options,
    );
  }

  /** Transmit power of the whole radio in dBm; see InterfaceVerbs.setTxPower. */
  async setTxPower(dbm: number | 'auto', options: TxPowerOptions = {}): Promise<void> {
    const { limit, ...rest } = options;
    await this.wifi.commands.setWiphy({ phy: this.ref, ...txPowerAttributes(dbm, limit) }, rest);
  }

  /** Tunes the radio to a channel, in MHz, where nothing else keeps it on one. */
  async setChannel(frequency: number, width?: ChannelWidth, options?: Cancel): Promise<void> {
    await this.wifi.commands.setWiphy({ phy: this.ref, ...channelDefinition(frequency, width) }, options);
  }

  /** The regulatory domain of the radio: its own, or the system's. */
  async regulatory(options: Cancel = {}): Promise<RegulatoryDomain> {
    return regulatoryOf(await this.wifi.commands.getReg({ phy: this.ref }, options));
  }

  /** A command of the radio's manufacturer: organisation, number, data. Resolves with what it answers. */
  async vendor(
    organisation: number,
    subcommand: number,
    data: Uint8Array = new Uint8Array(),
    options: Cancel = {},
  ): Promise<Uint8Array | undefined> {
    const request = { vendorId: organisation, vendorSubcmd: subcommand, vendorData: data };
    return (await this.wifi.commands.vendor({ phy: this.ref, ...request }, options)).vendorData;
  }
}

refuseMisfits(RadioVerbs);
