import { defined } from '../defined.js';
import type { Cancel } from '../vwifi.js';
import type { FamilyCaller, FamilyOut } from './caller.js';

/**
 * Why a frame from the wire goes no further: no kernel sends such a one; it is of another version of the wire; its
 * kernel has not said hello; it came before, or too late; it is in the name of an address that another kernel has; it is
 * a piece of a message of which others did not come.
 */
export type WireDrop = 'malformed' | 'version' | 'unknown' | 'replayed' | 'forged' | 'unfinished';

/** What carries the air to other kernels. From VWIFI_CMD_UNDERLAY_GET. */
export interface Underlay {
  /** An Ethernet device that was attached: its name and index, in its own namespace. */
  readonly ifname?: string;
  readonly ifindex?: number;
  /** A virtio device that the driver drives itself ('virtio2'). */
  readonly device?: string;
  readonly address: string;
  /** Octets that a frame has behind its Ethernet header, at most. */
  readonly mtu: number;
  /** Other kernels that live on it. */
  readonly kernels: number;
  readonly rxFrames: number;
  /** All in all, and by cause. */
  readonly rxDropped: number;
  readonly rxDrops: Readonly<Record<WireDrop, number>>;
  readonly txFrames: number;
  readonly txDropped: number;
}

/** An interface of another kernel. From VWIFI_CMD_REMOTE_GET. */
export interface RemoteInterface {
  /** Names it in the denylist and in links, as a sender. */
  readonly address: string;
  /** Ethernet address of its kernel. */
  readonly kernel: string;
  /** Number that its kernel drew at load: another one after a restart. */
  readonly instance: number;
  /** MHz; absent where it is on no channel. */
  readonly frequency?: number;
  readonly role: 'accessPoint' | 'cell' | 'other';
  readonly txPowerMbm: number;
  /** Its kernel has been heard lately. */
  readonly live: boolean;
  /** Number of its radio in pairs of this kernel. */
  readonly id: number;
}

function underlayOf(message: FamilyOut): Underlay {
  return {
    ...defined({ ifname: message.ifname, ifindex: message.ifindex, device: message.device }),
    address: message.address ?? '',
    mtu: message.mtu ?? 0,
    kernels: message.kernels ?? 0,
    rxFrames: Number(message.rxFrames ?? 0n),
    rxDropped: Number(message.rxDropped ?? 0n),
    rxDrops: {
      malformed: Number(message.rxMalformed ?? 0n),
      version: Number(message.rxVersion ?? 0n),
      unknown: Number(message.rxUnknown ?? 0n),
      replayed: Number(message.rxReplayed ?? 0n),
      forged: Number(message.rxForged ?? 0n),
      unfinished: Number(message.rxUnfinished ?? 0n),
    },
    txFrames: Number(message.txFrames ?? 0n),
    txDropped: Number(message.txDropped ?? 0n),
  };
}

function remoteOf(message: FamilyOut): RemoteInterface {
  return {
    address: message.address ?? '',
    kernel: message.kernel ?? '',
    instance: message.instance ?? 0,
    ...defined({ frequency: message.frequency || undefined }),
    role: message.accessPoint ? 'accessPoint' : message.cell ? 'cell' : 'other',
    txPowerMbm: message.txPower ?? 0,
    live: message.live ?? false,
    id: message.id ?? -1,
  };
}

/** One air for several kernels: Ethernet devices that carry it. Changes need CAP_NET_ADMIN over the initial namespace. */
export class Underlays {
  constructor(private readonly caller: FamilyCaller) {}

  /** The underlays, also the virtio devices that the driver drives itself. */
  async list(options: Cancel = {}): Promise<Underlay[]> {
    return (await this.caller.dump('underlayGet', options)).map(underlayOf);
  }

  /**
   * Lets the air go over an Ethernet device of this namespace. Rejects with NetlinkError `ENODEV`: no such device;
   * `ENETDOWN`: it is down; `EINVAL`: it cannot be one; `EEXIST`: it is one already.
   */
  async attach(device: string | number, options: Cancel = {}): Promise<void> {
    await this.caller.request('underlayAttach', named(device), { ...options, target: String(device) });
  }

  /** Rejects with NetlinkError `ENOENT` for a device that is none. */
  async detach(device: string | number, options: Cancel = {}): Promise<void> {
    await this.caller.request('underlayDetach', named(device), { ...options, target: String(device) });
  }

  /** The interfaces of other kernels. */
  async remotes(options: Cancel = {}): Promise<RemoteInterface[]> {
    return (await this.caller.dump('remoteGet', options)).filter(({ id }) => id !== undefined).map(remoteOf);
  }
}

const named = (device: string | number) =>
  typeof device === 'number' ? { ifindex: device } : { ifname: device };
