/** The kernel, as an access point with several links needs it: its interface's requests, and what comes of them. */

import { buildManagementFrame, type ManagementBody } from '@vwifi/nl80211/elements';
import {
  type CommandName,
  GenericNetlink,
  type Nl80211,
  type Nl80211In,
  nativeSocket,
  nl80211,
} from '@vwifi/nl80211/netlink';

const EAPOL = 0x888e;
/** First octets of the frames that are answered here. */
const WANTED = {
  'association-request': 0x00,
  'reassociation-request': 0x20,
  disassociation: 0xa0,
  authentication: 0xb0,
  deauthentication: 0xc0,
};
const PROBE_REQUEST = 0x40;
const ACTION = 0xd0;
/** Its category. */
const SA_QUERY = 8;

export interface Sent {
  readonly transmitter: string;
  readonly receiver: string;
}

export class Air implements AsyncDisposable {
  private constructor(
    private readonly netlink: GenericNetlink,
    private readonly ifindex: number,
  ) {}

  /**
   * @param see told of what the kernel tells of this interface, in its order. What is lost on the way is as if it had been
   * lost on the air
   * @param gone told that there is nothing more to come
   */
  static async open(
    ifindex: number,
    see: (command: CommandName | number, attributes: Nl80211) => void,
    gone: (error: Error) => void,
  ): Promise<Air> {
    const netlink = await GenericNetlink.open(nativeSocket);
    await netlink.subscribe(nl80211, ['mlme', 'config'], (event) => {
      if (event.kind === 'closed') gone(event.error ?? new Error('the kernel tells nothing any more'));
      if (event.kind !== 'message' || event.message.attributes.ifindex !== ifindex) return;
      const { command, attributes } = event.message;
      if (command === 'delInterface') gone(new Error('its interface is gone'));
      see(command, attributes);
    });
    const air = new Air(netlink, ifindex);
    try {
      for (const frameType of [...Object.values(WANTED), PROBE_REQUEST])
        await air.ask('registerFrame', { frameType, frameMatch: new Uint8Array() });
      await air.ask('registerFrame', { frameType: ACTION, frameMatch: Uint8Array.of(SA_QUERY) });
    } catch (error) {
      await air.close();
      if ((error as NodeJS.ErrnoException).code !== 'EALREADY') throw error;
      throw new Error('another access point runs on its interface: end that first', { cause: error });
    }
    return air;
  }

  async ask(
    command: Parameters<GenericNetlink['request']>[1] & string,
    attributes: Nl80211In,
  ): Promise<Nl80211[]> {
    return await this.netlink.request(nl80211, command as 'frame', { ifindex: this.ifindex, ...attributes });
  }

  /** A management frame. Resolves with its number, by which the kernel tells what became of it. */
  async send({ transmitter, receiver }: Sent, body: ManagementBody, more: Nl80211In = {}): Promise<bigint> {
    const frame = buildManagementFrame({ receiver, transmitter, bssid: transmitter, ...body });
    const [reply] = await this.ask('frame', { frame, ...more });
    return reply?.cookie ?? 0n;
  }

  /** A key frame to a station; `sealed` by the keys of before. */
  async sendKey(mac: string, frame: Uint8Array, sealed: boolean): Promise<void> {
    const plain = sealed ? {} : { controlPortNoEncrypt: true };
    await this.ask('controlPortFrame', { mac, frame, controlPortEthertype: EAPOL, ...plain });
  }

  close(): Promise<void> {
    return this.netlink.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
