import { LOSS_SCALE } from '../../spec/vwifi.js';
import { defined } from '../defined.js';
import type { FamilyOut } from './caller.js';

/** What is special about a directed pair of radios, with its counters. Radios are their numbers. */
export interface Pair {
  readonly receiver: number;
  readonly sender: number;
  /** Data frames of the sender are dropped by the receiver. */
  readonly denied: boolean;
  /** What the receiver reads when the sender transmits with 0 dBm. */
  readonly signalDbm?: number;
  /** Probability that one transmission is lost, 0 to 1. */
  readonly loss?: number;
  readonly delayUs?: number;
  /** Added to the delay: from 0 to this, evenly distributed. */
  readonly jitterUs?: number;
  /** Limit in bit/s; absent for none. */
  readonly rateBps?: number;
  /** Frames that the receiver was offered from the sender since the pair exists. */
  readonly frames?: number;
  readonly framesDenied?: number;
  /** Transmissions lost. */
  readonly framesLost?: number;
  /** Transmissions repeated. */
  readonly retries?: number;
  /** Frames for which the queue of a delayed or limited link had no room. */
  readonly queueDropped?: number;
  /** What follows is of the model dcf: what the sender has used of the air for the receiver, failures among it. */
  readonly airtimeUs?: number;
  /** Signal to noise and interference at the receiver, of the last frame, in dB. */
  readonly sinrDb?: number;
  /** Frames that were acknowledged, transmissions beyond the first, and frames that never were. */
  readonly sent?: number;
  readonly repeated?: number;
  readonly givenUp?: number;
}

const count = (value: bigint | undefined): number | undefined =>
  value === undefined ? undefined : Number(value);

export function pairOf(message: FamilyOut): Pair {
  const rate = count(message.rate);
  return {
    receiver: message.receiverRadio ?? -1,
    sender: message.senderRadio ?? -1,
    denied: message.denied ?? false,
    ...defined({
      signalDbm: message.signal,
      loss: message.loss === undefined ? undefined : message.loss / LOSS_SCALE,
      delayUs: message.delay,
      jitterUs: message.jitter,
      rateBps: rate === 0 ? undefined : rate,
      frames: count(message.frames),
      framesDenied: count(message.framesDenied),
      framesLost: count(message.framesLost),
      retries: count(message.retries),
      queueDropped: count(message.queueDropped),
      airtimeUs: count(message.airtime),
      sinrDb: message.sinr === undefined ? undefined : message.sinr / 100,
      sent: count(message.sent),
      repeated: count(message.repeated),
      givenUp: count(message.givenUp),
    }),
  };
}

/** 0.3 to millionths; what is no probability goes through and is refused by the codec or the kernel. */
export const lossAttribute = (loss: number | undefined): number | undefined =>
  loss === undefined ? undefined : Math.round(loss * LOSS_SCALE);
