/** Interfaces of messages. Generated from the tables by "npm run generate": change those, not this. */
import type { Loose, Unknowns } from '../wire/table.js';

export interface Hwsim extends Unknowns {
  receiver?: string;
  transmitter?: string;
  frame?: Uint8Array;
  flags?: readonly (HwsimTxFlag | number)[];
  /** Index in the rates of the band. */
  rxRate?: number;
  /** dBm. */
  signal?: number;
  /** Rates that are tried in turn, and how often each; an index of -1 ends the list of four. */
  txInfo?: readonly { index: number; count: number }[];
  cookie?: bigint;
  channels?: number;
  radioId?: number;
  countryHint?: string;
  customRegulation?: number;
  strictRegulation?: boolean;
  p2pDevice?: boolean;
  channelContexts?: boolean;
  /** It goes with the socket that made it. */
  owned?: boolean;
  radioName?: string;
  noInterface?: boolean;
  /** MHz. */
  frequency?: number;
  txInfoFlags?: readonly { index: number; flags: number }[];
  address?: string;
  /** Bits of NL80211_IFTYPE_*. */
  interfaceTypes?: number;
  ciphers?: readonly number[];
  multiLink?: boolean;
  multiRadio?: boolean;
  nanDevice?: boolean;
  backgroundRadar?: boolean;
}
/** As it is written. */
export interface HwsimIn extends Loose<Hwsim> {}
export type HwsimTxFlag = 'requestStatus' | 'noAck' | 'acked';
