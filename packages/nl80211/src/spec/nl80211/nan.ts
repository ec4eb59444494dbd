/** Neighbour awareness networking. Rows: name, number, codec. */
import { list } from '../../wire/collection.js';
import { enumOf } from '../../wire/named.js';
import { bytes, bytesOf, flag, mac, u8, u32 } from '../../wire/scalar.js';
import { nest } from '../../wire/table.js';
import { NAN_FUNCTION_TYPES, NAN_TERMINATIONS } from './values.js';

export const nanServiceFilter = {
  include: [1, flag],
  bf: [2, bytes],
  bfIdx: [3, u8],
  macAddrs: [4, list(mac)],
} as const;

export const nanFunction = {
  type: [1, enumOf(NAN_FUNCTION_TYPES, u8)],
  serviceId: [2, bytesOf(6, 6)],
  publishType: [3, u8],
  publishBcast: [4, flag],
  subscribeActive: [5, flag],
  followUpId: [6, u8],
  followUpReqId: [7, u8],
  followUpDest: [8, mac],
  closeRange: [9, flag],
  ttl: [10, u32],
  serviceInfo: [11, bytes],
  srf: [12, nest(nanServiceFilter)],
  rxMatchFilter: [13, list(bytes)],
  txMatchFilter: [14, list(bytes)],
  instanceId: [15, u8],
  termReason: [16, enumOf(NAN_TERMINATIONS, u8)],
} as const;

export const nanMatch = {
  funcLocal: [1, nest(nanFunction)],
  funcPeer: [2, nest(nanFunction)],
} as const;
