import type { ManagementFrame } from '../../elements/management.js';
import type { FrameIn } from '../../frames/frame.js';
import { NetlinkError } from '../../genl/error.js';
import type { CallOptions } from '../../genl/generic.js';
import type { OverrunEvent, Stream } from '../../genl/stream.js';
import type { Nl80211 } from '../../spec/nl80211/attributes.js';
import { nl80211 } from '../../spec/nl80211/family.js';
import type { Access } from '../access.js';
import type { Bss } from '../bss.js';
import { type ChannelWidth, channelDefinition } from '../channel-definition.js';
import { checkList, checkWhole, rateSteps, refuseMisfits } from '../check.js';
import { type ConnectOptions, type ConnectResult, connect } from '../connect.js';
import { checkType, type InterfaceType, type WifiInterface } from '../interface.js';
import { associated, linkOf, type WifiLink } from '../link.js';
import type { MoreAttributes } from '../more-attributes.js';
import type { Place } from '../place.js';
import { readBss, type ScanOptions, scan } from '../scan.js';
import { readPeers, type Station, stationOf } from '../station.js';
import { type Survey, surveyOf } from '../survey.js';
import { withUnits } from '../units.js';
import type { Cancel, VWifi } from '../vwifi.js';
import { type AccessPointSettings, accessPointParts } from './access-point.js';
import { type BitrateBand, type Bitrates, bitrateAttributes } from './bitrates.js';
import { Capture, type CaptureOptions, type InjectOptions, openCapture } from './capture.js';
import { Ibss, Ocb } from './cells.js';
import {
  type FrameOptions,
  type OffChannel,
  openFrames,
  type ReceivedFrame,
  remainOnChannel,
  type SendFrameOptions,
  type SentFrame,
  sendFrame,
} from './frames.js';
import { Keys } from './keys.js';
import { Mesh } from './mesh.js';
import { type OpenNetwork, openNetwork } from './open-network.js';
import { type TxPowerOptions, txPowerAttributes } from './power.js';
import { type RangingPeer, type RangingResult, range } from './range.js';
import { type ScheduledScanEvent, type ScheduledScanOptions, scheduledScan } from './scheduled-scan.js';
import { type SignalEvent, type SignalOptions, watchSignal } from './signal.js';
import { standardElements } from './standard.js';
import { StationVerbs } from './station.js';
import { type StationsEvent, type WatchStationsOptions, watchStations } from './watch-stations.js';

export interface ChannelSwitch extends MoreAttributes {
  readonly width?: ChannelWidth;
  /** 5 when left out. */
  readonly beacons?: number;
  /** Nobody sends until then. */
  readonly blockTransmission?: boolean;
}

/** What can be done with one interface: `wifi.dev('vw1')`. Nothing is asked of the kernel before a method is called. */
export class InterfaceVerbs {
  readonly keys: Keys;
  readonly ibss: Ibss;
  readonly mesh: Mesh;
  readonly ocb: Ocb;

  constructor(
    private readonly wifi: VWifi,
    /** Its name or ifindex. */
    readonly ref: string | number,
    private readonly access: Access,
  ) {
    this.keys = new Keys(wifi.commands, ref);
    this.ibss = new Ibss(wifi.commands, ref);
    this.mesh = new Mesh(wifi.commands, wifi.dumps, ref);
    this.ocb = new Ocb(wifi.commands, ref);
  }

  info(options?: Cancel): Promise<WifiInterface> {
    return this.wifi.interface(this.ref, options);
  }

  /** Switches it on (rtnetlink). */
  up(options?: Cancel): Promise<void> {
    return this.access.ip.setUp(this.ref, true, options);
  }

  down(options?: Cancel): Promise<void> {
    return this.access.ip.setUp(this.ref, false, options);
  }

  /** Gives it another type; most drivers want it switched off (EBUSY otherwise). */
  async setType(type: InterfaceType, options: Cancel = {}): Promise<void> {
    const request = { ifindex: await this.index(options), iftype: checkType(type) };
    const target = `${this.ref} to ${type}`;
    await this.access.netlink.request(nl80211, 'setInterface', request, { ...options, target });
  }

