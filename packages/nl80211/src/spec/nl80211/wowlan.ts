/** Wake-up over the air, and packet coalescing. Rows: name, number, codec. */
import { either, list, struct } from '../../wire/collection.js';
import { enumOf } from '../../wire/named.js';
import { be32, bytes, flag, mac, u16, u32 } from '../../wire/scalar.js';
import { nest, type RowsOf } from '../../wire/table.js';
import type {
  CoalesceRuleAttributes,
  PacketPatternAttributes,
  WowlanTcpAttributes,
  WowlanTriggersAttributes,
} from './messages.js';
import { COALESCE_CONDITIONS } from './values.js';

/** How many patterns of which size a radio can match. */
export const patternSupport = struct({
  maxPatterns: u32,
  minPatternLength: u32,
  maxPatternLength: u32,
  maxOffset: u32,
});

/** What coalescing a radio can do; delay in milliseconds. */
export const coalesceSupport = struct({
  maxRules: u32,
  maxPatterns: u32,
  minPatternLength: u32,
  maxPatternLength: u32,
  maxOffset: u32,
  maxDelay: u32,
});

export const packetPattern: RowsOf<PacketPatternAttributes> = {
  mask: [1, bytes],
  pattern: [2, bytes],
  offset: [3, u32],
};

export const wowlanTcp: RowsOf<WowlanTcpAttributes> = {
  srcIpv4: [1, be32],
  dstIpv4: [2, be32],
  dstMac: [3, mac],
  srcPort: [4, u16],
  dstPort: [5, u16],
  dataPayload: [6, bytes],
  dataPayloadSeq: [7, bytes],
  dataPayloadToken: [8, bytes],
  dataInterval: [9, u32],
  wakePayload: [10, bytes],
  wakeMask: [11, bytes],
};

/** Triggers to set, those supported, or what woke the machine up. */
export const wowlanTriggers: RowsOf<WowlanTriggersAttributes> = {
  any: [1, flag],
  disconnect: [2, flag],
  magicPkt: [3, flag],
  pktPattern: [4, either(either(patternSupport, u32), list(nest(packetPattern)))],
  gtkRekeySupported: [5, flag],
  gtkRekeyFailure: [6, flag],
  eapIdentRequest: [7, flag],
  fourWayHandshake: [8, flag],
  rfkillRelease: [9, flag],
  wakeupPkt80211: [10, bytes],
  wakeupPkt80211Len: [11, u32],
  wakeupPkt8023: [12, bytes],
  wakeupPkt8023Len: [13, u32],
  tcpConnection: [14, nest(wowlanTcp)],
  wakeupTcpMatch: [15, flag],
  wakeupTcpConnlost: [16, flag],
  wakeupTcpNomoretokens: [17, flag],
  netDetect: [18, either(u32, bytes)],
  netDetectResults: [19, bytes],
  unprotectedDeauthDisassoc: [20, flag],
};

export const coalesceRule: RowsOf<CoalesceRuleAttributes> = {
  delay: [1, u32],
  condition: [2, enumOf(COALESCE_CONDITIONS)],
  pktPattern: [3, list(nest(packetPattern))],
};
