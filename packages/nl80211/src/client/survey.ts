import type { Nl80211 } from '../spec/nl80211/attributes.js';
import { channelOf } from './channel.js';
import { defined } from './defined.js';

/** How busy a channel is. From NL80211_CMD_GET_SURVEY. */
export interface Survey {
  readonly frequencyMhz: number;
  readonly channel?: number;
  readonly inUse: boolean;
  readonly noiseDbm?: number;
  /** How long the radio was on the channel, and what it did there. */
  readonly activeMs?: number;
  readonly busyMs?: number;
  readonly receiveMs?: number;
  readonly transmitMs?: number;
}

export function surveyOf(message: Nl80211): Survey | undefined {
  const info = message.surveyInfo;
  if (info?.frequency === undefined) return undefined;
  const ms = (value: bigint | undefined) => (value === undefined ? undefined : Number(value));
  return {
    frequencyMhz: info.frequency,
    inUse: info.inUse ?? false,
    ...defined({
      channel: channelOf(info.frequency),
      noiseDbm: info.noise,
      activeMs: ms(info.time),
      busyMs: ms(info.timeBusy),
      receiveMs: ms(info.timeRx),
      transmitMs: ms(info.timeTx),
    }),
  };
}
