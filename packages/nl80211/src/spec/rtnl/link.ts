import { struct } from '../../wire/collection.js';
import { bitsOf, enumOf } from '../../wire/named.js';
import { bytes, mac, s32, string, u8, u16, u32 } from '../../wire/scalar.js';
import { nest } from '../../wire/table.js';

/** Message types of rtnetlink that a laboratory needs. */
export const RTM = {
  NEWLINK: 16,
  DELLINK: 17,
  GETLINK: 18,
  SETLINK: 19,
  NEWADDR: 20,
  DELADDR: 21,
  GETADDR: 22,
  NEWROUTE: 24,
  DELROUTE: 25,
  GETROUTE: 26,
} as const;

/** Interface flags, by bit number. */
export const LINK_FLAGS = {
  up: 0,
  broadcast: 1,
  debug: 2,
  loopback: 3,
  'point-to-point': 4,
  'no-trailers': 5,
  running: 6,
  'no-arp': 7,
  promiscuous: 8,
  'all-multicast': 9,
  master: 10,
  slave: 11,
  multicast: 12,
  'port-select': 13,
  'auto-media': 14,
  dynamic: 15,
  'lower-up': 16,
  dormant: 17,
  echo: 18,
} as const;

export const OPERATIONAL_STATES = {
  unknown: 0,
  'not-present': 1,
  down: 2,
  'lower-layer-down': 3,
  testing: 4,
  dormant: 5,
  up: 6,
} as const;

/** struct ifinfomsg. */
export const linkHeader = struct({
  family: u8,
  padding: u8,
  type: u16,
  index: s32,
  flags: bitsOf(LINK_FLAGS),
  change: bitsOf(LINK_FLAGS),
});

export const linkAttributes = {
  address: [1, mac],
  broadcast: [2, mac],
  name: [3, string],
  mtu: [4, u32],
  parent: [5, u32],
  queueDiscipline: [6, string],
  statistics: [7, bytes],
  master: [10, u32],
  transmitQueueLength: [13, u32],
  operationalState: [16, enumOf(OPERATIONAL_STATES, u8)],
  info: [18, nest({ kind: [1, string], data: [2, bytes] })],
  netnsPid: [19, u32],
  alias: [20, string],
  statistics64: [23, bytes],
  group: [27, u32],
  netnsFd: [28, u32],
  carrier: [33, u8],
  carrierChanges: [35, u32],
  permanentAddress: [54, mac],
} as const;

export const linkMessage = nest(linkAttributes);
