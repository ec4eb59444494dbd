import type { Cancel } from '../vwifi.js';
import type { FamilyCaller } from './caller.js';

/** A device that hears all channels. From VWIFI_CMD_TAP_NEW. */
export interface Tap {
  readonly ifname: string;
  /** In the namespace of the client that made it. */
  readonly ifindex: number;
}

/** How a tap is made. */
export interface NewTap extends Cancel {
  /** It goes when this client is closed, or its process ends. */
  readonly owned?: boolean;
  /** It hears nothing that is routine: no beacons, no data but EAPOL, no null frames, no acknowledgements. */
  readonly sparse?: boolean;
}

/**
 * Devices that hear the whole air: every frame of every radio of this kernel, as 802.11 with a radiotap header
 * (link type 127), sealed as it is on the air. Changes need CAP_NET_ADMIN over this client's namespace.
 */
export class Taps {
  constructor(private readonly caller: FamilyCaller) {}

  /**
   * Makes a tap in this namespace, down: frames come once it is up. It goes with {@link remove}, with `ip link del`,
   * with the namespace, with the module, and with this client when it is `owned`. Rejects with NetlinkError `EEXIST` for a name that is taken.
   *
   * @param ifname a name, in which %d is replaced by a free number; `vwtap%d` when left out
   */
  async add(ifname?: string, { owned, sparse, ...options }: NewTap = {}): Promise<Tap> {
    const [made] = await this.caller.request(
      'tapNew',
      { ifname, owned, sparse },
      { ...options, target: ifname },
    );
    return { ifname: made?.ifname ?? '', ifindex: made?.ifindex ?? 0 };
  }

  /** Removes one, by name or index. Rejects with NetlinkError `ENODEV` where there is none. */
  async remove(tap: string | number, options: Cancel = {}): Promise<void> {
    const named = typeof tap === 'number' ? { ifindex: tap } : { ifname: tap };
    await this.caller.request('tapDel', named, { ...options, target: String(tap) });
  }
}
