import type { OverrunEvent, Stream } from '../../genl/stream.js';
import type { Bss } from '../bss.js';
import { type ChannelWidth, channelDefinition } from '../channel-definition.js';
import type { ConnectOptions, ConnectResult } from '../connect.js';
import type { InterfaceType, WifiInterface } from '../interface.js';
import type { WifiLink } from '../link.js';
import type { ScanOptions } from '../scan.js';
import type { Station } from '../station.js';
import type { Survey } from '../survey.js';
import type { Cancel, VWifi } from '../vwifi.js';
import { type AccessPointSettings, accessPointRequest } from './access-point.js';
import {
  type FrameOptions,
  type OffChannel,
  openFrames,
  type Place,
  type ReceivedFrame,
  remainOnChannel,
  type SendFrameOptions,
  type SentFrame,
  sendFrame,
} from './frames.js';
import { Keys } from './keys.js';
import { StationVerbs } from './station.js';

export interface Bitrates {
  /** Mbit/s that may be used. */
  readonly legacy?: readonly number[];
  /** MCS indices that may be used. */
  readonly ht?: readonly number[];
}

type BandNumber = 0 | 1 | 3;
const BANDS: Readonly<Record<string, BandNumber>> = { '2ghz': 0, '5ghz': 1, '6ghz': 3 };

/** What can be done with one interface: `wifi.dev('vw1')`. Nothing is asked of the kernel before a method is called. */
export class InterfaceVerbs {
  readonly keys: Keys;

  constructor(
    private readonly wifi: VWifi,
    /** Its name or ifindex. */
    readonly ref: string | number,
    private readonly place: (options: Cancel) => Promise<Place>,
  ) {
    this.keys = new Keys(wifi.commands, ref);
  }

  info(options?: Cancel): Promise<WifiInterface> {
    return this.wifi.interface(this.ref, options);
  }

  up(options?: Cancel): Promise<void> {
    return this.wifi.setUp(this.ref, true, options);
  }

  down(options?: Cancel): Promise<void> {
    return this.wifi.setUp(this.ref, false, options);
  }

  setType(type: InterfaceType, options?: Cancel): Promise<void> {
    return this.wifi.setInterfaceType(this.ref, type, options);
  }

  delete(options?: Cancel): Promise<void> {
    return this.wifi.deleteInterface(this.ref, options);
  }

  scan(options?: ScanOptions): Promise<Bss[]> {
    return this.wifi.scan(this.ref, options);
  }

  /** Joins a network: by its name, or one that was heard. */
  connect(to: ConnectOptions | Bss): Promise<ConnectResult> {
    if (!('elements' in to)) return this.wifi.connect(this.ref, to);
    const { ssidBytes: ssid, bssid, frequencyMhz: frequency } = to;
    return this.wifi.connect(this.ref, { ssid, bssid, frequency });
  }

  disconnect(options?: Cancel & { readonly reason?: number }): Promise<void> {
    return this.wifi.disconnect(this.ref, options);
  }

  link(options?: Cancel): Promise<WifiLink | null> {
    return this.wifi.link(this.ref, options);
  }

  stations(options?: Cancel): Promise<Station[]> {
    return this.wifi.stations(this.ref, options);
  }

  station(mac: string): StationVerbs {
    return new StationVerbs(this.wifi.commands, this.ref, mac);
  }

  survey(options?: Cancel): Promise<Survey[]> {
    return this.wifi.survey(this.ref, options);
  }

  async powerSave(options?: Cancel): Promise<boolean> {
    const { psState } = await this.wifi.commands.getPowerSave({ dev: this.ref }, options);
    return psState === 'enabled';
  }

  async setPowerSave(on: boolean, options?: Cancel): Promise<void> {
    const psState = on ? 'enabled' : 'disabled';
    await this.wifi.commands.setPowerSave({ dev: this.ref, psState }, options);
  }

  /** Transmit power in dBm, 'auto' for the most that is allowed; `limit` sets a bound rather than the power itself. */
  async setTxPower(dbm: number | 'auto', options: Cancel & { readonly limit?: boolean } = {}): Promise<void> {
    const { limit, ...rest } = options;
    const request =
      dbm === 'auto'
        ? { wiphyTxPowerSetting: 'automatic' as const }
        : {
            wiphyTxPowerSetting: limit ? ('limited' as const) : ('fixed' as const),
            wiphyTxPowerLevel: Math.round(dbm * 100),
          };
    await this.wifi.commands.setWiphy({ dev: this.ref, ...request }, rest);
  }

  /** Tunes to a channel, in MHz: a monitor, or an access point that has not started. */
  async setChannel(frequency: number, width?: ChannelWidth, options?: Cancel): Promise<void> {
    await this.wifi.commands.setWiphy({ dev: this.ref, ...channelDefinition(frequency, width) }, options);
  }

  /** What a monitor sees besides good frames on its channel. */
  async setMonitor(
    flags: readonly ('fcsfail' | 'plcpfail' | 'control' | 'other-bss' | 'cook-frames' | 'active')[],
    options?: Cancel,
  ): Promise<void> {
    await this.wifi.commands.setInterface({ dev: this.ref, mntrFlags: [...flags] }, options);
  }

  /** The rates that may be used in a band; without any, all of them again. */
  async setBitrates(
    band: '2ghz' | '5ghz' | '6ghz',
    { legacy, ht }: Bitrates = {},
    options?: Cancel,
  ): Promise<void> {
    const rates = {
      ...(legacy && { legacy: Uint8Array.from(legacy, (mbps) => mbps * 2) }),
      ...(ht && { ht: Uint8Array.from(ht) }),
    };
    const txRates = legacy || ht ? { [BANDS[band] ?? 0]: rates } : undefined;
    await this.wifi.commands.setTxBitrateMask({ dev: this.ref, ...(txRates && { txRates }) }, options);
  }

  /** Management frames that come in, from now on. */
  async frames(options: FrameOptions): Promise<Stream<ReceivedFrame | OverrunEvent>> {
    const stream = openFrames(await this.place({ signal: options.signal }), options);
    await stream.ready;
    return stream;
  }

  /** Sends a management frame, and says whether it was acknowledged. */
  async sendFrame(frame: Uint8Array, options: SendFrameOptions = {}): Promise<SentFrame> {
    return sendFrame(await this.place({ signal: options.signal }), frame, options);
  }

  /** Goes to another channel for a while. */
  async remainOnChannel(frequency: number, durationMs: number, options: Cancel = {}): Promise<OffChannel> {
    return remainOnChannel(await this.place(options), frequency, durationMs, options);
  }

  /** Starts beacons, for those who write their own access point; the interface has the type 'ap' and is up. */
  async startAccessPoint(settings: AccessPointSettings, options: Cancel = {}): Promise<void> {
    const { mac, index } = await this.info(options);
    const request = { ifindex: index ?? 0, ...accessPointRequest(mac, settings) };
    await this.wifi.raw('startAp', request, { ...options, target: String(this.ref) });
  }

  async stopAccessPoint(options?: Cancel): Promise<void> {
    await this.wifi.commands.stopAp({ dev: this.ref }, options);
  }
}
