import {
  buildManagementFrame,
  frameType,
  type ManagementFrame,
  type ManagementSubtype,
  parseManagementFrame,
} from '../../elements/management.js';
import { within } from '../../genl/abort.js';
import type { FamilyMessage } from '../../genl/family.js';
import { type OverrunEvent, openStream, type Stream } from '../../genl/stream.js';
import type { Nl80211In } from '../../spec/nl80211/attributes.js';
import { nl80211 } from '../../spec/nl80211/family.js';
import { type ChannelWidth, channelDefinition } from '../channel-definition.js';
import { defined } from '../defined.js';
import type { Place } from '../place.js';
import { runVerb } from '../verb.js';
import type { Cancel } from '../vwifi.js';
import { EventWaiter } from '../waiter.js';
import { ofInterface } from './of-interface.js';

/** A management frame that came in. */
export interface ReceivedFrame {
  readonly name: 'frame';
  readonly frame: Uint8Array;
  /** What it says; absent where the frame is no management frame. */
  readonly management?: ManagementFrame;
  readonly frequencyMhz?: number;
  readonly signalDbm?: number;
}

/** Frames that are wanted: 'action', or the first octet of frame control (0xd0), and how the body begins. */
export interface FrameMatch {
  readonly type: ManagementSubtype | number;
  readonly prefix?: Uint8Array;
}

export interface FrameOptions extends Cancel {
  readonly matches: readonly FrameMatch[];
  /** Frames kept for a slow reader; 1024 when left out. */
  readonly limit?: number;
}

export const frameNumber = (type: FrameMatch['type']): number =>
  typeof type === 'string' ? frameType(type) : type;

/** Management frames from now on. Only one program at a time gets frames of a kind: EALREADY when another does. */
export function openFrames(place: Place, options: FrameOptions): Stream<ReceivedFrame | OverrunEvent> {
  const { ifindex, target } = place;
  const { matches, signal, limit = 1024 } = options;
  return openStream<typeof nl80211, ReceivedFrame>({
    ...place,
    ...ofInterface(place, []),
    signal,
    limit,
    read({ command, attributes }) {
      if (command !== 'frame' || attributes.ifindex !== ifindex || !attributes.frame) return undefined;
      return {
        name: 'frame',
        frame: attributes.frame,
        ...defined({
          management: parseManagementFrame(attributes.frame),
          frequencyMhz: attributes.wiphyFreq,
          signalDbm: attributes.rxSignalDbm,
        }),
      };
    },
    // The kernel sends frames to the socket that registered for them.
    async begin(netlink) {
      for (const { type, prefix = new Uint8Array() } of matches) {
        const request = { ifindex, frameType: frameNumber(type), frameMatch: prefix };
        await netlink.request(nl80211, 'registerFrame', request, { target });
      }
    },
  });
}

export interface SendFrameOptions extends Cancel {
  /** In MHz; the interface's own channel when left out. */
  readonly frequencyMhz?: number;
  readonly width?: ChannelWidth;
  /** How long to stay on another channel for an answer. */
  readonly waitMs?: number;
  readonly timeoutMs?: number;
  /** Anything else the command takes, for instance `dontWaitForAck`. */
  readonly attributes?: Nl80211In;
}

export interface SentFrame {
  readonly cookie: bigint;
  /** The receiver acknowledged it; always false for a frame to a group. */
  readonly acknowledged: boolean;
}

/** Sends a management frame, and waits until the radio has. Rejects with NetlinkError, `TIMEOUT`. */
export async function sendFrame(
  place: Place,
  frame: Uint8Array | ManagementFrame,
  options: SendFrameOptions,
): Promise<SentFrame> {
  const { ifindex, target } = place;
  const { frequencyMhz, width, waitMs, timeoutMs = 10_000, signal, attributes } = options;
  const channel = frequencyMhz === undefined ? {} : channelDefinition(frequencyMhz, width);
  const request = {
    ifindex,
    ...channel,
    ...(frequencyMhz === undefined ? {} : { offchannelTxOk: true }),
    ...(waitMs === undefined ? {} : { duration: waitMs }),
    frame: frame instanceof Uint8Array ? frame : buildManagementFrame(frame),
    ...attributes,
  };
  return runVerb(place, `sendFrame ${target}`, { signal, timeoutMs }, async (verb) => {
    const { netlink } = verb;
    const waiter = new EventWaiter(verb.what);
    await netlink.subscribe(nl80211, ['mlme'], waiter.see, { signal: verb.signal });
    const [reply] = await verb.begin(
      () => netlink.request(nl80211, 'frame', request, { target }),
      // It need not stay on another channel for an answer.
      async ([sent]) =>
        sent?.cookie === undefined
          ? undefined
          : netlink.request(nl80211, 'frameWaitCancel', { ifindex, cookie: sent.cookie }, { target }),
    );
    const cookie = reply?.cookie;
    if (cookie === undefined) return { cookie: 0n, acknowledged: false };
    const { attributes: status } = await netlink.waiting(
      waiter.find(
        (each) => each.command === 'frameTxStatus' && each.attributes.cookie === cookie,
        verb.signal,
      ),
    );
    return { cookie, acknowledged: status.ack === true };
  });
}

/** How long the kernel may take to let the radio go. */
const PATIENCE_MS = 2000;

/** On a channel for a while: it is left at the end of that time, or by `leave()`. */
export interface OffChannel extends AsyncDisposable {
  readonly cookie: bigint;
  /** Resolves when the radio has left the channel. */
  readonly ended: Promise<void>;
  leave(): Promise<void>;
}

/** Goes to a channel and returns when the radio is there. */
export async function remainOnChannel(
  place: Place,
  frequency: number,
  durationMs: number,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<OffChannel> {
  const { ifindex, target, lifetime } = place;
  const request = { ifindex, wiphyFreq: frequency, duration: durationMs };
  const what = `remainOnChannel ${target}`;
  return runVerb(place, what, { signal, timeoutMs: 10_000 }, async (verb) => {
    const { netlink } = verb;
    const waiter = new EventWaiter(what);
    await netlink.subscribe(nl80211, ['mlme'], waiter.see, { signal: verb.signal });
    const cancel = (cookie: bigint) =>
      netlink.request(nl80211, 'cancelRemainOnChannel', { ifindex, cookie }, { target });
    const [reply] = await verb.begin(
      () => netlink.request(nl80211, 'remainOnChannel', request, { target }),
      async ([answer]) => (answer?.cookie === undefined ? undefined : cancel(answer.cookie)),
    );
    const cookie = reply?.cookie ?? 0n;
    const of = (command: string) => (each: FamilyMessage<typeof nl80211>) =>
      each.command === command && each.attributes.cookie === cookie;
    await netlink.waiting(waiter.find(of('remainOnChannel'), verb.signal));
    // The socket is told of the end.
    verb.keep();
    let left = false;
    const close = async (): Promise<void> => {
      away();
      await netlink.close();
    };
    const leave = async (): Promise<void> => {
      left = true;
      await within(PATIENCE_MS, cancel(cookie));
      await close();
    };
    const away = lifetime.add(what, leave);
    const ended = waiter.find(of('cancelRemainOnChannel')).then(close, async (error: Error) => {
      await close();
      if (!left) throw error;
    });
    // Nobody has to wait for the end.
    ended.catch(() => {});
    return { cookie, ended, leave, [Symbol.asyncDispose]: leave };
  });
}
