import { closeSync, openSync } from 'node:fs';
import { nativeSocket } from '../../socket/native.js';
import { netnsPath } from '../../socket/netns.js';
import type { Netns } from '../../socket/socket.js';
import type { Nl80211In } from '../../spec/nl80211/attributes.js';
import { nl80211 } from '../../spec/nl80211/family.js';
import { VWifiError } from '../../wire/errors.js';
import type { Access } from '../access.js';
import { type ChannelWidth, channelDefinition } from '../channel-definition.js';
import { refuseMisfits } from '../check.js';
import { checkType, interfaceOf, type WifiInterface } from '../interface.js';
import type { Radio } from '../radio.js';
import { type RegulatoryDomain, regulatoryOf } from '../regulatory.js';
import type { Cancel, NewInterface, RadioRef, VWifi } from '../vwifi.js';
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
    private readonly access: Access,
  ) {}

  info(options?: Cancel): Promise<Radio> {
    return this.wifi.radio(this.ref, options);
  }

  async interfaces(options: Cancel = {}): Promise<WifiInterface[]> {
    const { index } = await this.info(options);
    return (await this.wifi.interfaces(options)).filter(({ radio }) => radio === index);
  }

  /** Makes an interface and returns it, switched off. */
  async create(spec: NewInterface, options: Cancel = {}): Promise<WifiInterface> {
    const wiphy = await this.access.radioIndexOf(this.ref, options);
    const [reply] = await this.access.netlink.request(
      nl80211,
      'newInterface',
      {
        wiphy,
        ifname: spec.name,
        iftype: checkType(spec.type),
        mac: spec.mac,
        fourAddr: spec.fourAddress === undefined ? undefined : Number(spec.fourAddress),
        socketOwner: spec.owned,
      },
      { ...options, target: `${spec.name} on ${this.ref}` },
    );
    return reply ? interfaceOf(reply) : this.wifi.interface(spec.name, options);
  }

  /** Moves it with all its interfaces to another namespace. Name and path need a local socket; { pid } works everywhere. */
  async moveTo(netns: Netns, options: Cancel = {}): Promise<void> {
    const wiphy = await this.access.radioIndexOf(this.ref, options);
    const send = (attributes: Nl80211In) =>
      this.access.netlink.request(nl80211, 'setWiphyNetns', attributes, call);
    const call = { ...options, target: String(this.ref) };
    if (typeof netns === 'object' && 'pid' in netns) {
      await send({ wiphy, pid: netns.pid });
      return;
    }
    if (this.access.home.factory !== nativeSocket) {
      throw new VWifiError(
        'BAD_ARGUMENT',
        `moveTo ${this.ref}: a file descriptor cannot travel over this socket; name a process of that kernel: { pid }`,
      );
    }
    if (typeof netns === 'object' && 'fd' in netns) {
      await send({ wiphy, netnsFd: netns.fd });
      return;
    }
    const file = openNamespace(this.ref, netns);
    try {
      await send({ wiphy, netnsFd: file });
    } finally {
      closeSync(file);
    }
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

  /** Tunes the radio to a channel, where nothing else keeps it on one. */
  async setChannel(frequencyMhz: number, width?: ChannelWidth, options?: Cancel): Promise<void> {
    await this.wifi.commands.setWiphy({ phy: this.ref, ...channelDefinition(frequencyMhz, width) }, options);
  }

  /** The regulatory domain of the radio: its own, or the system's. */
  async regulatory(options: Cancel = {}): Promise<RegulatoryDomain> {
    return regulatoryOf(await this.wifi.commands.getReg({ phy: this.ref }, options));
  }

  /** A command of the radio's manufacturer. Resolves with what it answers. */
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

function openNamespace(ref: RadioRef, netns: Netns): number {
  const path = netnsPath(netns);
  try {
    return openSync(path, 'r');
  } catch (error) {
    const code = (error as { code?: string }).code ?? 'EIO';
    throw new VWifiError(
      code,
      `moveTo ${ref}: namespace ${path}: ${code}; create it first: ip netns add NAME`,
      {
        cause: error,
      },
    );
  }
}

refuseMisfits(RadioVerbs);
