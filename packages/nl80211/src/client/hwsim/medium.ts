import { NetlinkError } from '../../genl/error.js';
import { GenericNetlink } from '../../genl/generic.js';
import { BoundedQueue } from '../../genl/queue.js';
import { nativeSocket } from '../../socket/native.js';
import type { NetlinkSocketFactory, Netns } from '../../socket/socket.js';
import { HWSIM_GROUPS, hwsim } from '../../spec/hwsim.js';
import type { Hwsim } from '../../spec/hwsim-messages.js';
import { VWifiError } from '../../wire/errors.js';
import { macText } from '../../wire/scalar.js';

export interface HwsimMediumOptions {
  /** Namespace whose radios it carries the frames of; the caller's own when left out. */
  readonly netns?: Netns;
  readonly socket?: NetlinkSocketFactory;
}

/** A frame that a radio has begun to send. */
export interface HwsimFrame {
  /** Of the radio: what `deliver` and `acknowledge` know it by, not an address in the frame. */
  readonly transmitter: string;
  readonly cookie: bigint;
  /** The frame as it is on the air, from its frame control field on, without FCS. */
  readonly octets: Uint8Array;
  readonly frequencyMhz: number;
  /** Somebody is to acknowledge it. */
  readonly wantsAck: boolean;
  /** Rates to be tried in turn, and how often each. */
  readonly rates: readonly { readonly index: number; readonly count: number }[];
}

/** How a frame reaches its receiver. */
export interface HwsimReception {
  /** dBm, below 0; -50 when left out. */
  readonly signalDbm?: number;
  /** Index in the rates of the band; 0 when left out. */
  readonly rate?: number;
}

/** Which transmission of a frame is lost on its way to a receiver. */
export type HwsimLoss = (frame: HwsimFrame, receiver: string) => boolean;

/** As many as a socket's buffer may hold on top. */
const MOST_FRAMES = 1024;
const RATES = 4;
const NO_RATE = { index: -1, count: 0 };

/** Address 1 of a frame. */
export const receiverOf = ({ octets }: Pick<HwsimFrame, 'octets'>): string => macText(octets, 4);
/** Address 2; of the few frames that have none, undefined. */
export const senderOf = ({ octets }: Pick<HwsimFrame, 'octets'>): string | undefined =>
  octets.length < 16 ? undefined : macText(octets, 10);
const isGroup = (address: string): boolean => (Number.parseInt(address.slice(0, 2), 16) & 1) === 1;

/** What a radio of this number is known by, unless it was given an address. */
export function hwsimAddress(radio: number): string {
  return macText([0x42, 0, 0, radio >> 8, radio & 0xff, 0]);
}

/**
 * A medium in user space: every frame of the radios goes to this program, and to nobody else. Works on
 * mac80211_hwsim, and on vwifi where it is loaded under that name.
 *
 * ```ts
 * await using medium = await HwsimMedium.open();
 * for await (const frame of medium) await medium.carry(frame, { lost: () => Math.random() < 0.1 });
 * ```
 * When it is closed, or its process ends, frames go by themselves again.
 */
export class HwsimMedium implements AsyncDisposable, AsyncIterable<HwsimFrame> {
  /** The radio that an address in a frame belongs to, as it was last heard. */
  private readonly radios = new Map<string, string>();
  /** What is told of the radios, until they change. */
  private all: Promise<string[]> | undefined;
  private readonly queue = new BoundedQueue<HwsimFrame>(MOST_FRAMES, (lost) => {
    throw new VWifiError('OVERRUN', `medium: ${lost} frames came faster than they were carried`);
  });

  private constructor(private readonly netlink: GenericNetlink) {}

  /** Registers. Rejects with NetlinkError (`EBUSY`: there is a medium already; `EPERM`), VWifiError `NO_FAMILY`. */
  static async open({ netns, socket = nativeSocket }: HwsimMediumOptions = {}): Promise<HwsimMedium> {
    const netlink = await GenericNetlink.open(socket, netns);
    const medium = new HwsimMedium(netlink);
    try {
      await netlink.subscribe(hwsim, HWSIM_GROUPS, (event) => {
        if (event.kind === 'closed') medium.queue.end(event.error);
        else if (event.kind === 'message' && event.message.command === 'frame')
          medium.take(event.message.attributes);
        // Radios have been made or removed, or may have been.
        else medium.all = undefined;
      });
      await netlink.request(hwsim, 'register', {});
      return medium;
    } catch (error) {
      await netlink.close();
      throw error;
    }
  }

