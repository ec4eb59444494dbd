/** A router's way to the network of the host: its interface, and the addresses on both sides of it. */
export const UPLINK = {
  /** In the router. */
  interface: 'uplink',
  address: '10.0.2.15',
  length: 24,
  gateway: '10.0.2.2',
  /** Names are asked of this address. */
  dns: '10.0.2.3',
} as const;

/** What a guest's card for it is called before it is the router's. */
export const UPLINK_CARD = 'vec0';