  async delete(options: Cancel = {}): Promise<void> {
    const ifindex = await this.index(options);
    await this.access.netlink.request(nl80211, 'delInterface', { ifindex }, this.call(options));
  }

  /**
   * Scans and returns all networks that are known afterwards. Waits while another scan runs, then scans itself.
   * Rejects with NetlinkError (`ENETDOWN`: switch the interface on first; `EPERM`), VWifiError `SCAN_ABORTED`, `TIMEOUT`.
   */
  async scan(options: ScanOptions = {}): Promise<Bss[]> {
    return scan(await this.place(options), withUnits(options));
  }

  /** The networks that are known without scanning. Source: NL80211_CMD_GET_SCAN. */
  async bss(options: Cancel = {}): Promise<Bss[]> {
    return readBss(this.access.netlink, await this.index(options), String(this.ref), options.signal);
  }

  /** Ends the scan that runs, whoever began it; whoever waits for it gets `SCAN_ABORTED`. */
  async abortScan(options?: Cancel): Promise<void> {
    await this.wifi.commands.abortScan({ dev: this.ref }, options);
  }

  /** Scans that the radio does by itself until the stream is closed; EOPNOTSUPP where it cannot. */
  async scheduledScan(options: ScheduledScanOptions): Promise<Stream<ScheduledScanEvent | OverrunEvent>> {
    const stream = scheduledScan(await this.place({ signal: options.signal }), withUnits(options));
    await stream.ready;
    return stream;
  }

  /**
   * Joins a network, by its name or one that was heard: an open one by itself, or whatever the driver does alone; with a
   * `passphrase` by the wpa_supplicant, NetworkManager or iwd that looks after the interface. Rejects with ConnectError,
   * `PROTECTED`, `WRONG_PASSPHRASE`, `NO_SUPPLICANT`.
   */
  async connect(to: ConnectOptions | Bss): Promise<ConnectResult> {
    if (!('elements' in to)) return connect(await this.place({ signal: to.signal }), withUnits(to));
    const { ssidBytes: ssid, bssid, frequencyMhz } = to;
    return connect(await this.place({}), { ssid, bssid, frequencyMhz });
  }

  /** Leaves the network; nothing happens when there is none. */
  async disconnect(options: Cancel & { readonly reason?: number } = {}): Promise<void> {
    const { reason = 3, signal } = options;
    const request = { ifindex: await this.index(options), reasonCode: reason };
    try {
      await this.access.netlink.request(nl80211, 'disconnect', request, this.call({ signal }));
    } catch (error) {
      if (!(error instanceof NetlinkError) || error.code !== 'ENOTCONN') throw error;
    }
  }

  /** The network the interface is in, or null. */
  async link(options: Cancel = {}): Promise<WifiLink | null> {
    const own = associated(await this.bss(options));
    return own.length === 0 ? null : linkOf(own, await this.peers(options));
  }

  /** Tells when the signal of the connection crosses a threshold, and when beacons or packets are lost. */
  async watchSignal(options: SignalOptions): Promise<Stream<SignalEvent | OverrunEvent>> {
    const stream = watchSignal(await this.place({ signal: options.signal }), options);
    await stream.ready;
    return stream;
  }

  /** The peers. Source: NL80211_CMD_GET_STATION. */
  async stations(options: Cancel = {}): Promise<Station[]> {
    return (await this.peers(options)).map(stationOf);
  }

  private async peers(options: Cancel): Promise<Nl80211[]> {
    return readPeers(this.access.netlink, await this.index(options), this.call(options));
  }

  /** The peers again and again, with what was counted in between: at once, then each `intervalMs`. */
  async watchStations(options: WatchStationsOptions = {}): Promise<Stream<StationsEvent | OverrunEvent>> {
    const stream = watchStations(await this.place({ signal: options.signal }), options);
    await stream.ready;
    return stream;
  }

  station(mac: string): StationVerbs {
    return new StationVerbs(this.wifi.commands, this.ref, mac);
  }

