import { struct } from '../../wire/collection.js';
import { bytes, string, u8, u32 } from '../../wire/scalar.js';
import { nest } from '../../wire/table.js';

export const ADDRESS_FAMILY = { ipv4: 2, ipv6: 10 } as const;

/** struct ifaddrmsg. */
export const addressHeader = struct({ family: u8, prefixLength: u8, flags: u8, scope: u8, index: u32 });

export const addressAttributes = {
  address: [1, bytes],
  local: [2, bytes],
  label: [3, string],
  broadcast: [4, bytes],
  anycast: [5, bytes],
  cacheInfo: [6, bytes],
  multicast: [7, bytes],
  flags: [8, u32],
} as const;

export const addressMessage = nest(addressAttributes);
