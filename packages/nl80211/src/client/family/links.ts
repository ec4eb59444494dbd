import type { Cancel } from '../vwifi.js';
import type { FamilyCaller } from './caller.js';
import { endText, type PairRef, pairAttributes } from './end.js';
import { lossAttribute, type Pair, pairOf } from './pair.js';

/** What is special about a link; what is left out stays as it is, or as the medium has it. */
export interface LinkSettings {
  /** What the receiver reads when the sender transmits with 0 dBm: -128 to 0. */
  readonly signalDbm?: number | undefined;
  /** Probability that one transmission is lost: 0 to 1. */
  readonly loss?: number | undefined;
  readonly delayUs?: number | undefined;
  readonly jitterUs?: number | undefined;
  /** Limit in bit/s; 0 for none. */
  readonly rateBps?: number | undefined;
}

const text = ({ receiver, sender }: PairRef): string => `${endText(sender)} to ${endText(receiver)}`;

/** Links from a sender to a receiver that differ from the medium's defaults. */
export class Links {
  constructor(private readonly caller: FamilyCaller) {}

  async set(pair: PairRef, settings: LinkSettings, options: Cancel = {}): Promise<void> {
    const { signalDbm, loss, delayUs, jitterUs, rateBps } = settings;
    await this.caller.request(
      'linkSet',
      {
        ...pairAttributes(pair),
        signal: signalDbm,
        loss: lossAttribute(loss),
        delay: delayUs,
        jitter: jitterUs,
        rate: rateBps === undefined ? undefined : BigInt(Math.round(rateBps)),
      },
      { ...options, target: text(pair) },
    );
  }

  /** Gives the link back to the medium's defaults. */
  async remove(pair: PairRef, options: Cancel = {}): Promise<void> {
    await this.caller.request('linkDel', pairAttributes(pair), { ...options, target: text(pair) });
  }

  /** The links with values of their own, with their counters. */
  async list(options: Cancel = {}): Promise<Pair[]> {
    return (await this.dump(options)).filter(
      ({ frames, airtimeUs }) => frames !== undefined || airtimeUs === undefined,
    );
  }

  /** Of the model dcf: the links that data has gone over, special or not, with airtime and SINR. */
  async used(options: Cancel = {}): Promise<Pair[]> {
    return (await this.dump(options)).filter(({ airtimeUs }) => airtimeUs !== undefined);
  }

  private async dump(options: Cancel): Promise<Pair[]> {
    return (await this.caller.dump('linkGet', options)).map(pairOf);
  }
}
