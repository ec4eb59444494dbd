import { struct } from '../../wire/collection.js';
import { enumOf } from '../../wire/named.js';
import { bytes, u8, u32 } from '../../wire/scalar.js';
import { nest } from '../../wire/table.js';

export const ROUTE_TYPES = {
  unspecified: 0,
  unicast: 1,
  local: 2,
  broadcast: 3,
  anycast: 4,
  multicast: 5,
  blackhole: 6,
  unreachable: 7,
  prohibit: 8,
} as const;

/** How far a destination is. */
export const ROUTE_SCOPES = { universe: 0, site: 200, link: 253, host: 254, nowhere: 255 } as const;

/** Who made the route. */
export const ROUTE_ORIGINS = {
  unspecified: 0,
  redirect: 1,
  kernel: 2,
  boot: 3,
  static: 4,
  ra: 9,
  dhcp: 16,
} as const;

/** The main table. */
export const MAIN_TABLE = 254;

/** struct rtmsg. */
export const routeHeader = struct({
  family: u8,
  destinationLength: u8,
  sourceLength: u8,
  typeOfService: u8,
  table: u8,
  origin: enumOf(ROUTE_ORIGINS, u8),
  scope: enumOf(ROUTE_SCOPES, u8),
  type: enumOf(ROUTE_TYPES, u8),
  flags: u32,
});

export const routeAttributes = {
  destination: [1, bytes],
  source: [2, bytes],
  inputInterface: [3, u32],
  outputInterface: [4, u32],
  gateway: [5, bytes],
  priority: [6, u32],
  preferredSource: [7, bytes],
  metrics: [8, bytes],
  multipath: [9, bytes],
  cacheInfo: [12, bytes],
  table: [15, u32],
  expires: [23, u32],
  preference: [20, u8],
} as const;

export const routeMessage = nest(routeAttributes);
