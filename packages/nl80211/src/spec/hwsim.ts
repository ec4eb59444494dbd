/**
 * The family MAC80211_HWSIM: of the kernel's own simulator, and of vwifi where it is loaded under that name. Source:
 * drivers/net/wireless/virtual/mac80211_hwsim.h of the kernel, which numbers it for good.
 */
import type { FamilySpec } from '../genl/family.js';
import { array, struct } from '../wire/collection.js';
import { bitsOf } from '../wire/named.js';
import { bytesOf, flag, mac, padding, s8, s32, string, u8, u16, u32, u64 } from '../wire/scalar.js';
import { nest, type RowsOf } from '../wire/table.js';
import type { Hwsim, HwsimIn } from './hwsim-messages.js';

/** Multicast groups. `config`: radios made and removed. */
export const HWSIM_GROUPS = ['config'] as const;

/** What a sender wants of the medium, and what the medium says became of it: by bit. */
export const HWSIM_TX_FLAGS = {
  /** The sender wants to know what became of the frame. */
  requestStatus: 0,
  /** Nobody shall acknowledge it. */
  noAck: 1,
  /** It was acknowledged. */
  acked: 2,
} as const;

/** The longest frame that is taken, in octets. */
const LONGEST = 2346;

const attributes: RowsOf<Hwsim> = {
  receiver: [1, mac],
  transmitter: [2, mac],
  frame: [3, bytesOf(0, LONGEST)],
  flags: [4, bitsOf(HWSIM_TX_FLAGS)],
  /** Index in the rates of the band. */
  rxRate: [5, u32],
  /** dBm. */
  signal: [6, s32],
  /** Rates that are tried in turn, and how often each; an index of -1 ends the list of four. */
  txInfo: [7, array(struct({ index: s8, count: u8 }))],
  cookie: [8, u64],
  channels: [9, u32],
  radioId: [10, u32],
  countryHint: [11, string],
  customRegulation: [12, u32],
  strictRegulation: [13, flag],
  p2pDevice: [14, flag],
  channelContexts: [15, flag],
  /** It goes with the socket that made it. */
  owned: [16, flag],
  radioName: [17, string],
  noInterface: [18, flag],
  /** MHz. */
  frequency: [19, u32],
  pad: [20, padding],
  txInfoFlags: [21, array(struct({ index: s8, flags: u16 }))],
  address: [22, mac],
  /** Bits of NL80211_IFTYPE_*. */
  interfaceTypes: [23, u32],
  ciphers: [24, array(u32)],
  multiLink: [25, flag],
  multiRadio: [29, flag],
  nanDevice: [30, flag],
  backgroundRadar: [31, flag],
};

const HWSIM_COMMANDS = {
  register: 1,
  frame: 2,
  txInfoFrame: 3,
  newRadio: 4,
  delRadio: 5,
  getRadio: 6,
  addMacAddress: 7,
  delMacAddress: 8,
} as const;

export const hwsim: FamilySpec<Hwsim, HwsimIn, Readonly<Record<keyof typeof HWSIM_COMMANDS, number>>> = {
  name: 'MAC80211_HWSIM',
  version: 1,
  commands: HWSIM_COMMANDS,
  // The number of the radio, which getRadio tells as well.
  statusIsResult: ['newRadio'],
  message: nest(attributes),
};