  /** How busy the channels are. Source: NL80211_CMD_GET_SURVEY. */
  async survey(options: Cancel = {}): Promise<Survey[]> {
    const ifindex = await this.index(options);
    const { items } = await this.access.netlink.dump(nl80211, 'getSurvey', { ifindex }, this.call(options));
    return items.flatMap((item) => surveyOf(item) ?? []);
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
  async setTxPower(dbm: number | 'auto', options: TxPowerOptions = {}): Promise<void> {
    const { limit, ...rest } = options;
    await this.wifi.commands.setWiphy({ dev: this.ref, ...txPowerAttributes(dbm, limit) }, rest);
  }

  /** Tunes to a channel: a monitor, or an access point that has not started. */
  async setChannel(frequencyMhz: number, width?: ChannelWidth, options?: Cancel): Promise<void> {
    await this.wifi.commands.setWiphy({ dev: this.ref, ...channelDefinition(frequencyMhz, width) }, options);
  }

  /** What a monitor sees besides good frames on its channel. */
  async setMonitor(
    flags: readonly ('fcsfail' | 'plcpfail' | 'control' | 'other-bss' | 'cook-frames' | 'active')[],
    options?: Cancel,
  ): Promise<void> {
    await this.wifi.commands.setInterface({ dev: this.ref, mntrFlags: [...flags] }, options);
  }

  /** The rates that may be used in a band; without any, all of them again. */
  async setBitrates(band: BitrateBand, rates: Bitrates = {}, options?: Cancel): Promise<void> {
    await this.wifi.commands.setTxBitrateMask({ dev: this.ref, ...bitrateAttributes(band, rates) }, options);
  }

  /** The rate of frames to a group, in Mbit/s. */
  async setMulticastRate(mbps: number, options?: Cancel): Promise<void> {
    await this.wifi.commands.setMcastRate(
      { dev: this.ref, mcastRate: rateSteps('setMulticastRate', mbps, 0.1, 0xffff) },
      options,
    );
  }

  /** Frames with four addresses, which a bridge needs; mostly while it is down. */
  async setFourAddress(on: boolean, options?: Cancel): Promise<void> {
    await this.wifi.commands.setInterface({ dev: this.ref, fourAddr: on ? 1 : 0 }, options);
  }

  /** Traffic identifiers (0 to 7, of traffic streams to 15) whose frames are sent without waiting for an acknowledgement. */
  async setNoAck(tids: readonly number[], options?: Cancel): Promise<void> {
    const known = checkList('setNoAck', tids).map((tid) => checkWhole('setNoAck', tid, 0, 15));
    const noackMap = known.reduce((map, tid) => map | (1 << tid), 0);
    await this.wifi.commands.setNoackMap({ dev: this.ref, noackMap }, options);
  }

  /** Management frames that come in, from now on. */
  async frames(options: FrameOptions): Promise<Stream<ReceivedFrame | OverrunEvent>> {
    const stream = openFrames(await this.place({ signal: options.signal }), options);
    await stream.ready;
    return stream;
  }

  /** Sends a management frame, of octets or of fields, and says whether it was acknowledged. */
  async sendFrame(frame: Uint8Array | ManagementFrame, options: SendFrameOptions = {}): Promise<SentFrame> {
    return sendFrame(await this.place({ signal: options.signal }), frame, withUnits(options));
  }

  /** How far peers are, by the time that frames take (FTM). */
  async range(peers: readonly RangingPeer[], options: Cancel = {}): Promise<RangingResult[]> {
    return range(await this.place({ signal: options.signal }), peers, options);
  }

  /**
   * Every frame that is heard from now on: of a monitor interface or a tap, else of a monitor beside this interface, which
   * is made for it. Needs root; rejects with SocketError, NetlinkError. The stream throws `NO_INTERFACE` when it goes.
   */
  capture(options: CaptureOptions = {}): Promise<Capture> {
    return openCapture(this.wifi, this.access.home, this.ref, options);
  }

  /** Sends a frame of any kind as it is: by a monitor interface, else by one that is made for it. Nobody acknowledges to us. */
  async inject(frame: FrameIn | Uint8Array, options: InjectOptions & Cancel = {}): Promise<void> {
    await using capture = await openCapture(this.wifi, this.access.home, this.ref, {
      ...options,
      sendOnly: true,
    });
    await capture.inject(frame, options);
  }

  /** Goes to another channel for a while. */
  async remainOnChannel(frequencyMhz: number, durationMs: number, options: Cancel = {}): Promise<OffChannel> {
    return remainOnChannel(await this.place(options), frequencyMhz, durationMs, options);
  }

  private index(options: Cancel): Promise<number> {
    return this.access.indexOf(this.ref, options);
  }

  private async place(options: Cancel): Promise<Place> {
    return { ...this.access.home, ifindex: await this.index(options), target: String(this.ref) };
  }

  /** Errors name the interface as it was said. */
  private call({ signal }: Cancel): CallOptions {
    return { signal, target: String(this.ref) };
  }

  /** With what its radio has of the standard that is asked for; what is said by itself stands. */
  private async said(
    settings: AccessPointSettings,
    radio: number,
    options: Cancel,
  ): Promise<AccessPointSettings> {
    if (settings.standard === undefined) return settings;
    return { ...standardElements(await this.wifi.radio(radio, options), settings), ...settings };
  }

  /** Starts beacons, for those who write their own access point; the interface has the type 'ap' and is up. */
  async startAccessPoint(settings: AccessPointSettings, options: Cancel = {}): Promise<void> {
    const { mac, index, radio } = await this.info(options);
    const said = await this.said(withUnits(settings), radio, options);
    const request = { ifindex: index ?? 0, ...accessPointParts(mac, said).request };
    await this.wifi.raw('startAp', request, { ...options, target: String(this.ref) });
  }

  async stopAccessPoint(options?: Cancel): Promise<void> {
    await this.wifi.commands.stopAp({ dev: this.ref }, options);
  }

  /** A network without security that anybody may join, without hostapd. Makes the interface an access point, and switches it on. */
  async openNetwork(settings: AccessPointSettings, options: Cancel = {}): Promise<OpenNetwork> {
    const { mac, type, radio } = await this.info(options);
    const said = await this.said(withUnits(settings), radio, options);
    if (type !== 'ap') {
      await this.down(options);
      await this.setType('ap', options);
    }
    await this.up(options);
    return openNetwork(await this.place(options), mac, said, options.signal);
  }

  /**
   * Moves a running network to another channel, after that many beacons that announce it. An access point has to say its
   * beacons of before and after, too: `attributes: { csaIes, beaconTail, ... }`.
   */
  async switchChannel(frequencyMhz: number, settings: ChannelSwitch = {}, options?: Cancel): Promise<void> {
    const { width, beacons = 5, blockTransmission, attributes } = settings;
    const request = {
      ...channelDefinition(frequencyMhz, width),
      chSwitchCount: beacons,
      chSwitchBlockTx: blockTransmission,
      ...attributes,
    };
    await this.wifi.commands.channelSwitch({ dev: this.ref, ...request }, options);
  }

  /** Begins to listen for radar where a network may only start after that; the event `radarDetect` tells the result. */
  async checkForRadar(frequencyMhz: number, width?: ChannelWidth, options?: Cancel): Promise<void> {
    await this.wifi.commands.radarDetect(
      { dev: this.ref, ...channelDefinition(frequencyMhz, width) },
      options,
    );
  }

  /** A command of the radio's manufacturer. Resolves with what it answers. */
  async vendor(
    organisation: number,
    subcommand: number,
    data: Uint8Array = new Uint8Array(),
    options?: Cancel,
  ): Promise<Uint8Array | undefined> {
    const request = { vendorId: organisation, vendorSubcmd: subcommand, vendorData: data };
    return (await this.wifi.commands.vendor({ dev: this.ref, ...request }, options)).vendorData;
  }
}

refuseMisfits(InterfaceVerbs, Capture, Keys, Ibss, Mesh, Ocb, StationVerbs);