  /** Radios of the namespace, by what frames are delivered to. Those that were given an address are not among them. */
  receivers(): Promise<string[]> {
    this.all ??= this.netlink
      .dump(hwsim, 'getRadio', {})
      .then(({ items }) =>
        items.flatMap(({ radioId }) => (radioId === undefined ? [] : hwsimAddress(radioId))),
      );
    return this.all;
  }

  [Symbol.asyncIterator](): AsyncIterator<HwsimFrame> {
    return this.queue;
  }

  /** Lets a radio receive a frame. Resolves to false where it does not listen to the channel. */
  async deliver(
    frame: Pick<HwsimFrame, 'octets' | 'frequencyMhz'>,
    receiver: string,
    { signalDbm = -50, rate = 0 }: HwsimReception = {},
  ): Promise<boolean> {
    try {
      await this.netlink.request(hwsim, 'frame', {
        ...{ receiver, frame: frame.octets, frequency: frame.frequencyMhz },
        ...{ signal: signalDbm, rxRate: rate },
      });
      return true;
    } catch (error) {
      if (error instanceof NetlinkError && error.code === 'EINVAL') return false;
      throw error;
    }
  }

  /** Tells the transmitter what became of a frame, after so many transmissions. False: it does not wait any more. */
  async acknowledge(
    { transmitter, cookie }: Pick<HwsimFrame, 'transmitter' | 'cookie'>,
    { acked, tries = 1, signalDbm = -50 }: { acked: boolean; tries?: number; signalDbm?: number },
  ): Promise<boolean> {
    const txInfo = Array.from({ length: RATES }, (_, at) =>
      at === 0 ? { index: 0, count: Math.min(tries, 255) } : NO_RATE,
    );
    try {
      await this.netlink.request(hwsim, 'txInfoFrame', {
        ...{ transmitter, cookie, txInfo, signal: signalDbm },
        flags: ['requestStatus', ...(acked ? (['acked'] as const) : [])],
      });
      return true;
    } catch (error) {
      if (error instanceof NetlinkError && error.code === 'EINVAL') return false;
      throw error;
    }
  }

  /**
   * Carries a frame as an air does: group frames once to every receiver, others to the radio that has the address,
   * and again as long as they are lost and there are tries left. Resolves to whether it was acknowledged.
   */
  async carry(
    frame: HwsimFrame,
    { lost = () => false, ...how }: HwsimReception & { readonly lost?: HwsimLoss } = {},
  ): Promise<boolean> {
    const to = receiverOf(frame);
    let acked = false;
    let tries = 1;
    if (isGroup(to)) {
      for (const receiver of new Set([...(await this.receivers()), ...this.radios.values()]))
        if (receiver !== frame.transmitter && !lost(frame, receiver))
          await this.deliver(frame, receiver, how);
    } else {
      const most = Math.max(1, ...frame.rates.map(({ count }) => count));
      const receiver = this.radios.get(to);
      for (; receiver !== undefined && !acked && tries <= most; tries++)
        acked = !lost(frame, receiver) && (await this.deliver(frame, receiver, how));
      tries = Math.max(1, tries - 1);
    }
    await this.acknowledge(frame, { acked: acked && frame.wantsAck, tries });
    return acked;
  }

  async close(): Promise<void> {
    await this.netlink.close();
    this.queue.end();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private take({ transmitter, cookie, frame, frequency, flags, txInfo }: Hwsim): void {
    if (transmitter === undefined || cookie === undefined || frame === undefined || frame.length < 10) return;
    const carried: HwsimFrame = {
      ...{ transmitter, cookie, octets: frame, frequencyMhz: frequency ?? 0 },
      wantsAck: !flags?.includes('noAck'),
      rates: (txInfo ?? []).filter(({ index }) => index >= 0),
    };
    const sender = senderOf(carried);
    if (sender !== undefined) this.radios.set(sender, transmitter);
    this.queue.push(carried);
  }
}
